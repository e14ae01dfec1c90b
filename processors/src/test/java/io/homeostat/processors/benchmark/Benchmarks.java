package io.homeostat.processors.benchmark;

import org.junit.jupiter.api.Test;

/**
 * Runs the benchmarks on Maven's class path: {@code mvn test -pl processors -Dtest=Benchmarks}, or
 * one of them with {@code -Dtest=Benchmarks#jobs}. Its name keeps it out of every other test run.
 */
class Benchmarks {

  @Test
  void jobs() throws Exception {
    JobBenchmark.main(new String[0]);
  }

  @Test
  void fold() throws Exception {
    FoldBenchmark.main(new String[0]);
  }
}
