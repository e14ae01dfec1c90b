package io.homeostat.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AmountTest {

  @Test
  void bytesHaveTheirUnit() {
    assertThat(Amount.of("pg.index.size", 4_120_000)).isEqualTo("4.12 MB");
    assertThat(Amount.of("pg.disk.free{volume=\"a.b\"}", 999_999)).isEqualTo("1 MB");
    assertThat(Amount.of("heap_bytes", 152.4)).isEqualTo("152 B");
    assertThat(Amount.of("pg.table.size", 0)).isEqualTo("0 B");
    assertThat(Amount.of("pg.table.size", -2_500)).isEqualTo("-2.5 KB");
  }

  @Test
  void otherSeriesHaveThreeDigitsThatCount() {
    assertThat(Amount.of("latency", 38.2345)).isEqualTo("38.2");
    assertThat(Amount.of("latency", 0.00012345)).isEqualTo("0.000123");
    assertThat(Amount.of("latency", 100)).isEqualTo("100");
    assertThat(Amount.of("latency", 999.4)).isEqualTo("999");
    assertThat(Amount.of("requests", 1234.5)).isEqualTo("1,235");
    assertThat(Amount.of("requests", -1234567)).isEqualTo("-1,234,567");
    assertThat(Amount.of("size.count", 5)).isEqualTo("5");
    assertThat(Amount.of("pg.index.bytes_per_tuple", 152.4)).isEqualTo("152");
  }

  @Test
  void whatIsNoNumberIsUnknown() {
    assertThat(Amount.of("latency", Double.NaN)).isEqualTo("unknown");
    assertThat(Amount.of("pg.index.size", Double.POSITIVE_INFINITY)).isEqualTo("unknown");
  }

  @Test
  void timesAreInTheirLargestUnitThatSaysEnough() {
    assertThat(Amount.duration(45_999)).isEqualTo("45 s");
    assertThat(Amount.duration(119_000)).isEqualTo("119 s");
    assertThat(Amount.duration(600_000)).isEqualTo("10 min");
    assertThat(Amount.duration(86_400_000)).isEqualTo("24 h");
  }
}
