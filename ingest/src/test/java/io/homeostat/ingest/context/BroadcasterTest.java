package io.homeostat.ingest.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Control;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.schemas.topics.DoorPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BroadcasterTest {
  private static final List<Stream> INBOXES =
      List.of(
          Stream.METRICS,
          Stream.LOGS,
          Stream.CHANGES,
          Stream.EMBEDDINGS,
          Stream.SIGNALS,
          Stream.GOVERNANCE);
  private static final String RULES =
      """
      detectors:
        - name: high
          series: load
          above: 5
          kind: overload
          severity: warning
          explain: "%s"
      """;

  private static final String TOPOLOGY =
      """
      systems:
        - name: rag
          criticality: 0.5
          owner: someone
          scopes: [demo/rag]
      """;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final TestBroker broker = TestBroker.shared();
  private ContextFiles files;

  @BeforeEach
  void emptyBroker(@TempDir Path folder) throws IOException {
    broker.empty();
    files =
        new ContextFiles(
            Files.createDirectory(folder.resolve("rules")),
            folder.resolve("topology.yaml"),
            Optional.of(folder.resolve("discovered")));
    Files.writeString(files.topology(), TOPOLOGY);
    writeRules("first");
  }

  @Test
  void everyLaneOfEveryInboxGetsEachDocumentOnce() {
    try (RunningBroadcaster broadcaster = start(Optional.of(ContextWatch.OBSERVE))) {
      for (Stream inbox : INBOXES) {
        try (LaneReader reader = LaneReader.fromBeginning(broker, inbox)) {
          int lanes = broker.inbox().lanes().of(inbox);
          reader.await(read -> chunks(read).size() >= 3 * lanes);
          for (int lane = 0; lane < lanes; lane++) {
            assertThat(chunksOf(reader.lane(lane)))
                .extracting(ContextChunk::key)
                .containsExactly("mode", "topology", "rules");
          }
        }
      }
      assertThat(broadcaster.addresses()).isEmpty();
    }
  }

  @Test
  void aChangedFileReachesTheLanesAndABrokenOneDoesNot() throws IOException {
    try (RunningBroadcaster broadcaster = start(Optional.empty());
        LaneReader reader = LaneReader.fromBeginning(broker, Stream.GOVERNANCE)) {
      reader.await(read -> rules(read).size() == 1);
      Files.writeString(files.rules().resolve("bad.yaml"), "detectors: [");
      awaitRejection(broadcaster);
      Files.delete(files.rules().resolve("bad.yaml"));
      writeRules("second");
      reader.await(read -> rules(read).size() == 2);
      assertThat(rules(reader).get(1).text()).contains("second");
    }
  }

  @Test
  void aLongDocumentComesInPiecesAndLeavesNoneBehindWhenItShrinks() throws IOException {
    writeRules("long " + "x".repeat(200_000));
    try (RunningBroadcaster broadcaster = start(Optional.empty());
        LaneReader reader = LaneReader.fromBeginning(broker, Stream.SIGNALS)) {
      reader.await(read -> chunksOf(read.lane(0)).size() == 5);
      List<LaneRecord> pieces = reader.lane(0).stream().filter(BroadcasterTest::ofRules).toList();
      long last = pieces.get(0).origin().offset();
      assertThat(pieces)
          .extracting(LaneRecord::origin)
          .containsExactly(origin(last, 0), origin(last, 1), origin(last, 2), origin(last, 3));
      writeRules("short");
      reader.await(read -> chunksOf(read.lane(0)).size() == 6);
      assertThat(broadcaster.failure()).isNotDone();
    }
    try (ContextWriter writer = ContextWriter.open(broker.inbox(), "test")) {
      assertThat(writer.put("rules", rulesText("short"))).isFalse();
    }
  }

  @Test
  void afterAnInterruptionItGoesOnWhereItWas() throws IOException {
    start(Optional.empty()).close();
    try (RunningBroadcaster broadcaster = start(Optional.empty());
        LaneReader reader = LaneReader.fromBeginning(broker, Stream.CHANGES)) {
      reader.await(read -> chunksOf(read.lane(2)).size() == 2);
      assertThat(broadcaster.failure()).isNotDone();
    }
    try (ContextWriter writer = ContextWriter.open(broker.inbox(), "test")) {
      writer.put("silences", "written while the broadcaster was away");
    }
    try (RunningBroadcaster broadcaster = start(Optional.of(ContextWatch.OBSERVE));
        LaneReader reader = LaneReader.fromBeginning(broker, Stream.CHANGES)) {
      reader.await(read -> chunksOf(read.lane(2)).size() == 4);
      assertThat(chunksOf(reader.lane(2)))
          .extracting(ContextChunk::key)
          .containsExactly("topology", "rules", "silences", "mode");
      assertThat(broadcaster.failure()).isNotDone();
    }
  }

  @Test
  void eachHourEverythingIsCopiedAgainUnderTheOriginsThatItHad() {
    try (RunningBroadcaster broadcaster = start(Optional.empty());
        LaneReader reader = LaneReader.fromBeginning(broker, Stream.GOVERNANCE)) {
      publish(new Control(true, "someone", "a test", 1));
      reader.await(read -> read.all().size() == 3);
      List<LaneRecord> first = List.copyOf(reader.all());
      now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
      reader.await(read -> read.all().size() == 6);
      assertThat(reader.all().subList(3, 6))
          .extracting(LaneRecord::origin)
          .containsExactlyInAnyOrderElementsOf(first.stream().map(LaneRecord::origin).toList());
      assertThat(broadcaster.failure()).isNotDone();
    }
  }

  @Test
  void theStopSwitchReachesTheGovernorInItsOrder() {
    Control stop = new Control(true, "someone", "a test", 1);
    Control go = new Control(false, "someone", "over", 2);
    try (RunningBroadcaster broadcaster = start(Optional.empty());
        LaneReader reader = LaneReader.fromBeginning(broker, Stream.GOVERNANCE)) {
      publish(stop);
      publish(go);
      reader.await(read -> controls(read).size() == 2);
      assertThat(controls(reader)).extracting(LaneRecord::fact).containsExactly(stop, go);
      assertThat(controls(reader))
          .extracting(LaneRecord::origin)
          .containsExactly(new Origin("controls", 0, 0, 0), new Origin("controls", 0, 1, 0));
      assertThat(broadcaster.failure()).isNotDone();
    }
  }

  @Test
  void theModeGoesWhenObservingEnds() {
    start(Optional.of(ContextWatch.OBSERVE)).close();
    try (LaneReader reader = LaneReader.fromBeginning(broker, Stream.GOVERNANCE)) {
      try (RunningBroadcaster observing = start(Optional.of(ContextWatch.OBSERVE))) {
        reader.await(read -> chunks(read).contains(ContextChunk.split("mode", "observe").get(0)));
        assertThat(observing.failure()).isNotDone();
      }
      try (RunningBroadcaster acting = start(Optional.empty())) {
        reader.await(read -> chunks(read).contains(ContextChunk.gone("mode")));
        assertThat(acting.failure()).isNotDone();
      }
    }
  }

  private RunningBroadcaster start(Optional<String> mode) {
    InstantSource time = now::get;
    return RunningBroadcaster.start(broker.inbox(), files, mode, time);
  }

  private void publish(Control control) {
    try (DoorPublisher door = broker.inbox().publisher("test", Map.of())) {
      door.publish(Stream.CONTROLS, "stop", control).join();
    }
  }

  private void awaitRejection(RunningBroadcaster broadcaster) {
    Instant deadline = Instant.now().plusSeconds(20);
    while (broadcaster.rejected() == 0) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  private void writeRules(String text) throws IOException {
    Files.writeString(files.rules().resolve("rules.yaml"), RULES.formatted(text));
  }

  private static String rulesText(String text) {
    return "--- # file: rules.yaml\n" + RULES.formatted(text);
  }

  private static Origin origin(long offset, int index) {
    return new Origin("broadcaster", 0, offset, index);
  }

  private static boolean ofRules(LaneRecord record) {
    return record.fact() instanceof ContextChunk chunk && chunk.key().equals("rules");
  }

  private static List<ContextChunk> rules(LaneReader reader) {
    return chunks(reader).stream().filter(chunk -> chunk.key().equals("rules")).toList();
  }

  private static List<ContextChunk> chunks(LaneReader reader) {
    return chunksOf(reader.all());
  }

  private static List<ContextChunk> chunksOf(List<LaneRecord> records) {
    return records.stream()
        .map(LaneRecord::fact)
        .filter(ContextChunk.class::isInstance)
        .map(ContextChunk.class::cast)
        .toList();
  }

  private static List<LaneRecord> controls(LaneReader reader) {
    return reader.all().stream().filter(record -> record.fact() instanceof Control).toList();
  }
}
