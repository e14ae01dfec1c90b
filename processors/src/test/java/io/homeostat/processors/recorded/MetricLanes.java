package io.homeostat.processors.recorded;

import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.SeriesNames;
import io.homeostat.processors.shell.LaneBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Recorded lanes of {@code telemetry.metrics} from a seed: frames of entities, now and then late,
 * repeated, spiking or NaN; ticks, with a hole; documents that change; questions; bytes that are no
 * record. The same seed gives the same lanes.
 *
 * @param seed where all chance comes from
 * @param lanes how many lanes there are
 * @param entities how many entities send, over all lanes
 * @param series how many series each has
 * @param seconds how long the recording is
 * @param documents the context documents of the recording, by key; each is sent at the start
 */
public record MetricLanes(
    long seed, Lanes lanes, int entities, int series, int seconds, Map<String, String> documents) {

  /** The recording's beginning: half a minute before a full hour, when states are exported. */
  public static final long BEGIN_MILLIS = 1_767_225_600_000L - 30_000;

  private static final String GATEWAY = "gateway/1";
  private static final String CLOCK = "clock/1";

  public MetricLanes {
    documents = Map.copyOf(documents);
  }

  /** Every lane, in the order of their numbers. */
  public List<List<LaneBytes>> record() {
    Map<Integer, List<EntityId>> byLane = new HashMap<>();
    for (int i = 0; i < entities; i++) {
      EntityId entity = EntityId.of(i % 3 == 0 ? "service" : "pg-index", "demo", "rag", "part" + i);
      byLane
          .computeIfAbsent(lanes.lane(Stream.METRICS, entity.text()), lane -> new ArrayList<>())
          .add(entity);
    }
    return IntStream.range(0, lanes.telemetry())
        .mapToObj(lane -> record(lane, byLane.getOrDefault(lane, List.of())))
        .toList();
  }

  private List<LaneBytes> record(int lane, List<EntityId> own) {
    SplittableRandom random = new SplittableRandom(seed + lane);
    LaneTape tape = new LaneTape(lane, BEGIN_MILLIS);
    documents.forEach((key, text) -> document(tape, key, text));
    int hole = seconds / 2 + random.nextInt(Math.max(1, seconds / 4));
    for (int second = 0; second < seconds; second++) {
      for (EntityId entity : own) {
        tape.advance(random.nextInt(3));
        frame(tape, entity, random);
      }
      oddity(tape, own, random);
      tape.advance(BEGIN_MILLIS + (second + 1) * 1000L - tape.timeMillis());
      if (second < hole || second > hole + 8) {
        tape.fromDoor(CLOCK, tick(tape, random));
      }
    }
    return tape.records();
  }

  private void frame(LaneTape tape, EntityId entity, SplittableRandom random) {
    List<String> names = new ArrayList<>();
    double[] values = new double[series];
    int hour = entity.hashCode() & 0xff;
    for (int i = 0; i < series; i++) {
      names.add("metric." + i + "{shard=\"" + i % 7 + "\"}");
      values[i] = hour + i + random.nextDouble();
    }
    if (random.nextInt(40) == 0) {
      values[random.nextInt(series)] *= 50;
    }
    if (random.nextInt(60) == 0) {
      values[random.nextInt(series)] = Double.NaN;
    }
    long late = random.nextInt(25) == 0 ? random.nextInt(9_000) : random.nextInt(200);
    tape.fromDoor(
        GATEWAY,
        new MetricFrame(
            entity, tape.timeMillis() - late, tape.timeMillis(), SeriesNames.of(names), values));
    if (random.nextInt(50) == 0) {
      tape.repeatLast();
    }
  }

  private void oddity(LaneTape tape, List<EntityId> own, SplittableRandom random) {
    int kind = random.nextInt(40);
    if (kind == 0) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      tape.appendBytes(noise);
    } else if (kind == 1) {
      document(tape, "silences", "silence " + random.nextInt(3));
    } else if (kind == 2) {
      tape.fromDoor(CLOCK, new Tick(tape.timeMillis() + 3_600_000, new TreeMap<>()));
    } else if (kind < 8 && !own.isEmpty()) {
      EntityId entity = own.get(random.nextInt(own.size()));
      long to = tape.timeMillis() + random.nextInt(4_000);
      tape.fromDoor(
          GATEWAY,
          new ObservationRequest(
              "q" + random.nextLong(1L << 40),
              "rag",
              entity,
              "metric.0{shard=\"0\"}",
              to - 20_000,
              to));
    }
  }

  private static Tick tick(LaneTape tape, SplittableRandom random) {
    TreeMap<String, Tick.Door> doors = new TreeMap<>();
    doors.put("gateway", random.nextInt(30) == 0 ? Tick.Door.CLOSED : Tick.Door.OPEN);
    return new Tick(tape.timeMillis() - random.nextInt(20), doors);
  }

  private static void document(LaneTape tape, String key, String text) {
    String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    ContextChunk.split(key, whole).forEach(chunk -> tape.fromDoor("broadcaster/1", chunk));
  }
}
