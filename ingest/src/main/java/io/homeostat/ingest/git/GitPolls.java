package io.homeostat.ingest.git;

import io.homeostat.ingest.deployment.Places;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.probe.Crew;
import io.homeostat.schemas.targets.WatchedRepository;
import io.homeostat.schemas.topics.DoorPublisher;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks every repository under {@code repositories} in {@code targets.file} with a watcher. */
public final class GitPolls {
  /** The door by which repositories are asked. */
  public static final String DOOR = "git";

  private GitPolls() {}

  /**
   * Starts to ask.
   *
   * @param file {@code targets.file}, which may come later
   * @param intervalMillis the time between two looks
   * @param places what repositories are about, once the topology is known
   * @param publisher the door's way into the lanes; closed with the polls
   */
  public static Crew<WatchedRepository> start(
      Path file, long intervalMillis, Supplier<Optional<Places>> places, DoorPublisher publisher) {
    Door door = Doors.ofProcess().door(DOOR);
    return Crew.start(
        "git-poll",
        file,
        WatchedRepository::read,
        repository ->
            new GitPoll(
                repository, intervalMillis, places, publisher, door, InstantSource.system()),
        publisher);
  }
}
