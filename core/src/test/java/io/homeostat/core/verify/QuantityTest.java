package io.homeostat.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "pg.index.size, 41200000, 41.2 MB",
    "pg.index.size, 999, 999 B",
    "pg.disk.free, 1500000000000, 1.5 TB",
    "retriever.search.latency.p95, 38, 38 ms",
    "retriever.search.latency.p95, 8.96, 9.0 ms",
    "pg.index.leaf_density, 0.1234, 0.123",
    "pg.index.leaf_density, 61.53, 61.5",
    "requests, 1234.4, 1234",
    "requests, NaN, unknown"
  })
  void numbersAreSaidInPeoplesUnits(String series, double value, String text) {
    assertThat(Quantity.text(series, value)).isEqualTo(text);
  }
}
