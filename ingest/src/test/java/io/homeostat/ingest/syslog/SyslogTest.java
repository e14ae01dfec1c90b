package io.homeostat.ingest.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.LogEntry.Level;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Translated;
import io.homeostat.ingest.mapping.EntityMapping;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogTest {
  private static final long NOW = Instant.parse("2026-11-21T19:00:05Z").toEpochMilli();

  /** The examples of RFC 5424, section 6.5, with times that are near. */
  @Test
  void theExamplesOfTheStandardAreUnderstood() throws Exception {
    SyslogMessage su =
        SyslogMessage.parse(
            "<34>1 2026-11-21T19:00:03.003Z mymachine.example.com su - ID47 - "
                + "\uFEFF'su root' failed for lonvick on /dev/pts/8");
    assertThat(su.facility()).isEqualTo(4);
    assertThat(su.level()).isEqualTo(Level.FATAL);
    assertThat(su.timeMillis()).hasValue(NOW - 1_997);
    assertThat(su.header())
        .isEqualTo(Map.of("hostname", "mymachine.example.com", "app_name", "su", "msg_id", "ID47"));
    assertThat(su.text()).isEqualTo("'su root' failed for lonvick on /dev/pts/8");
    SyslogMessage data =
        SyslogMessage.parse(
            "<165>1 2026-11-21T21:00:03.000003+02:00 192.0.2.1 evntslog 8710 - "
                + "[exampleSDID@32473 iut=\"3\" eventSource=\"A\\\"\\]\\\\\\x\"]"
                + "[examplePriority@32473 class=\"high\"][x]");
    assertThat(data.data())
        .isEqualTo(
            Map.of(
                "exampleSDID@32473.iut", "3",
                "exampleSDID@32473.eventSource", "A\"]\\\\x",
                "examplePriority@32473.class", "high"));
    assertThat(data.text()).isEmpty();
    assertThat(data.timeMillis()).hasValue(NOW - 2_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", "\0", "\n\n"})
  void lineEndsAfterAMessageAreNotOfIt(String end) throws Exception {
    assertThat(SyslogMessage.parse("<34>1 - - - - - - two\nlines" + end).text())
        .isEqualTo("two\nlines");
    assertThat(SyslogMessage.parse("<34>1 - - - - - -" + end).text()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, FATAL", "2, FATAL", "3, ERROR", "4, WARN", "5, INFO", "6, INFO", "7, DEBUG"})
  void theSeverityIsTheLevel(int severity, Level level) throws Exception {
    assertThat(SyslogMessage.parse("<" + (16 * 8 + severity) + ">1 - - - - - -").level())
        .isEqualTo(level);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<",
        "<>1 - - - - - -",
        "<192>1 - - - - - -",
        "<1234>1 - - - - - -",
        "<34>2 - - - - - -",
        "<34>Oct 11 22:14:15 mymachine su: an older form",
        "<34>1 yesterday - - - - -",
        "<34>1 - - - - -",
        "<34>1 - - - - - x",
        "<34>1 - - - - - [",
        "<34>1 - - - - - []",
        "<34>1 - - - - - [a b]",
        "<34>1 - - - - - [a b=c]",
        "<34>1 - - - - - [a b=\"c]",
        "<34>1 - - - - - [a b=\"c\"",
        "<34>1 - - - - - -x"
      })
  void whatIsNotOfTheFormIsMalformedAndSaysWhere(String text) {
    assertThatThrownBy(() -> SyslogMessage.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("is missing at");
  }

  @Test
  void aMessageIsTheLineOfItsApplicationOnItsHost() {
    Translated<LogEntry> translated =
        SyslogLines.translate(
            List.of(
                bytes("<131>1 2026-11-21T19:00:03Z db1 postgres 17 - [x@1 db=\"rag\"] deadlock"),
                bytes("<131>1 - db1 - - - - by a host"),
                bytes("<131>1 - - - - - [o@1 homeostat_entity=\"model:embedder/v3\"] by name"),
                bytes("<131>1 - - - - - [o@1 homeostat_entity=\"nonsense\"] x"),
                bytes("<131>1 2020-01-01T00:00:00Z db1 postgres - - - too old"),
                bytes("nonsense")),
            NOW,
            EntityMapping.defaults());
    assertThat(translated.facts().stream().map(entry -> entry.entity().text()))
        .containsExactly("service:default/db1/postgres", "node:default/db1", "model:embedder/v3");
    LogEntry first = translated.facts().get(0);
    assertThat(first.body()).isEqualTo("deadlock");
    assertThat(first.level()).isEqualTo(Level.ERROR);
    assertThat(first.timeMillis()).isEqualTo(NOW - 2_000);
    assertThat(first.attributes())
        .isEqualTo(Map.of("proc_id", "17", "db", "rag", "facility", "16"));
    assertThat(translated.facts().get(1).timeMillis()).isEqualTo(NOW);
    assertThat(translated.rejections().counts())
        .isEqualTo(Map.of(Reason.ENTITY, 1L, Reason.TIME_FAR, 1L, Reason.FORM, 1L));
  }

  @Property
  void messagesComeOutOfTheStreamAsTheyWentIn(
      @ForAll @Size(max = 10) List<@StringLength(max = 40) String> texts, @ForAll boolean counted)
      throws Exception {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    List<String> sent = new ArrayList<>();
    for (String text : texts) {
      String message = "<13>1 " + text.replace("\n", "");
      byte[] bytes = bytes(message);
      sent.add(new String(bytes, StandardCharsets.UTF_8));
      if (counted) {
        stream.write(bytes(bytes.length + " "));
      }
      stream.write(bytes);
      if (!counted) {
        stream.write('\n');
      }
    }
    assertThat(frames(stream.toByteArray(), 1_000)).isEqualTo(sent);
  }

  @Test
  void messagesThatAreTooLongArePassedOverAndCounted() throws Exception {
    byte[] stream =
        bytes("<1>short\n<2>" + "x".repeat(50) + "\n60 <3>" + "y".repeat(57) + "4 <4>z");
    SyslogFrames frames = new SyslogFrames(new ByteArrayInputStream(stream), 20);
    assertThat(frames.next().map(SyslogTest::text)).contains("<1>short");
    assertThat(frames.next().map(SyslogTest::text)).contains("<4>z");
    assertThat(frames.takePassedOver()).isEqualTo(2);
    assertThat(frames.takePassedOver()).isZero();
    assertThat(frames.next()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"12a <", "99999999999999999999 <", "10 <13>", "<13>no end", "5"})
  void aStreamThatIsNoSyslogOrBreaksOffIsAnError(String stream) {
    assertThatThrownBy(() -> frames(bytes(stream), 100)).isInstanceOf(IOException.class);
  }

  @Property(tries = 1_000)
  void anyBytesEndAtTheirEnd(@ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 50) int most)
      throws Exception {
    SyslogFrames frames = new SyslogFrames(new ByteArrayInputStream(bytes), most);
    try {
      for (Optional<byte[]> next = frames.next(); next.isPresent(); next = frames.next()) {
        assertThat(next.get().length).isLessThanOrEqualTo(most);
      }
    } catch (IOException e) {
      assertThat(e).isNotNull();
    }
  }

  private static List<String> frames(byte[] stream, int most) throws IOException {
    SyslogFrames frames = new SyslogFrames(new ByteArrayInputStream(stream), most);
    List<String> read = new ArrayList<>();
    for (Optional<byte[]> next = frames.next(); next.isPresent(); next = frames.next()) {
      read.add(text(next.get()));
    }
    return read;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
