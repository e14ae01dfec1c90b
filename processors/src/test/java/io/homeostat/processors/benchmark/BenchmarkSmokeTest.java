package io.homeostat.processors.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Keeps the benchmarks running; says nothing of speed. */
class BenchmarkSmokeTest {

  @ParameterizedTest
  @EnumSource
  void everyContestantCarriesASmallLoad(Contestant contestant) throws Exception {
    contestant.carry(new FrameLoad(20, 5), 8);
  }

  @Test
  void everyBenchmarkRuns() throws Exception {
    var results =
        new Runner(
                new OptionsBuilder()
                    .include(FoldBenchmark.class.getName())
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(new TimeValue(1, TimeUnit.MILLISECONDS))
                    .build())
            .run();

    assertThat(results).hasSize(8);
  }
}
