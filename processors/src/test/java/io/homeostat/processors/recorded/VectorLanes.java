package io.homeostat.processors.recorded;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.core.model.EmbeddingVector.Role;
import io.homeostat.core.model.EntityId;
import io.homeostat.processors.shell.LaneBytes;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Recorded lanes of {@code embeddings} from a seed: vectors of collections, now and then of another
 * model, repeated, zero, NaN or of another dimension; ticks; bytes that are no record.
 *
 * @param seed where all chance comes from
 * @param lanes how many lanes there are
 * @param collections how many collections there are, over all lanes
 * @param seconds how long the recording is
 */
public record VectorLanes(long seed, Lanes lanes, int collections, int seconds) {
  private static final int DIMENSION = 3;

  /** Every lane, in the order of their numbers. */
  public List<List<LaneBytes>> record() {
    return IntStream.range(0, lanes.of(Stream.EMBEDDINGS)).mapToObj(this::record).toList();
  }

  private List<LaneBytes> record(int lane) {
    SplittableRandom random = new SplittableRandom(seed + lane);
    LaneTape tape = new LaneTape(lane, MetricLanes.BEGIN_MILLIS);
    List<EntityId> own =
        IntStream.range(0, collections)
            .mapToObj(i -> EntityId.of("collection", "demo", "rag", "part" + i))
            .filter(entity -> lanes.lane(Stream.EMBEDDINGS, entity.text()) == lane)
            .toList();
    for (int second = 0; second < seconds; second++) {
      TreeMap<String, Tick.Door> doors = new TreeMap<>();
      doors.put("gateway", Tick.Door.OPEN);
      tape.fromDoor("clock/1", new Tick(tape.timeMillis(), doors));
      for (EntityId collection : own) {
        tape.fromDoor("gateway/1", vector(collection, tape.timeMillis(), random));
        if (random.nextInt(30) == 0) {
          tape.repeatLast();
        }
      }
      if (random.nextInt(40) == 0) {
        tape.appendBytes(new byte[] {1, 2, 3});
      }
      tape.advance(MetricLanes.BEGIN_MILLIS + (second + 1) * 1000L - tape.timeMillis());
    }
    return tape.records();
  }

  private static EmbeddingVector vector(
      EntityId collection, long timeMillis, SplittableRandom random) {
    float[] values = new float[random.nextInt(50) == 0 ? DIMENSION + 1 : DIMENSION];
    boolean zero = random.nextInt(50) == 0;
    for (int k = 0; k < values.length && !zero; k++) {
      values[k] = (float) random.nextDouble();
    }
    if (random.nextInt(50) == 0) {
      values[0] = Float.NaN;
    }
    return EmbeddingVector.of(
        collection,
        random.nextInt(10) == 0 ? "embedder/v4" : "embedder/v3",
        random.nextInt(4) == 0 ? Role.QUERY : Role.DOCUMENT,
        "v" + random.nextInt(1_000_000),
        timeMillis,
        timeMillis,
        values);
  }
}
