package io.homeostat.ingest.benchmark;

import org.junit.jupiter.api.Test;

/**
 * Runs the benchmarks on Maven's class path: {@code mvn test -pl ingest -Dtest=Benchmarks}. Its
 * name keeps it out of every other test run.
 */
class Benchmarks {

  @Test
  void remoteWrite() throws Exception {
    RemoteWriteBenchmark.main(new String[0]);
  }
}
