package io.homeostat.core.drift.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecentRowsTest {
  private static final List<String> COLUMNS = List.of("user", "item");

  private static boolean take(RecentRows rows, String user, String item) {
    return rows.take(RowText.read("{\"user\":" + user + ",\"item\":" + item + "}"), COLUMNS);
  }

  private static byte[] bytes(RecentRows rows) {
    ByteSink sink = new ByteSink();
    rows.write(sink);
    return sink.toByteArray();
  }

  @Test
  void aRowRepeatsOneOfTheLast1024AndNoneBefore() {
    RecentRows rows = new RecentRows();
    for (int i = 0; i < 1_024; i++) {
      assertThat(rows.full()).isFalse();
      assertThat(take(rows, "" + i, "7")).isFalse();
    }
    assertThat(rows.full()).isTrue();
    assertThat(take(rows, "0", "7")).as("1,024 rows ago").isTrue();
    assertThat(take(rows, "5000", "7")).isFalse();
    assertThat(take(rows, "1", "7")).as("1,025 rows ago").isFalse();
    assertThat(take(rows, "0", "7")).isTrue();
  }

  @Test
  void allColumnsMustBeEqualAndTypesToo() {
    RecentRows rows = new RecentRows();
    assertThat(take(rows, "1", "\"a\"")).isFalse();
    assertThat(take(rows, "1", "\"b\"")).isFalse();
    assertThat(take(rows, "\"a\"", "1")).isFalse();
    assertThat(take(rows, "true", "\"a\"")).isFalse();
    assertThat(take(rows, "\"1\"", "\"a\"")).as("a decimal as text is a number").isTrue();
    assertThat(take(rows, "1.0", "\"a\"")).isTrue();
  }

  @Test
  void aRowWithoutAValueIsNoRepeatAndIsNotKept() {
    RecentRows rows = new RecentRows();
    for (int i = 0; i < 3; i++) {
      assertThat(take(rows, "1", "null")).isFalse();
      assertThat(take(rows, "1", "\"__debezium_unavailable_value\"")).isFalse();
      assertThat(rows.take(RowText.read("{\"user\":1}"), COLUMNS)).isFalse();
    }
    assertThat(bytes(rows)).hasSize(1);
  }

  @Test
  void keysThatDoublesCantTellApartAreToldApart() {
    RecentRows rows = new RecentRows();
    assertThat(take(rows, "1234567890123456788", "1")).isFalse();
    assertThat(take(rows, "1234567890123456789", "1")).isFalse();
    assertThat(take(rows, "1234567890123456788", "1")).isTrue();
  }

  @Test
  void whatIsWrittenIsReadAndGoesOnAlike() {
    SplittableRandom random = new SplittableRandom(3);
    RecentRows rows = new RecentRows();
    for (int i = 0; i < 1_500; i++) {
      take(rows, "" + random.nextInt(3_000), "1");
      if (i % 250 == 0) {
        assertThat(bytes(RecentRows.read(new ByteSource(bytes(rows))))).isEqualTo(bytes(rows));
      }
    }
    RecentRows read = RecentRows.read(new ByteSource(bytes(rows)));
    RecentRows copy = rows.copy();
    byte[] before = bytes(rows);
    assertThat(before).hasSizeLessThan(8_200);
    int repeats = 0;
    for (int i = 0; i < 1_500; i++) {
      String user = "" + random.nextInt(3_000);
      boolean repeat = take(rows, user, "1");
      assertThat(take(read, user, "1")).isEqualTo(repeat);
      repeats += repeat ? 1 : 0;
    }
    assertThat(repeats).isBetween(300, 600);
    assertThat(bytes(read)).isEqualTo(bytes(rows));
    assertThat(bytes(copy)).isEqualTo(before);
  }
}
