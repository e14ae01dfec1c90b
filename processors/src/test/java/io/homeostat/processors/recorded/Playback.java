package io.homeostat.processors.recorded;

import io.homeostat.processors.shell.LaneBytes;
import io.homeostat.processors.shell.OutputBytes;
import io.homeostat.processors.shell.RecordType;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/**
 * Plays recorded lanes to a job of this process and keeps what comes out. It outlives the job, so
 * that a job killed and restored goes on where its checkpoint says, and adds to the same outputs.
 */
public final class Playback implements AutoCloseable {
  private static final Map<String, Playback> OPEN = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();
  private final List<LaneBytes> records;
  private final Queue<Emitted> outputs = new ConcurrentLinkedQueue<>();

  /** A playback of lanes whose records are mixed by the time at which the log took them. */
  public Playback(List<List<LaneBytes>> lanes) {
    this.records =
        lanes.stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingLong(LaneBytes::appendedMillis))
            .toList();
    OPEN.put(id, this);
  }

  /** How many records there are. */
  public int size() {
    return records.size();
  }

  /** What has come out so far, repetitions included. */
  public Collection<Emitted> outputs() {
    return outputs;
  }

  /** The records, each lane's in order when read by one worker. */
  public DataGeneratorSource<LaneBytes> source(RateLimiterStrategy<?> pace) {
    return new DataGeneratorSource<>(new Player(id), records.size(), pace, RecordType.LANE_BYTES);
  }

  /** Keeps what comes out. */
  public Sink<OutputBytes> sink() {
    return new Keeper(id);
  }

  @Override
  public void close() {
    OPEN.remove(id);
  }

  private static Playback find(String id) {
    Playback open = OPEN.get(id);
    if (open == null) {
      throw new IllegalStateException("the playback is closed");
    }
    return open;
  }

  private record Player(String id) implements GeneratorFunction<Long, LaneBytes> {
    @Override
    public LaneBytes map(Long index) {
      return find(id).records.get(index.intValue());
    }
  }

  private record Keeper(String id) implements Sink<OutputBytes> {
    @Override
    public SinkWriter<OutputBytes> createWriter(WriterInitContext context) {
      Queue<Emitted> outputs = find(id).outputs;
      return new SinkWriter<>() {
        @Override
        public void write(OutputBytes output, Context unused) {
          outputs.add(Emitted.of(output));
        }

        @Override
        public void flush(boolean endOfInput) {
          // Every output was kept at once.
        }

        @Override
        public void close() {
          // The outputs outlive the writer.
        }
      };
    }
  }
}
