package io.homeostat.actuators.retraining;

import io.homeostat.actuators.webhook.Signature;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A training pipeline behind a webhook, which makes one run of a key, and answers as it is told.
 */
public final class TestTrainer implements AutoCloseable {
  static final String PATH = "/retrain";

  /** What it does with a request for a run. */
  public enum Manner {
    /** Makes it and says so. */
    TAKES,
    /** Makes it, and the answer is lost. */
    TAKES_AND_BREAKS_OFF,
    /** Makes nothing, and no answer comes. */
    STALLS,
    /** Makes nothing, and fails. */
    FAILS,
    /** Makes nothing, and asks for it later. */
    IS_BUSY,
    /** Makes nothing, and says why. */
    REJECTS,
    /** Makes it, and says that its key is taken. */
    MAKES_AND_CONFLICTS,
    /** Makes nothing, and says that it conflicts with something. */
    CONFLICTS,
    /** Makes nothing, says that it conflicts with something, and can't be asked from then on. */
    CONFLICTS_AND_IS_GONE,
    /** A stranger at its address: does not know what is asked for. */
    IS_ANOTHER,
    /** Sends elsewhere. */
    REDIRECTS
  }

  private final Map<String, String> known = new ConcurrentHashMap<>();
  private final List<String> runs = new CopyOnWriteArrayList<>();
  private final TestServer server = new TestServer(this::answer);
  private volatile Manner manner = Manner.TAKES;

  /** Starts one that takes everything. */
  public TestTrainer() {}

  /** The runs that were made, in their order. */
  public List<String> runs() {
    return List.copyOf(runs);
  }

  List<TestServer.Got> asked() {
    return server.got("POST");
  }

  List<TestServer.Got> looked() {
    return server.got("GET");
  }

  void behaves(Manner next) {
    manner = next;
  }

  public String url() {
    return server.url() + PATH;
  }

  private TestServer.Reply answer(TestServer.Got got) {
    if (got.method().equals("GET")) {
      String run = known.get(got.path().substring(PATH.length() + 1));
      if (manner == Manner.REDIRECTS) {
        return elsewhere();
      }
      if (manner == Manner.IS_ANOTHER) {
        return TestServer.Reply.of(404, "{\"error\": \"no such page\"}");
      }
      return run == null ? unknown(got) : said(200, run);
    }
    return switch (manner) {
      case TAKES -> said(202, made(got));
      case TAKES_AND_BREAKS_OFF -> {
        made(got);
        yield TestServer.Reply.BROKEN_OFF;
      }
      case STALLS -> TestServer.Reply.SILENCE;
      case FAILS -> TestServer.Reply.of(500, "");
      case IS_BUSY -> TestServer.Reply.of(429, "");
      case REJECTS -> TestServer.Reply.of(422, "{\"detail\": \"no such model\"}");
      case MAKES_AND_CONFLICTS -> {
        made(got);
        yield TestServer.Reply.of(409, "");
      }
      case CONFLICTS -> TestServer.Reply.of(409, "{\"detail\": \"a run is under way\"}");
      case CONFLICTS_AND_IS_GONE -> {
        manner = Manner.REDIRECTS;
        yield TestServer.Reply.of(409, "{\"detail\": \"a run is under way\"}");
      }
      case IS_ANOTHER -> TestServer.Reply.of(404, "");
      case REDIRECTS -> elsewhere();
    };
  }

  private String made(TestServer.Got got) {
    return known.computeIfAbsent(
        got.header(Signature.KEY_HEADER).orElseThrow(),
        key -> {
          runs.add("run-" + (runs.size() + 1));
          return runs.get(runs.size() - 1);
        });
  }

  private static TestServer.Reply unknown(TestServer.Got got) {
    String id = got.path().substring(PATH.length() + 1);
    return TestServer.Reply.of(404, "{\"error\": \"no such run\", \"id\": \"" + id + "\"}");
  }

  private static TestServer.Reply said(int status, String run) {
    return TestServer.Reply.of(status, "{\"run\": \"" + run + "\"}");
  }

  private static TestServer.Reply elsewhere() {
    return new TestServer.Reply(307, "", Map.of("Location", "/elsewhere"));
  }

  @Override
  public void close() {
    server.close();
  }
}
