package io.homeostat.ingest.redis;

import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.probe.Crew;
import io.homeostat.ingest.probe.Teller;
import io.homeostat.schemas.targets.RedisTarget;
import io.homeostat.schemas.topics.DoorPublisher;
import java.nio.file.Path;
import java.time.InstantSource;

/** Probes every server under {@code redis} in {@code targets.file}. */
public final class RedisProbes {
  /** The door by which Redis is read. */
  public static final String DOOR = "redis";

  private RedisProbes() {}

  /**
   * Starts to probe.
   *
   * @param file {@code targets.file}, which may come later
   * @param intervalMillis the time between two rounds
   * @param publisher the door's way into the lanes; closed with the probes
   */
  public static Crew<RedisTarget> start(Path file, long intervalMillis, DoorPublisher publisher) {
    Door door = Doors.ofProcess().door(DOOR);
    return Crew.start(
        "redis-probe",
        file,
        RedisTarget::read,
        target ->
            new RedisProbe(
                target,
                intervalMillis,
                new Teller("redis " + target.name(), publisher, door),
                InstantSource.system()),
        publisher);
  }
}
