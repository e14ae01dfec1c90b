package io.homeostat.console;

import com.linecorp.armeria.server.Server;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.topics.TopicFollower;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The console as a service: follows the logs into a view and serves it on {@code console.port}. */
public final class ConsoleService implements Service {
  private static final int MOST_INCIDENTS = 1000;
  private static final int USUAL_PORT = 7070;
  private static final List<Stream> STREAMS =
      List.of(
          Stream.INCIDENTS,
          Stream.GOVERNANCE,
          Stream.DECISIONS,
          Stream.COMMANDS,
          Stream.OUTCOMES,
          Stream.CONTROLS);

  @Override
  public String name() {
    return "console";
  }

  @Override
  public RunningService start(ServiceConfig config) {
    ConsoleView view = new ConsoleView(MOST_INCIDENTS);
    TopicFollower follower =
        TopicFollower.start(
            config.text("kafka.bootstrap"),
            "console",
            STREAMS,
            (record, message) -> view.apply(record.topic(), record.timestamp(), message.fact()));
    int port = config.number("console.port", USUAL_PORT);
    Server server =
        ConsoleServer.of(
            port,
            view,
            UUID.randomUUID().toString().substring(0, 8),
            () -> follower.caughtUp().isDone(),
            InstantSource.system());
    try {
      server.start().join();
    } catch (CompletionException e) {
      follower.close();
      throw new ServiceException(
          "the console can't listen on 127.0.0.1:"
              + port
              + ": "
              + e.getCause()
              + "; set console.port to a free port",
          e);
    }
    return new Running(server, follower);
  }

  private record Running(Server server, TopicFollower follower) implements RunningService {
    @Override
    public Map<String, String> addresses() {
      return Map.of("console", ConsoleServer.address(server));
    }

    @Override
    public CompletableFuture<Void> failure() {
      return follower.failure();
    }

    @Override
    public void close() {
      follower.close();
      server.stop().join();
    }
  }
}
