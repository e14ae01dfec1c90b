package io.homeostat.ingest.milvus;

import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.probe.Crew;
import io.homeostat.ingest.probe.Teller;
import io.homeostat.schemas.targets.MilvusTarget;
import io.homeostat.schemas.topics.DoorPublisher;
import java.nio.file.Path;
import java.time.InstantSource;

/** Probes every database under {@code milvus} in {@code targets.file}. */
public final class MilvusProbes {
  /** The door by which Milvus is read. */
  public static final String DOOR = "milvus";

  private MilvusProbes() {}

  /**
   * Starts to probe.
   *
   * @param file {@code targets.file}, which may come later
   * @param intervalMillis the time between two rounds
   * @param publisher the door's way into the lanes; closed with the probes
   */
  public static Crew<MilvusTarget> start(Path file, long intervalMillis, DoorPublisher publisher) {
    Door door = Doors.ofProcess().door(DOOR);
    return Crew.start(
        "milvus-probe",
        file,
        MilvusTarget::read,
        target ->
            new MilvusProbe(
                target,
                intervalMillis,
                new Teller("milvus " + target.name(), publisher, door),
                InstantSource.system()),
        publisher);
  }
}
