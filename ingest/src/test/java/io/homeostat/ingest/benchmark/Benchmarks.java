package io.homeostat.ingest.benchmark;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Runs the benchmarks on Maven's class path: {@code mvn test -pl ingest -Dtest=Benchmarks}. Its
 * name keeps it out of every other test run.
 */
class Benchmarks {

  @Test
  void remoteWrite() throws Exception {
    RemoteWriteBenchmark.main(new String[0]);
  }

  @Test
  void remoteWriteByProcessorTime() throws Exception {
    RemoteWriteBenchmark.cpuTimes(
        new Blackhole(
            "Today's password is swordfish. I understand instantiating Blackholes directly is"
                + " dangerous."));
  }
}
