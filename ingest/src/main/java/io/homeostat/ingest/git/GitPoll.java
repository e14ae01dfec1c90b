package io.homeostat.ingest.git;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Change;
import io.homeostat.ingest.deployment.GitPush;
import io.homeostat.ingest.deployment.Places;
import io.homeostat.ingest.deployment.Told;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.probe.Probing;
import io.homeostat.ingest.probe.Teller;
import io.homeostat.schemas.targets.WatchedRepository;
import io.homeostat.schemas.topics.DoorPublisher;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks for a branch's newest commit, round by round, and tells what is new. It keeps nothing on
 * disk: at the first look the newest commit is told, too, where it is at most an hour old, for it
 * may have been pushed while nobody looked; told twice it is the same change.
 */
final class GitPoll implements Probing {
  private static final long YOUNG_MILLIS = 3_600_000;
  private static final long MOST_PAUSE_MILLIS = 600_000;
  private static final long NOT_YET_MILLIS = 500;
  private static final int KAFKA_SECONDS = 20;

  private final WatchedRepository repository;
  private final GitRemote remote;
  private final long intervalMillis;
  private final Supplier<Optional<Places>> places;
  private final DoorPublisher publisher;
  private final Teller teller;
  private final Door door;
  private final InstantSource clock;
  private String known = "";
  private long lookedAtMillis;
  private int failures;
  private volatile boolean ended;

  /**
   * Not asked yet.
   *
   * @param intervalMillis the time between two looks while all goes well
   * @param places what repositories are about, once the topology is known
   */
  GitPoll(
      WatchedRepository repository,
      long intervalMillis,
      Supplier<Optional<Places>> places,
      DoorPublisher publisher,
      Door door,
      InstantSource clock) {
    this.repository = repository;
    this.remote = new GitRemote(repository);
    this.intervalMillis = intervalMillis;
    this.places = places;
    this.publisher = publisher;
    this.teller = new Teller("the repository " + repository.url(), publisher, door);
    this.door = door;
    this.clock = clock;
  }

  @Override
  public long round() {
    Optional<Places> about = places.get();
    if (ended || about.isEmpty()) {
      return NOT_YET_MILLIS;
    }
    try {
      look(about.get());
      teller.trouble("");
      failures = 0;
      door.heartbeat();
      return intervalMillis;
    } catch (IOException e) {
      teller.trouble(Objects.requireNonNullElse(e.getMessage(), e.toString()));
      failures = Math.min(failures + 1, Long.SIZE / 4);
      return Math.min(MOST_PAUSE_MILLIS, intervalMillis << failures);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return intervalMillis;
    }
  }

  private void look(Places about) throws IOException, InterruptedException {
    long atMillis = clock.millis();
    if (!remote.newest().equals(known)) {
      GitRemote.Commit commit = remote.commit();
      boolean first = known.isEmpty();
      if (!first || atMillis - commit.committedMillis() <= YOUNG_MILLIS) {
        tell(push(commit), about);
      }
      known = commit.revision();
    }
    lookedAtMillis = atMillis;
  }

  private GitPush push(GitRemote.Commit commit) {
    return new GitPush(
        repository.url(),
        repository.branch(),
        repository.entity(),
        commit.revision(),
        known,
        commit.author(),
        commit.message(),
        commit.committedMillis(),
        lookedAtMillis);
  }

  /** Returns once Kafka has it: else the next look finds it new again. */
  private void tell(GitPush push, Places about) throws IOException, InterruptedException {
    Told told = push.told(clock.millis(), about);
    if (!(told instanceof Told.Changed changed)) {
      throw new IOException(
          told instanceof Told.Malformed wrong
              ? wrong.reason() + ": " + wrong.remedy()
              : "what is new is no change: " + told);
    }
    Change change = changed.change();
    try {
      var unused =
          publisher
              .publish(Stream.SIGNALS, change.system(), change)
              .get(KAFKA_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("what is new did not reach Kafka: " + e, e);
    }
  }

  @Override
  public void end() {
    ended = true;
  }
}
