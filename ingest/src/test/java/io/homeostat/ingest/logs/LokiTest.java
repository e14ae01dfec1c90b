package io.homeostat.ingest.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.LogEntry.Level;
import io.homeostat.ingest.intake.LogLines;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Translated;
import io.homeostat.ingest.mapping.EntityMapping;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LokiTest {
  private static final long NOW = 1_795_168_841_123L;
  private static final long NANOS = NOW * 1_000_000 + 456_789;
  private static final EntityMapping MAPPING = EntityMapping.defaults();
  private static final String POD =
      "{namespace=\"rag\", pod=\"r-1\", level=\"warn\", app=\"a\\\"b\"}";

  @Test
  void aLineOfProtobufKeepsItsTimeItsLabelsAndItsMetadata() throws Exception {
    byte[] body = LokiEncoder.push(POD, NANOS, "it ä is slow", Map.of("trace_id", "7f"));
    assertOneLine(LokiPush.translate(body, NOW + 50, MAPPING));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"streams\": [{\"stream\": {\"namespace\": \"rag\", \"pod\": \"r-1\", \"level\": \"warn\","
            + " \"app\": \"a\\\"b\"}, \"values\": [[\"%d\", \"it ä is slow\", {\"trace_id\":"
            + " \"7f\"}]]}]}",
        "{\"other\": [{}], \"streams\": [{\"values\": [[\"%d\", \"it ä is slow\", {\"trace_id\":"
            + " \"7f\"}]], \"x\": 1, \"stream\": {\"namespace\": \"rag\", \"pod\": \"r-1\","
            + " \"level\": \"warn\", \"app\": \"a\\\"b\"}}]}"
      })
  void aLineOfJsonSaysTheSame(String json) throws Exception {
    assertOneLine(LokiJson.translate(bytes(json.formatted(NANOS)), NOW + 50, MAPPING));
  }

  private static void assertOneLine(Translated<LogEntry> translated) {
    assertThat(translated.rejections().message()).isEmpty();
    assertThat(translated.accepted()).isEqualTo(1);
    LogEntry entry = translated.facts().get(0);
    assertThat(entry.entity().text()).isEqualTo("pod:default/rag/r-1");
    assertThat(entry.timeMillis()).isEqualTo(NOW);
    assertThat(entry.receivedMillis()).isEqualTo(NOW + 50);
    assertThat(entry.level()).isEqualTo(Level.WARN);
    assertThat(entry.body()).isEqualTo("it ä is slow");
    assertThat(entry.attributes())
        .isEqualTo(Map.of("app", "a\"b", "level", "warn", "trace_id", "7f"));
  }

  @Test
  void theGoodPartIsTakenAndTheRestIsCountedByReason() throws Exception {
    String json =
        """
        {"streams": [
          {"stream": {"job": "good"}, "values": [["%1$d", "a"], ["1", "old"], ["x", "b"]]},
          {"stream": {"homeostat_entity": "nonsense"}, "values": [["%1$d", "c"], ["%1$d", "d"]]}]}
        """
            .formatted(NANOS);
    Translated<LogEntry> translated = LokiJson.translate(bytes(json), NOW, MAPPING);
    assertThat(translated.facts()).extracting(LogEntry::body).containsExactly("a");
    assertThat(translated.rejections().counts())
        .isEqualTo(Map.of(Reason.TIME_FAR, 1L, Reason.TIME_MISSING, 1L, Reason.ENTITY, 2L));
    byte[] protobuf = LokiEncoder.push("{homeostat_entity=\"nonsense\"}", NANOS, "c", Map.of());
    assertThat(LokiPush.translate(protobuf, NOW, MAPPING).rejections().counts())
        .isEqualTo(Map.of(Reason.ENTITY, 1L));
    byte[] timeless = LokiEncoder.push("{job=\"a\"}", 0, "c", Map.of());
    assertThat(LokiPush.translate(timeless, NOW, MAPPING).rejections().counts())
        .isEqualTo(Map.of(Reason.TIME_MISSING, 1L));
  }

  @Test
  void aRequestHasAtMostSoManyLines() throws Exception {
    byte[] one = LokiEncoder.push("{job=\"a\"}", NANOS, "x", Map.of());
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < LogLines.MOST + 5; i++) {
      many.writeBytes(one);
    }
    Translated<LogEntry> translated = LokiPush.translate(many.toByteArray(), NOW, MAPPING);
    assertThat(translated.accepted()).isEqualTo(LogLines.MOST);
    assertThat(translated.rejections().counts()).isEqualTo(Map.of(Reason.TOO_MUCH, 5L));
  }

  @Test
  void whatIsTooLongIsCut() throws Exception {
    byte[] body = LokiEncoder.push("{job=\"a\"}", NANOS, "x".repeat(40_000), Map.of());
    LogEntry entry = LokiPush.translate(body, NOW, MAPPING).facts().get(0);
    assertThat(entry.body()).hasSize(32 * 1024).endsWith("x…");
  }

  @Test
  void labelsMayHoldAnyCharacter() throws Exception {
    assertThat(LokiLabels.read("{a=\"\\n\\t\\\\\\u00e4\\x41\\U0001F600,}\", b=\"\"}"))
        .isEqualTo(Map.of("a", "\n\t\\äA😀,}", "b", ""));
    assertThat(LokiLabels.read("{}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{a}",
        "{a=}",
        "{a=\"}",
        "{a=\"b\"",
        "{a=\"b\" c=\"d\"}",
        "{a=\"b\"}x",
        "{a=\"b\", a=\"c\"}",
        "{=\"b\"}",
        "{a=\"\\q\"}",
        "{a=\"\\u12\"}",
        "{a=\"\\UFFFFFFFF\"}",
        "{a=\"\\xzz\"}",
        "a=\"b\""
      })
  void labelsThatAreNoneAreMalformed(String text) {
    assertThatThrownBy(() -> LokiLabels.read(text)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{\"streams\": {}}",
        "{\"streams\": [1]}",
        "{\"streams\": [{\"stream\": []}]}",
        "{\"streams\": [{\"stream\": {\"a\": {}}}]}",
        "{\"streams\": [{\"values\": {}}]}",
        "{\"streams\": [{\"values\": [1]}]}",
        "{\"streams\": [{\"values\": [[\"1\"]]}]}",
        "{\"streams\": [{\"values\": [[\"1\", []]]}]}",
        "{\"streams\": [{\"values\": [[\"1\", \"a\", \"b\"]]}]}",
        "{\"streams\": []",
        "{\"streams\": []} x"
      })
  void jsonThatIsNoPushIsMalformed(String json) {
    assertThatThrownBy(() -> LokiJson.translate(bytes(json), NOW, MAPPING))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void nestingAndStreamsAreBounded() {
    assertThatThrownBy(
            () -> LokiJson.translate(bytes("{\"x\":" + "[".repeat(100_000)), NOW, MAPPING))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("depth");
    String many = "{\"streams\": [" + "{},".repeat(10_001) + "{}]}";
    assertThatThrownBy(() -> LokiJson.translate(bytes(many), NOW, MAPPING))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("10000 streams");
  }

  @Property(tries = 1_000)
  void brokenBytesAreReadOrMalformed(
      @ForAll @Size(max = 5) List<@IntRange(max = 200) Integer> places,
      @ForAll @IntRange(max = 255) int value,
      @ForAll @IntRange(max = 100) int cut)
      throws Exception {
    byte[] whole = LokiEncoder.push(POD, NANOS, "line", Map.of("a", "b"));
    byte[] body = java.util.Arrays.copyOf(whole, whole.length - (cut > 50 ? 0 : cut));
    for (int place : places) {
      body[place % body.length] ^= (byte) value;
    }
    try {
      assertThat(LokiPush.translate(body, NOW, MAPPING).accepted()).isLessThanOrEqualTo(20);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @Property(tries = 1_000)
  void brokenJsonIsReadOrMalformed(
      @ForAll @Size(max = 5) List<@IntRange(max = 200) Integer> places,
      @ForAll @IntRange(max = 255) int value)
      throws Exception {
    byte[] body =
        bytes(
            "{\"streams\":[{\"stream\":{\"job\":\"a\"},\"values\":[[\"%d\",\"line\",{}]]}]}"
                .formatted(NANOS));
    for (int place : places) {
      body[place % body.length] ^= (byte) value;
    }
    try {
      assertThat(LokiJson.translate(body, NOW, MAPPING).accepted()).isLessThanOrEqualTo(1);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
