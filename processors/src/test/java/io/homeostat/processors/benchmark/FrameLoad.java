package io.homeostat.processors.benchmark;

import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import io.homeostat.processors.recorded.SampleContext;
import io.homeostat.processors.shell.LaneBytes;
import io.homeostat.schemas.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A steady load: each second one frame of every entity, then a tick in every lane. Any record can
 * be asked for by its place, so that a source needs no memory. Frames are encoded beforehand; a
 * record is a copy with its time and offset written in.
 */
public final class FrameLoad {
  private static final long BEGIN_MILLIS = 1_767_225_600_000L;
  private static final int FIRST_OFFSET = 1 << 28;
  private static final int VARIANTS = 4;
  private static final int WIDTH_OF_TIME = 6;
  private static final int WIDTH_OF_OFFSET = 5;
  private static final String DOOR = "gateway/1";

  private final int entities;
  private final int series;
  private final Lanes lanes = Lanes.LOCAL;
  private final Wire wire = new Wire();
  private final String[] names;
  private final int[] laneOf;
  private final int[] rankInLane;
  private final int[] sizeOfLane = new int[lanes.telemetry()];
  private final byte[][] frames;
  private final int[] timeAt;
  private final List<LaneBytes> documents = new ArrayList<>();

  /** A load of {@code entities · series} series. */
  public FrameLoad(int entities, int series) {
    this.entities = entities;
    this.series = series;
    this.names = new String[entities];
    this.laneOf = new int[entities];
    this.rankInLane = new int[entities];
    this.frames = new byte[entities * VARIANTS][];
    this.timeAt = new int[entities];
    SeriesNames columns =
        SeriesNames.of(
            IntStream.range(0, series)
                .mapToObj(i -> "metric." + i + "{shard=\"" + i % 7 + "\"}")
                .toList());
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < entities; i++) {
      entity(i, columns, random);
    }
    for (int lane = 0; lane < lanes.telemetry(); lane++) {
      documents(lane);
    }
  }

  private void entity(int i, SeriesNames columns, SplittableRandom random) {
    EntityId entity = EntityId.of("service", "demo", "rag", "part" + i);
    names[i] = entity.text();
    laneOf[i] = lanes.lane(Stream.METRICS, names[i]);
    rankInLane[i] = sizeOfLane[laneOf[i]]++;
    timeAt[i] = 10 + 1 + names[i].length();
    for (int variant = 0; variant < VARIANTS; variant++) {
      double[] values = random.doubles(series, 10, 20).toArray();
      frames[i * VARIANTS + variant] =
          wire.encode(
              new Origin(DOOR, laneOf[i], FIRST_OFFSET, 0),
              new MetricFrame(entity, BEGIN_MILLIS, BEGIN_MILLIS, columns, values));
    }
  }

  private void documents(int lane) {
    int offset = 0;
    for (var document : new TreeMap<>(SampleContext.documents()).entrySet()) {
      for (ContextChunk chunk : ContextChunk.split(document.getKey(), document.getValue())) {
        byte[] bytes = wire.encode(new Origin("broadcaster/1", lane, offset, 0), chunk);
        documents.add(new LaneBytes(lane, offset++, BEGIN_MILLIS, bytes));
      }
    }
  }

  public Lanes lanes() {
    return lanes;
  }

  /** How many samples {@code seconds} of it have. */
  public long samples(int seconds) {
    return (long) seconds * entities * series;
  }

  /** How many records {@code seconds} of it have. */
  public long records(int seconds) {
    return documents.size() + (long) seconds * (entities + lanes.telemetry());
  }

  /** The entity of a frame, by the frame's place; empty for a record that is no frame. */
  public String entity(long place) {
    long index = place - documents.size();
    int within = (int) (index % (entities + lanes.telemetry()));
    return index < 0 || within >= entities ? "" : names[within];
  }

  /** The record at a place. */
  public LaneBytes record(long place) {
    if (place < documents.size()) {
      return documents.get((int) place);
    }
    long index = place - documents.size();
    int each = entities + lanes.telemetry();
    long second = index / each;
    int within = (int) (index % each);
    return within < entities ? frame(second, within) : tick(second, within - entities);
  }

  private LaneBytes frame(long second, int entity) {
    int lane = laneOf[entity];
    long offset = offset(second, lane) + rankInLane[entity];
    long time = BEGIN_MILLIS + second * 1000;
    byte[] bytes = frames[entity * VARIANTS + (int) (second % VARIANTS)].clone();
    write(bytes, timeAt[entity], time);
    write(bytes, timeAt[entity] + WIDTH_OF_TIME, time);
    write(bytes, bytes.length - 1 - WIDTH_OF_OFFSET, FIRST_OFFSET + offset);
    return new LaneBytes(lane, offset, time, bytes);
  }

  private LaneBytes tick(long second, int lane) {
    long time = BEGIN_MILLIS + (second + 1) * 1000;
    TreeMap<String, Tick.Door> doors = new TreeMap<>();
    doors.put("gateway", Tick.Door.OPEN);
    byte[] bytes = wire.encode(new Origin("clock/1", lane, second, 0), new Tick(time, doors));
    return new LaneBytes(lane, offset(second, lane) + sizeOfLane[lane], time, bytes);
  }

  private long offset(long second, int lane) {
    return documents.size() / lanes.telemetry() + second * (sizeOfLane[lane] + 1L);
  }

  private static void write(byte[] bytes, int at, long value) {
    long rest = (value << 1) ^ (value >> 63);
    int i = at;
    while ((rest & ~0x7fL) != 0) {
      bytes[i++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[i] = (byte) rest;
  }
}
