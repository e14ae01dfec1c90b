package io.homeostat.ingest.postgres;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.Topology.Edge;
import io.homeostat.ingest.database.DebianPostgres;
import io.homeostat.ingest.probe.ProbeLog.Told;
import io.homeostat.schemas.targets.ProbeTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

  @Test
  void aStandbyIsToldByItsPrimaryAndKnowsHowFarItIsBehind(@TempDir Path folder, @TempDir Path copy)
      throws Exception {
    try (DebianPostgres primary = DebianPostgres.start(folder);
        DebianPostgres standby = primary.startStandby(copy);
        ProbeStage stage = new ProbeStage()) {
      Probe ofPrimary = stage.probe(Look.atHome(primary.target()));
      Probe ofStandby = stage.probe(Look.atHome(standby.target()));
      String streaming = "pg.follower.streaming{follower=\"walreceiver\"}";
      long deadline = System.nanoTime() + 60_000_000_000L;
      String lag = streaming.replace("streaming", "lag");
      Told ready = stage.round(ofPrimary);
      while (ready.value("postgres:test/debian", streaming) != 1
          || !ready.of("postgres:test/debian").containsKey(lag)) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        ready = stage.round(ofPrimary);
      }
      assertThat(ready.of("postgres:test/debian"))
          .containsEntry("pg.primary", 1.0)
          .containsEntry("pg.followers", 1.0);
      Told told = stage.round(ofStandby);
      assertThat(told.of("postgres:test/standby"))
          .containsEntry("pg.primary", 0.0)
          .containsEntry("pg.receiving", 1.0)
          .containsEntry("pg.replay.paused", 0.0)
          .containsEntry("probe.failures", 0.0)
          .containsKeys("pg.replay.lag", "pg.checkpoint.age");
      EntityId replica = EntityId.parse("postgres:test/standby");
      EntityId leader = EntityId.parse("postgres:test/debian");
      Edge edge = new Edge(replica, Edge.Kind.REPLICA_OF, leader);
      assertThat(Catalogues.look(List.of(home(primary), home(standby)), Set.of()))
          .filteredOn(finding -> finding.source().equals("postgres test/standby"))
          .singleElement(as(type(Finding.Seen.class)))
          .satisfies(seen -> assertThat(seen.edges()).contains(edge));
      assertThat(Catalogues.look(List.of(home(standby)), Set.of()))
          .filteredOn(finding -> finding.source().equals("postgres test/standby"))
          .singleElement(as(type(Finding.Seen.class)))
          .satisfies(seen -> assertThat(seen.unknownKinds()).containsExactly(Edge.Kind.REPLICA_OF));
    }
  }

  private static ProbeTarget home(DebianPostgres postgres) {
    return new ProbeTarget(postgres.target(), new ProbeTarget.Databases.Home());
  }
}
