package io.homeostat.ingest.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.homeostat.core.drift.row.Field;
import io.homeostat.core.drift.row.RowText;
import io.homeostat.core.model.RowChange;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Translated;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesTest {
  private static final long NOW = Instant.parse("2026-11-20T10:05:00Z").toEpochMilli();
  private static final String TABLE = "feature-set:prod/ranker/online";

  @Test
  void aLineIsARowThatIsInNoDatabasesLog() {
    RowChange record =
        lines(
                "{\"table\": \"feature-set:prod/ranker/online\", \"time\": \"2026-11-20T10:04:00Z\","
                    + " \"id\": \"request-17\", \"more\": {\"a\": [1]}, \"values\": {\"age\": 31,"
                    + " \"country\": \"FR\", \"score\": 0.2, \"new\": true, \"plan\": null}}")
            .facts()
            .get(0);
    assertThat(record.table().text()).isEqualTo(TABLE);
    assertThat(record.operation()).isEqualTo(RowChange.Operation.INSERT);
    assertThat(record.logged()).isFalse();
    assertThat(record.transaction()).isZero();
    assertThat(record.committedMillis()).isEqualTo(NOW - 60_000);
    assertThat(record.key()).isEqualTo("{\"id\":\"request-17\"}");
    assertThat(record.before()).isEmpty();
    assertThat(RowText.read(record.after().orElseThrow()))
        .containsExactly(
            entry("age", new Field.Numeric(31)),
            entry("country", new Field.Text("FR")),
            entry("score", new Field.Numeric(0.2)),
            entry("new", new Field.Text("true")),
            entry("plan", new Field.Missing()));
  }

  @Test
  void withoutATimeItHasTheDoorsAndWithoutAnIdNoKey() {
    RowChange record = lines(line("\"a\": 1")).facts().get(0);
    assertThat(record.committedMillis()).isEqualTo(NOW);
    assertThat(record.key()).isEmpty();
  }

  @Test
  void theGoodLinesAreTakenAndTheRestIsCountedByReason() {
    Translated<RowChange> read =
        lines(
            line("\"a\": 1"),
            "",
            "[1]",
            "{",
            "{}",
            line(""),
            line("\"a\": {\"b\": 1}"),
            line("\"a\": 1") + line("\"a\": 1"),
            line("\"a\": 1").replace(TABLE, "online"),
            line("\"a\": 1").replace(TABLE, "pg-table:prod/rag/public.users"),
            line("\"a\": 1").replace("\"table\"", "\"time\": 5, \"table\""),
            line("\"a\": 1").replace("\"table\"", "\"time\": \"noon\", \"table\""));
    assertThat(read.accepted()).isEqualTo(1);
    assertThat(read.rejections().counts())
        .containsEntry(Reason.FORM, 6L)
        .containsEntry(Reason.ENTITY, 2L)
        .containsEntry(Reason.TIME_FAR, 1L)
        .containsEntry(Reason.TIME_MISSING, 1L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": 1, \"user\": {\"age\": 1}} | values.user is nested",
        "{\"tags\": [1, 2]} | values.tags is nested",
        "{\"a\": 1, \"a\": 2} | values.a stands there twice",
        "{\"a\": 1e999} | values.a is beyond what a binary64 holds",
        "{\" \": 1} | names no feature",
        "{\"a\\u0007\": 1} | names no feature",
        "{} | values is empty",
        "[1] | values is no object",
        "7 | values is no object",
        "null | values is no object"
      })
  void whatNoRowHoldsIsRejectedByItsName(String values, String why) {
    Translated<RowChange> read =
        lines("{\"table\": \"" + TABLE + "\", \"values\": " + values + "}");
    assertThat(read.accepted()).isZero();
    assertThat(read.rejections().message()).contains(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pg-table:prod/rag/public.users", "users", "a:b/%zz"})
  void whatNamesNoTableOfRecordsIsRejectedWithTheReason(String table) {
    assertThat(lines(line("\"a\": 1").replace(TABLE, table)).rejections().message())
        .contains("table: ", table);
  }

  @Test
  void anotherKindThanAFeatureSetIsTakenToo() {
    assertThat(lines(line("\"a\": 1").replace(TABLE, "mysql-table:prod/shop/users")).accepted())
        .isEqualTo(1);
  }

  @Test
  void aRecordIsAsLargeAsARowMayBeAndARequestHasSoManyRecords() {
    int room = RowChange.LONGEST_ROW - "{\"a\":\"\"}".length();
    assertThat(lines(line("\"a\": \"" + "x".repeat(room) + "\"")).accepted()).isEqualTo(1);
    Translated<RowChange> larger = lines(line("\"a\": \"" + "x".repeat(room + 1) + "\""));
    assertThat(larger.rejections().counts()).containsOnly(entry(Reason.TOO_MUCH, 1L));
    assertThat(larger.rejections().message()).contains("4097 characters", "4096 are the most");
    String[] many = new String[FeatureLines.MOST + 2];
    Arrays.fill(many, line("\"a\": 1"));
    assertThat(lines(many).accepted()).isEqualTo(FeatureLines.MOST);
    assertThat(lines(many).rejections().counts()).containsOnly(entry(Reason.TOO_MUCH, 2L));
  }

  @Test
  void anIdHasSoManyCharacters() {
    String id = "i".repeat(FeatureLines.LONGEST_ID);
    String whole = line("\"a\": 1").replace("\"table\"", "\"id\": \"" + id + "\", \"table\"");
    assertThat(lines(whole).accepted()).isEqualTo(1);
    assertThat(lines(whole.replace(id, id + "i")).rejections().message())
        .contains("501 characters", "500 are the most");
  }

  @Property(tries = 200)
  void numbersAndTextsAreWhatTheyWere(
      @ForAll double number, @ForAll @StringLength(max = 40) String text) {
    if (!Double.isFinite(number)) {
      return;
    }
    String exact = new BigDecimal(number).round(new MathContext(40)).toString();
    String quoted = quoted(text);
    RowChange record =
        lines(line("\"n\": " + exact + ", \"t\": \"x" + quoted + "\"")).facts().get(0);
    Map<String, Field> row = RowText.read(record.after().orElseThrow());
    assertThat(row.get("n"))
        .isInstanceOfSatisfying(
            Field.Numeric.class,
            field -> assertThat(field.value()).isEqualTo(number == 0 ? 0.0 : number));
    assertThat(row).containsEntry("t", new Field.Text("x" + text));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    text.chars().forEach(c -> quoted.append(String.format(Locale.ROOT, "\\u%04x", c)));
    return quoted.toString();
  }

  private static String line(String values) {
    return "{\"table\": \"" + TABLE + "\", \"values\": {" + values + "}}";
  }

  private static Translated<RowChange> lines(String... lines) {
    return FeatureLines.translate(String.join("\n", lines).getBytes(StandardCharsets.UTF_8), NOW);
  }
}
