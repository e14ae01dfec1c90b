package io.homeostat.actuators.governor;

import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Runs any fold over its inbox in Kafka Streams: one task for each lane, its state in memory with a
 * changelog, each output in the partition that the fold chose.
 */
public final class StreamsShell {
  /** The name of the source. */
  public static final String SOURCE = "inbox";

  /** The name of the processor that folds. */
  public static final String PROCESSOR = "fold";

  /** The name of the store that holds the lane's state. */
  public static final String STORE = "state";

  private static final String CHANGELOG_SEGMENT_BYTES = Integer.toString(8 * 1024 * 1024);

  private StreamsShell() {}

  /**
   * The topology: the fold's inbox, the fold, and a sink for each stream that may be written to.
   *
   * @param folds a fresh fold for each task
   */
  public static Topology build(Supplier<? extends Fold> folds, Lanes lanes) {
    Topology topology = new Topology();
    topology.addSource(
        AutoOffsetReset.earliest(),
        SOURCE,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        folds.get().input().topic());
    topology.addProcessor(PROCESSOR, () -> new FoldProcessor(folds.get(), lanes), SOURCE);
    topology.addStateStore(store(), PROCESSOR);
    for (Stream stream : Stream.values()) {
      topology.addSink(
          sink(stream),
          stream.topic(),
          new ByteArraySerializer(),
          (String topic, Routed routed) -> routed.bytes(),
          (String topic, byte[] key, Routed routed, int partitions) ->
              Optional.of(Set.of(routed.lane())),
          PROCESSOR);
    }
    return topology;
  }

  /** The name of the sink that writes to a stream. */
  static String sink(Stream stream) {
    return "to-" + stream.topic();
  }

  /** Small segments, cleaned early: a restart reads little more than the state itself. */
  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingEnabled(
            Map.of(
                TopicConfig.SEGMENT_BYTES_CONFIG,
                CHANGELOG_SEGMENT_BYTES,
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                "0.2",
                TopicConfig.DELETE_RETENTION_MS_CONFIG,
                "60000"));
  }
}
