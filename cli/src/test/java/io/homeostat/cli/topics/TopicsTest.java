package io.homeostat.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.CommandException;
import io.homeostat.cli.broker.BrokerProcess;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.EntityId;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.wire.RecordType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tail and the stop switch on a real broker. */
@Timeout(60)
class TopicsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final EntityId INDEX = EntityId.parse("pg-index:demo/rag/public.x");
  private static final EntityId TABLE = EntityId.parse("pg-table:demo/rag/public.t");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-20T11:00:00Z"));

  @TempDir private static Path root = Path.of("");
  private static Optional<BrokerProcess> broker = Optional.empty();

  @BeforeAll
  static void startTheBroker() throws Exception {
    broker = Optional.of(BrokerProcess.start(root));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaSettings.producer(bootstrap(), "test"))) {
      DoorPublisher door = new DoorPublisher(producer, Lanes.LOCAL, "test/1");
      for (int i = 0; i < 6; i++) {
        door.publish(Stream.SIGNALS, i % 2, "rag", change(i)).get(20, TimeUnit.SECONDS);
      }
      byte[] noise = "\u001b[31mnoise".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>("outcomes", null, noise)).get(20, TimeUnit.SECONDS);
    }
  }

  @AfterAll
  static void endTheBroker() throws Exception {
    broker.orElseThrow().kill();
  }

  @Test
  void everyRecordIsALineWithItsPlaceAndContent() throws Exception {
    List<String> lines = read(Stream.SIGNALS, "earliest", Optional.empty(), 100);

    assertThat(lines).hasSize(6);
    JsonNode first = JSON.readTree(lines.get(0));
    assertThat(first.path("topic").asText()).isEqualTo("signals");
    assertThat(first.path("type").asText()).isEqualTo("Change");
    assertThat(first.path("key").asText()).isEqualTo("rag");
    assertThat(first.path("origin").path("source").asText()).isEqualTo("test/1");
    assertThat(first.path("origin").path("offset").isIntegralNumber()).isTrue();
    assertThat(first.path("fact").path("entity").asText()).isIn(INDEX.text(), TABLE.text());
    assertThat(lines)
        .noneMatch(line -> line.contains("\u009b"))
        .anyMatch(line -> line.contains("\\u009b2J"));
  }

  @Test
  void onlyTheEntitysRecordsAndNoMoreThanWanted() {
    assertThat(read(Stream.SIGNALS, "earliest", Optional.of(INDEX), 100)).hasSize(2);
    assertThat(read(Stream.SIGNALS, "earliest", Optional.empty(), 4)).hasSize(4);
    assertThat(read(Stream.SIGNALS, "2", Optional.empty(), 100)).hasSize(2);
    assertThat(read(Stream.SIGNALS, "latest", Optional.empty(), 100)).isEmpty();
    assertThat(read(Stream.SIGNALS, "2999-01-01T00:00:00Z", Optional.empty(), 100)).isEmpty();
    assertThat(read(Stream.SIGNALS, "1999-01-01T00:00:00Z", Optional.empty(), 100)).hasSize(6);
  }

  @Test
  void whatOnlyKeepsTheLanesGoingIsLeftOutUnlessAskedFor() {
    RecordLine tick = new RecordLine("Tick", "{}");
    RecordLine signal = new RecordLine("Signal", "{}");
    RecordFilter usual = new RecordFilter(Optional.empty(), RecordFilter.HOUSEKEEPING, 2);
    RecordFilter all = new RecordFilter(Optional.empty(), Set.of(), 2);

    assertThat(usual.takes(tick)).isFalse();
    assertThat(usual.takes(signal)).isTrue();
    assertThat(all.takes(tick)).isTrue();
    assertThat(RecordFilter.HOUSEKEEPING)
        .isSubsetOf(RecordType.all().stream().map(RecordType::name).toList());
  }

  @Test
  void aRecordThatCannotBeReadIsALineWithTheReason() throws Exception {
    List<String> lines = read(Stream.OUTCOMES, "earliest", Optional.empty(), 100);
    assertThat(lines).hasSize(1);
    assertThat(JSON.readTree(lines.get(0)).path("error").asText()).contains("C3 01");
  }

  @Test
  void theSwitchIsReadBackAsItWasSetLast() {
    StopSwitch control = new StopSwitch(bootstrap());
    assertThat(control.read()).isEmpty();
    Control stop = new Control(true, "ada", "migration", 17);
    Control start = new Control(false, "ada", "", 18);

    control.set(stop);
    assertThat(control.read()).contains(stop);
    control.set(start);
    assertThat(control.read()).contains(start);
  }

  @Test
  void aBrokerThatDoesNotAnswerIsToldWithTheRemedy() {
    assertThatThrownBy(() -> new StopSwitch("127.0.0.1:1").set(new Control(true, "a", "", 1)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is `homeostat up` running?");
  }

  @Test
  void aPlaceInATopicIsReadAsPeopleWriteIt() {
    assertThat(StartPoint.parse("-5m", CLOCK))
        .isEqualTo(new StartPoint.AtTime(Instant.parse("2026-11-20T10:55:00Z")));
    assertThat(StartPoint.parse("17", CLOCK)).isEqualTo(new StartPoint.AtOffset(17));
    assertThatThrownBy(() -> StartPoint.parse("yesterday", CLOCK))
        .hasMessageContaining("'yesterday' is no place in a topic")
        .hasMessageContaining("-5m");
  }

  private static List<String> read(
      Stream stream, String from, Optional<EntityId> entity, long limit) {
    List<String> lines = new ArrayList<>();
    RecordFilter filter = new RecordFilter(entity, RecordFilter.HOUSEKEEPING, limit);
    new TopicTail(stream, StartPoint.parse(from, CLOCK), TopicTail.End.AT_END)
        .read(
            bootstrap(),
            line -> {
              if (filter.takes(line)) {
                lines.add(line.text());
              }
              return !filter.isDone();
            });
    return lines;
  }

  private static Change change(int i) {
    EntityId entity = i % 3 == 0 ? INDEX : TABLE;
    return new Change(
        "id" + i, "data", entity, "rag", Change.State.FINISHED, i, i, "ada", "\u009b2J");
  }

  private static String bootstrap() {
    return broker.orElseThrow().bootstrap();
  }
}
