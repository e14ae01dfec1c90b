package io.homeostat.ingest.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.ingest.database.DebianPostgres;
import io.homeostat.ingest.probe.ProbeLog.Told;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OlderPostgresTest {

  @Test
  void allGroupsOfThePostgresqlThatDebianHasAreReadWithoutAFailure(@TempDir Path folder)
      throws Exception {
    try (DebianPostgres postgres = DebianPostgres.start(folder);
        ProbeStage stage = new ProbeStage()) {
      postgres.run(
          "CREATE EXTENSION pg_stat_statements",
          "CREATE EXTENSION pgstattuple",
          "CREATE SCHEMA shop",
          "CREATE TABLE shop.goods (id int PRIMARY KEY, name text)",
          "INSERT INTO shop.goods SELECT i, 'x' FROM generate_series(1, 1000) i",
          "SELECT pg_create_physical_replication_slot('idle', true)",
          "VACUUM ANALYZE shop.goods");
      Probe probe = stage.probe(Look.atHome(postgres.target()));
      stage.round(probe);
      postgres.run("INSERT INTO shop.goods VALUES (0, 'y')", "CHECKPOINT");
      Told told = stage.round(probe);
      assertThat(told.of("postgres:test/debian"))
          .containsEntry("pg.up", 1.0)
          .containsEntry("probe.failures", 0.0)
          .containsEntry("pg.slot.state{slot=\"idle\"}", 0.0)
          .containsEntry("pg.slots.limited", 0.0)
          .containsKeys(
              "pg.checkpoints.requested", "pg.wal.rate", "pg.wal.full_pages", "pg.blockers");
      assertThat(told.of("pg-database:test/debian/postgres"))
          .containsKeys("pg.freeze.used", "pg.cache_hit_rate", "probe.server_time");
      assertThat(told.of("pg-table:test/debian/shop.goods"))
          .containsKeys("pg.table.size", "pg.table.free_percent", "pg.table.total_size");
      assertThat(told.of("pg-index:test/debian/shop.goods_pkey"))
          .containsKeys("pg.index.leaf_density", "pg.index.bloat_bytes")
          .containsEntry("pg.index.valid", 1.0);
      assertThat(told.entities()).anyMatch(entity -> entity.startsWith("pg-statement:"));
    }
  }
}
