package io.homeostat.actuators.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.govern.GovernorFold;
import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.LaneDriver;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.StateForm;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GovernorShellTest {
  private static final Lanes LANES = new Lanes(4, 1);
  private static final long BEGIN = 1_750_000_000_000L;
  private static final List<Stream> OUTPUTS =
      List.of(Stream.DECISIONS, Stream.COMMANDS, Stream.SIGNALS, Stream.AUDIT);

  private final Path folder;
  private final Wire wire = new Wire();
  private final SplittableRandom random = new SplittableRandom(7);
  private final PlainRunner plain = new PlainRunner(new GovernorFold(), LANES, 0);
  private final List<LaneRecord> lane = new ArrayList<>();
  private final List<Output> expected = new ArrayList<>();
  private final Deque<Command> granted = new ArrayDeque<>();
  private long now = BEGIN;

  GovernorShellTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theGovernorDecidesInStreamsAsInThePlainRunnerWithTheSameStateAndAudit() throws Exception {
    ContextChunk.split(ContextDocument.RULES, Proposals.RULES).forEach(this::append);
    for (int i = 0; i < 600; i++) {
      step(i);
    }
    try (TopologyTestDriver streams =
        new TopologyTestDriver(
            StreamsShell.build(GovernorFold::new, LANES),
            new StreamsSettings("nowhere:1", "governor", "0", folder).toKafka())) {
      lane.forEach(record -> pipe(streams, record));

      for (Stream stream : OUTPUTS) {
        List<String> wanted =
            expected.stream()
                .filter(output -> output.stream() == stream)
                .map(output -> PutOut.content(output.origin(), output.fact()))
                .toList();
        assertThat(read(streams, stream)).as(stream.topic()).isEqualTo(wanted).isNotEmpty();
      }
      GovernorFold fold = new GovernorFold();
      assertThat(
              StateForm.write(
                  fold,
                  new LaneDriver(fold, LANES).tables(),
                  0,
                  plain.offset(),
                  new StoreCells(streams.getKeyValueStore(StreamsShell.STORE))))
          .isEqualTo(plain.export());
    }
  }

  private void step(int number) {
    now += 250;
    append(new Tick(now, Collections.unmodifiableSortedMap(new TreeMap<>())));
    int what = random.nextInt(10);
    if (what < 3) {
      String system = random.nextInt(4) == 0 ? "shown" : "rag";
      EntityId target = EntityId.of("fake", "test", "t" + random.nextInt(4));
      append(Proposals.of(system, "incident-" + number, target, now));
    } else if (what < 6 && !granted.isEmpty()) {
      carryOut(granted.remove());
    } else if (what == 6 && random.nextInt(8) == 0) {
      append(new Control(random.nextBoolean(), "ann", "a test", now));
    }
  }

  private void carryOut(Command command) {
    append(
        new Intent(
            command.id(),
            command.proposalId(),
            command.incidentId(),
            command.system(),
            command.target(),
            command.fence(),
            "actuator/0",
            now));
    append(
        new Outcome(
            command.id(),
            command.proposalId(),
            command.incidentId(),
            command.system(),
            command.target(),
            command.action(),
            random.nextBoolean() ? Outcome.Result.FAILED : Outcome.Result.REFUSED,
            "so it went",
            Collections.emptySortedMap(),
            now,
            now));
  }

  private void append(Fact fact) {
    LaneRecord record =
        new LaneRecord(lane.size(), now, new Origin("test", 0, lane.size(), 0), fact);
    lane.add(record);
    for (Output output : plain.apply(record)) {
      expected.add(output);
      if (output.fact() instanceof Command command) {
        granted.add(command);
      }
    }
  }

  private void pipe(TopologyTestDriver streams, LaneRecord record) {
    streams
        .createInputTopic(
            Stream.GOVERNANCE.topic(), new ByteArraySerializer(), new ByteArraySerializer())
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
}
