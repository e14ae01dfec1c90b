package io.homeostat.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ForecastBenchTest {
  @Test
  void everySeriesHasARowOfErrorsAndIntervals() {
    StringWriter said = new StringWriter();
    new ForecastBench(new PrintWriter(said)).run();
    String[] lines = said.toString().split("\n", -1);
    assertThat(lines).hasSize(2 + ForecastBench.Made.values().length + 1);
    assertThat(lines[2]).startsWith("daily ").matches(".*( +\\d\\.\\d\\d +\\d\\d%){6}");
  }
}
