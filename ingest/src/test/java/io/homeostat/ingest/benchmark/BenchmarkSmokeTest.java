package io.homeostat.ingest.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.prometheus.Written;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Keeps the benchmarks running; says nothing of speed. */
class BenchmarkSmokeTest {

  @Test
  void everyBenchmarkRuns() throws Exception {
    var results =
        new Runner(
                new OptionsBuilder()
                    .include(RemoteWriteBenchmark.class.getName())
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(new TimeValue(1, TimeUnit.MILLISECONDS))
                    .build())
            .run();
    assertThat(results).hasSize(4);
  }

  @Test
  void bothVersionsBringAllSamplesOfTheLoad() throws Exception {
    RemoteWriteBenchmark benchmark = new RemoteWriteBenchmark();
    for (Written written : List.of(benchmark.framesOfFirst(), benchmark.framesOfSecond())) {
      assertThat(written.translated().rejections().total()).isZero();
      assertThat(written.translated().facts().stream().mapToInt(BenchmarkSmokeTest::size).sum())
          .isEqualTo(RemoteWriteBenchmark.SAMPLES);
    }
  }

  private static int size(MetricFrame frame) {
    return frame.values().length;
  }
}
