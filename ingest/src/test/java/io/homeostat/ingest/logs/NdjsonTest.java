package io.homeostat.ingest.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.LogEntry.Level;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Translated;
import io.homeostat.ingest.mapping.EntityMapping;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NdjsonTest {
  private static final long NOW = Instant.parse("2026-11-21T19:00:00.250Z").toEpochMilli();

  @Test
  void aLineOfFluentBitIsItsPodsLine() {
    LogEntry entry =
        read("""
                {"date": 1795287600.25, "log": "it is slow", "level": "error", "stream": "stderr",
                """
                    .strip()
                + """
                     "kubernetes": {"pod_name": "r-1", "namespace_name": "rag", "labels": {"app": "r"}},\
                     "tags": ["a", 1]}
                    """)
            .facts()
            .get(0);
    assertThat(entry.entity().text()).isEqualTo("pod:default/rag/r-1");
    assertThat(entry.timeMillis()).isEqualTo(NOW);
    assertThat(entry.level()).isEqualTo(Level.ERROR);
    assertThat(entry.body()).isEqualTo("it is slow");
    assertThat(entry.attributes())
        .isEqualTo(Map.of("stream", "stderr", "kubernetes_labels_app", "r", "tags", "[\"a\",1]"));
  }

  @Test
  void aLineOfOurOwnLogIsOneOfItsService() {
    LogEntry entry =
        read("""
                {"@timestamp": "2026-11-21T19:00:00.000Z", "log.level": "WARN", "service.name": "gateway",\
                 "log.logger": "io.homeostat.A", "message": "it is slow", "error.stack_trace": "a\\n b"}
                """)
            .facts()
            .get(0);
    assertThat(entry.entity().text()).isEqualTo("service:default/default/gateway");
    assertThat(entry.timeMillis()).isEqualTo(NOW - 250);
    assertThat(entry.level()).isEqualTo(Level.WARN);
    assertThat(entry.body()).isEqualTo("it is slow");
  }

  @ParameterizedTest
  @CsvSource({
    "1795287600",
    "1795287600.0",
    "1795287600000",
    "1795287600000000",
    "1795287600000000000",
    "2026-11-21T19:00:00Z",
    "2026-11-21T20:00:00.000+01:00"
  })
  void theUsualFormsOfTimeAreUnderstood(String time) {
    assertThat(read("{\"ts\": \"" + time + "\", \"job\": \"a\"}").facts().get(0).timeMillis())
        .isEqualTo(NOW - 250);
  }

  @Test
  void whatALineDoesNotSayIsTheDoorsTimeAndTheWholeLine() {
    LogEntry entry = read("{\"job\": \"a\", \"x\": null}").facts().get(0);
    assertThat(entry.timeMillis()).isEqualTo(NOW);
    assertThat(entry.body()).isEqualTo("{\"job\": \"a\", \"x\": null}");
    assertThat(entry.level()).isEqualTo(Level.UNSET);
    assertThat(entry.entity().text()).isEqualTo("service:default/default/a");
  }

  @Test
  void aLineThatIsBrokenDoesNotSpoilTheOthers() {
    StringBuilder fields = new StringBuilder("{\"a\": 1");
    for (int i = 0; i < 64; i++) {
      fields.append(",\"f").append(i).append("\": 1");
    }
    Translated<LogEntry> translated =
        read(
            String.join(
                "\n",
                "{\"msg\": \"first\", \"job\": \"a\"}",
                "",
                "{\"msg\": \"broken",
                "[1]",
                "{} {}",
                "{\"x\": " + "[".repeat(50),
                "{\"time\": \"yesterday\"}",
                "{\"time\": \"2020-01-01T00:00:00Z\"}",
                "{\"homeostat_entity\": \"nonsense\"}",
                fields + "}",
                "{\"msg\": \"last\", \"job\": \"a\"}\r"));
    assertThat(translated.facts()).extracting(LogEntry::body).containsExactly("first", "last");
    assertThat(translated.rejections().counts())
        .isEqualTo(
            Map.of(
                Reason.FORM, 4L,
                Reason.TIME_MISSING, 1L,
                Reason.TIME_FAR, 1L,
                Reason.ENTITY, 1L,
                Reason.ATTRIBUTES, 1L));
  }

  @Property(tries = 1_000)
  void anyBytesAreTakenOrCounted(@ForAll byte[] bytes) {
    Translated<LogEntry> translated = Ndjson.translate(bytes, NOW, EntityMapping.defaults());
    assertThat(translated.accepted() + translated.rejections().total())
        .isLessThanOrEqualTo(bytes.length + 1L);
  }

  private static Translated<LogEntry> read(String text) {
    return Ndjson.translate(text.getBytes(StandardCharsets.UTF_8), NOW, EntityMapping.defaults());
  }
}
