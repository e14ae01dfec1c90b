package io.homeostat.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.mapping.EntityMapping;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsTest {
  private static final long NOW = Instant.parse("2026-11-20T10:05:00Z").toEpochMilli();
  private static final String STRUCTURED =
      """
      {"specversion": "1.0", "id": "7", "source": "/backup", "type": "com.example.backup.failed",
       "subject": "postgres:prod/rag", "time": "2026-11-20T10:04:00Z", "severity": "critical",
       "homeostatkind": "backup-failure", "retries": 3, "datacontenttype": "application/json",
       "data": {"message": "No backup since yesterday", "region": "eu", "deep": {"a": 1}}}
      """;

  @Test
  void anEventIsASignalOfTheEntityThatItsSubjectNames() throws Exception {
    Signal signal = signal(CloudEvents.structured(bytes(STRUCTURED)));
    assertThat(signal.entity().text()).isEqualTo("postgres:prod/rag");
    assertThat(signal.rule()).isEqualTo("com.example.backup.failed");
    assertThat(signal.kind()).isEqualTo("backup-failure");
    assertThat(signal.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(signal.state()).isEqualTo(Signal.State.FIRING);
    assertThat(signal.explanation()).isEqualTo("No backup since yesterday");
    assertThat(signal.beganMillis())
        .isEqualTo(Instant.parse("2026-11-20T10:04:00Z").toEpochMilli());
  }

  @Test
  void theSameEventInItsThreeModesIsTheSame() throws Exception {
    CloudEvent structured = CloudEvents.structured(bytes(STRUCTURED));
    CloudEvent batched = CloudEvents.batch(bytes("[" + STRUCTURED + "]"), new Rejections()).get(0);
    CloudEvent binary =
        CloudEvents.binary(
            Map.of(
                "specversion", "1.0",
                "id", "7",
                "source", "/backup",
                "type", "com.example.backup.failed",
                "subject", "postgres:prod%2Frag",
                "time", "2026-11-20T10:04:00Z",
                "severity", "critical",
                "homeostatkind", "backup-failure",
                "retries", "3"),
            "application/json; charset=utf-8",
            bytes("{\"message\": \"No backup since yesterday\", \"region\": \"eu\"}"));
    assertThat(batched).isEqualTo(structured);
    assertThat(binary.attributes())
        .containsAllEntriesOf(
            Map.of(
                "subject",
                "postgres:prod/rag",
                "retries",
                "3",
                "type",
                structured.attribute("type")));
    assertThat(signal(binary)).isEqualTo(signal(structured));
  }

  @Test
  void dataMayComeAsBase64() throws Exception {
    CloudEvent event =
        CloudEvents.structured(
            bytes(
                "{\"specversion\": \"1.0\", \"id\": \"7\", \"source\": \"s\", \"type\": \"t\","
                    + " \"data_base64\": \"eyJtZXNzYWdlIjogImhpIn0=\"}"));
    assertThat(signal(event).explanation()).isEqualTo("hi");
  }

  @Test
  void eventsOfOneSourceTypeAndSubjectAreOneSignalThatEndsWhenTheySay() throws Exception {
    Signal fires = signal(CloudEvents.structured(bytes(STRUCTURED)));
    String later = STRUCTURED.replace("\"7\"", "\"8\"").replace("\"region\"", "\"status\"");
    Signal ends = signal(CloudEvents.structured(bytes(later.replace("\"eu\"", "\"Resolved\""))));
    assertThat(ends.id()).isEqualTo(fires.id());
    assertThat(ends.state()).isEqualTo(Signal.State.RESOLVED);
    Signal other = signal(CloudEvents.structured(bytes(STRUCTURED.replace("prod/rag", "prod/x"))));
    assertThat(other.id()).isNotEqualTo(fires.id());
  }

  @Test
  void aKeySaysOfWhichSignalEventsOfSeveralTypesAre() throws Exception {
    String keyed = STRUCTURED.replace("\"retries\": 3", "\"homeostatkey\": \"backup\"");
    Signal one = signal(CloudEvents.structured(bytes(keyed)));
    Signal two = signal(CloudEvents.structured(bytes(keyed.replace("failed", "done"))));
    assertThat(two.id()).isEqualTo(one.id());
  }

  @Test
  void anEventWithoutAnEntityIsItsSources() throws Exception {
    Signal signal =
        signal(CloudEvents.structured(bytes(STRUCTURED.replace("postgres:prod/rag", "nightly"))));
    assertThat(signal.entity().text()).isEqualTo("service:events/%2Fbackup");
  }

  @Test
  void theGoodPartOfABatchIsRead() throws Exception {
    Rejections rejections = new Rejections();
    List<CloudEvent> events =
        CloudEvents.batch(bytes("[1, " + STRUCTURED + ", {\"id\": \"1\"}]"), rejections);
    assertThat(events).hasSize(1);
    assertThat(rejections.counts()).containsEntry(Reason.FORM, 2L);
  }

  @Test
  void aTimeThatIsFarOrNoneIsRejected() throws Exception {
    Rejections rejections = new Rejections();
    for (String time : new String[] {"2026-11-20T10:11:00Z", "2026-11-18T10:11:00Z", "noon"}) {
      CloudEvent event =
          CloudEvents.structured(bytes(STRUCTURED.replace("2026-11-20T10:04:00Z", time)));
      assertThat(CloudEventAlerts.of(event, NOW, rejections)).isEmpty();
    }
    assertThat(rejections.counts())
        .containsEntry(Reason.TIME_FAR, 2L)
        .containsEntry(Reason.TIME_MISSING, 1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "3",
        "[]",
        "{}",
        "{\"specversion\": \"0.3\", \"id\": \"7\", \"source\": \"s\", \"type\": \"t\"}",
        "{\"specversion\": \"1.0\", \"id\": \"\", \"source\": \"s\", \"type\": \"t\"}",
        "{\"specversion\": \"1.0\", \"id\": \"7\", \"source\": \"s\"}",
        "{\"specversion\": \"1.0\", \"id\": \"7\", \"source\": \"s\", \"type\": \"t\", \"Bad\": 1}",
        "{\"specversion\": \"1.0\", \"id\": \"7\", \"source\": \"s\", \"type\": \"t\", \"a\": {}}",
        "{\"specversion\": \"1.0\", \"id\": \"7\", \"source\": \"s\", \"type\": \"t\","
            + " \"data_base64\": \"!\"}",
      })
  void whatIsNoEventIsMalformed(String body) {
    assertThatThrownBy(() -> CloudEvents.structured(bytes(body)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void nestingAndTheNumberOfEventsAreBounded() {
    assertThatThrownBy(() -> CloudEvents.structured(bytes("[".repeat(40) + "]".repeat(40))))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(
            () -> CloudEvents.batch(bytes("[" + "1,".repeat(1_000) + "1]"), new Rejections()))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void aHeaderWithABrokenPercentIsMalformed() {
    for (String broken : new String[] {"%", "a%2", "%zz"}) {
      assertThatThrownBy(() -> CloudEvents.binary(Map.of("id", broken), "", new byte[0]))
          .isInstanceOf(MalformedException.class);
    }
  }

  private static Signal signal(CloudEvent event) {
    Optional<ToldAlert> told = CloudEventAlerts.of(event, NOW, new Rejections());
    return new AlertSignals(EntityMapping.defaults(), entity -> "system")
        .of(told.orElseThrow().alert(), NOW);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
