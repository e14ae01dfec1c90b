package io.homeostat.ingest.postgres;

import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.ingest.probe.ProbeLog.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a probe costs the server: the CPU time of the backend that serves it, by Linux' own account,
 * for ten minutes of rounds each 2 s, run one after the other.
 */
@Tag("benchmark")
class ProbeCostBenchmark {
  private static final int ROUNDS = 300;
  private static final double TICKS_PER_SECOND = 100;

  @Test
  void cost(@TempDir Path folder) throws IOException {
    try (TestDatabase database = TestDatabase.start(folder);
        ProbeStage stage = new ProbeStage()) {
      database.run("CREATE EXTENSION pgstattuple", "CREATE EXTENSION pg_stat_statements");
      for (int tables : List.of(10, 90, 400)) {
        database.run(
            """
            DO $$ BEGIN FOR i IN 1..%d LOOP
              EXECUTE format('CREATE TABLE t%%s_%d (id int PRIMARY KEY, key text)', i);
              EXECUTE format('INSERT INTO t%%s_%d SELECT j, md5(j::text) FROM generate_series(1, 2000) j', i);
              EXECUTE format('CREATE INDEX ON t%%s_%d (key)', i);
            END LOOP; END $$
            """
                .formatted(tables, tables, tables, tables),
            "VACUUM ANALYZE");
        measure(database, stage);
      }
    }
  }

  private static void measure(TestDatabase database, ProbeStage stage) throws IOException {
    ProbeLimits usual =
        new ProbeLimits(2_000, 2_000, 4_000, 256 << 20, 256 << 20, 500, 10, 256 << 20);
    Probe probe = stage.probe(Look.atHome(database.target()), usual);
    stage.round(probe);
    String pid =
        database.ask(
            "SELECT max(pid) FROM pg_stat_activity WHERE application_name = 'homeostat-probe'");
    double begin = cpuSeconds(pid);
    List<Double> needed = new ArrayList<>();
    Map<String, Double> groups = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      Told told = stage.round(probe, Duration.ofSeconds(2));
      told.of("postgres:test/db")
          .forEach(
              (series, value) -> {
                if (series.equals("probe.duration")) {
                  needed.add(value);
                } else if (series.startsWith("probe.duration")) {
                  groups.merge(series, value, Double::sum);
                }
              });
    }
    double cpu = cpuSeconds(pid) - begin;
    needed.sort(Double::compare);
    System.out.printf(
        "%s tables, %s indexes: %.2f ms of the server's CPU a second (%.2f %% of a core); always read: median %.1f ms, p99 %.1f ms%n",
        database.ask("SELECT least(count(*), 500) FROM pg_stat_user_tables"),
        database.ask("SELECT least(count(*), 500) FROM pg_stat_user_indexes"),
        1_000 * cpu / (2 * ROUNDS),
        100 * cpu / (2 * ROUNDS),
        needed.get(ROUNDS / 2),
        needed.get(ROUNDS * 99 / 100));
    groups.forEach(
        (group, millis) -> System.out.printf("  %s: %.1f ms a minute%n", group, millis / 10));
    stage.close();
  }

  /** The user's and the system's time of a process (proc(5), stat: fields 14 and 15). */
  private static double cpuSeconds(String pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", pid, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }
}
