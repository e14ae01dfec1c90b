package io.homeostat.actuators.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneDriver;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.StateForm;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsShellTest {
  private static final Lanes LANES = new Lanes(4, 1);
  private static final long BEFORE_THE_HOUR = 1_749_999_599_000L / 3_600_000 * 3_600_000 - 10_000;

  private final Wire wire = new Wire();
  private final Path folder;

  StreamsShellTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theSameLaneGivesTheSameOutputsAndTheSameStateAsThePlainRunner() throws Exception {
    List<LaneRecord> lane = SampleLane.recorded(SampleLane.steps(0, BEFORE_THE_HOUR, 400, 250));
    PlainRunner plain = new PlainRunner(new SampleFold(Stream.GOVERNANCE), LANES, 0);
    Map<Stream, List<String>> expected = byStream(plain.run(lane));

    try (TopologyTestDriver streams = driver()) {
      lane.forEach(record -> pipe(streams, record));

      for (Stream stream : Stream.values()) {
        assertThat(read(streams, stream)).as(stream.topic()).isEqualTo(expected.get(stream));
      }
      assertThat(state(streams, lane.size() - 1)).isEqualTo(plain.export());
    }
    assertThat(expected.get(Stream.STATES)).as("an hour has passed").isNotEmpty();
    assertThat(expected.get(Stream.DEAD_LETTERS)).as("some could not be taken in").isNotEmpty();
    assertThat(expected.get(Stream.OUTCOMES)).hasSizeGreaterThan(100);
  }

  @Test
  void whatCannotBeReadGoesToTheDeadLettersAndTheNextIsTakenIn() throws Exception {
    List<LaneRecord> lane = SampleLane.recorded(SampleLane.steps(0, BEFORE_THE_HOUR, 40, 250));
    try (TopologyTestDriver streams = driver()) {
      inbox(streams).pipeInput(null, new byte[] {1, 2, 3}, Instant.ofEpochMilli(BEFORE_THE_HOUR));
      inbox(streams).pipeInput(null, null, Instant.ofEpochMilli(BEFORE_THE_HOUR));
      lane.forEach(record -> pipe(streams, record));

      assertThat(read(streams, Stream.DEAD_LETTERS))
          .startsWith(
              PutOut.content(
                  new Origin("sample@governance", 0, 0, 0),
                  new DeadLetter(
                      "governance",
                      0,
                      0,
                      "no Avro single-object encoding: it must begin with C3 01 and a fingerprint",
                      new byte[] {1, 2, 3})),
              PutOut.content(
                  new Origin("sample@governance", 0, 1, 0),
                  new DeadLetter("governance", 0, 1, "it has no value", new byte[0])));
      assertThat(read(streams, Stream.COMMANDS)).isNotEmpty();
    }
  }

  @Test
  void everyPartOfTheTopologyHasAName() {
    TopologyDescription description =
        StreamsShell.build(() -> new SampleFold(Stream.GOVERNANCE), LANES).describe();
    assertThat(description.subtopologies()).hasSize(1);
    assertThat(description.subtopologies().iterator().next().nodes())
        .extracting(TopologyDescription.Node::name)
        .contains(StreamsShell.SOURCE, StreamsShell.PROCESSOR, "to-commands", "to-dead-letters");
  }

  private TopologyTestDriver driver() {
    return new TopologyTestDriver(
        StreamsShell.build(() -> new SampleFold(Stream.GOVERNANCE), LANES),
        new StreamsSettings("nowhere:1", "sample", "0", folder).toKafka());
  }

  private static TestInputTopic<byte[], byte[]> inbox(TopologyTestDriver streams) {
    return streams.createInputTopic(
        Stream.GOVERNANCE.topic(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void pipe(TopologyTestDriver streams, LaneRecord record) {
    inbox(streams)
        .pipeInput(
            null,
            wire.encode(record.origin(), record.fact()),
            Instant.ofEpochMilli(record.appendedMillis()));
  }

  private List<String> read(TopologyTestDriver streams, Stream stream) throws WireException {
    List<String> lines = new ArrayList<>();
    for (byte[] value :
        streams
            .createOutputTopic(
                stream.topic(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .readValuesToList()) {
      Message message = wire.decode(value);
      lines.add(PutOut.content(message.origin(), message.fact()));
    }
    return lines;
  }

  private static byte[] state(TopologyTestDriver streams, long offset) {
    Fold fold = new SampleFold(Stream.GOVERNANCE);
    KeyValueStore<Bytes, byte[]> store = streams.getKeyValueStore(StreamsShell.STORE);
    return StateForm.write(
        fold, new LaneDriver(fold, LANES).tables(), 0, offset, new StoreCells(store));
  }

  private static Map<Stream, List<String>> byStream(List<Output> outputs) {
    Map<Stream, List<String>> lines = new EnumMap<>(Stream.class);
    for (Stream stream : Stream.values()) {
      lines.put(
          stream,
          outputs.stream()
              .filter(output -> output.stream() == stream)
              .map(output -> PutOut.content(output.origin(), output.fact()))
              .toList());
    }
    return lines;
  }
}
