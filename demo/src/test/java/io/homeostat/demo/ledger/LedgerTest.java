package io.homeostat.demo.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.demo.Eventually;
import io.homeostat.demo.TestWorld;
import io.homeostat.demo.postgres.Role;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String INDEX = "public.documents_tenant_created_idx";
  private static TestWorld world;

  private long before;

  @BeforeAll
  static void start() throws IOException {
    world = TestWorld.start(URI.create("http://127.0.0.1:9"));
  }

  @AfterAll
  static void stop() throws IOException {
    world.close();
  }

  @BeforeEach
  void rememberTheEnd() throws SQLException {
    before = all().stream().mapToLong(Effect::id).max().orElse(0);
  }

  @Test
  void aConcurrentReindexIsExactlyOneEffectOnItsIndexAndNoneElsewhere() throws Exception {
    long fileBefore = file();
    world.execute(Role.ACTUATOR, "REINDEX INDEX CONCURRENTLY " + INDEX);
    awaitBothHaveSeen();
    assertThat(effects())
        .singleElement()
        .satisfies(
            effect -> {
              assertThat(effect.rebuiltIndex()).isTrue();
              assertThat(effect.objectIdentity()).isEqualTo(INDEX);
              assertThat(effect.commandTag()).isEqualTo("REINDEX");
              assertThat(effect.sessionUser()).hasValue("homeostat_actuator");
              assertThat(effect.application()).hasValue("test");
              assertThat(effect.relfilenodeBefore()).hasValue(fileBefore);
              assertThat(effect.relfilenodeAfter()).hasValue(file());
              assertThat(effect.inExtension()).isFalse();
            });
  }

  @Test
  void aPlainReindexIsOneEffectToo() throws Exception {
    world.execute(Role.ACTUATOR, "REINDEX INDEX " + INDEX);
    awaitBothHaveSeen();
    assertThat(effects()).singleElement().matches(Effect::rebuiltIndex);
  }

  @Test
  void twoReindexesAreTwoEffectsThatFollowEachOther() throws Exception {
    world.execute(Role.ACTUATOR, "REINDEX INDEX CONCURRENTLY " + INDEX);
    world.execute(Role.ACTUATOR, "REINDEX INDEX CONCURRENTLY " + INDEX);
    List<Effect> effects = effects();
    assertThat(effects).hasSize(2).allMatch(Effect::rebuiltIndex);
    assertThat(effects.get(1).relfilenodeBefore()).isEqualTo(effects.get(0).relfilenodeAfter());
  }

  @Test
  void aReindexRolledBackIsNoEffect() throws Exception {
    try (Connection connection = world.connect(Role.ACTUATOR);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("REINDEX INDEX " + INDEX);
      connection.rollback();
    }
    lookOnce();
    assertThat(effects()).isEmpty();
  }

  @Test
  void aReindexThatFailsBeforeItsSwapIsNoEffectAndLeavesAnInvalidIndex() throws Exception {
    try (Connection holder = world.connect(Role.SUPERUSER);
        Statement held = holder.createStatement()) {
      holder.setAutoCommit(false);
      // An old snapshot is what the rebuild waits for before its swap.
      held.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      held.execute("SELECT count(*) FROM public.documents");
      assertThatThrownBy(
              () ->
                  world.execute(
                      Role.ACTUATOR,
                      "SET lock_timeout = '300ms'",
                      "REINDEX INDEX CONCURRENTLY " + INDEX))
          .isInstanceOf(SQLException.class);
    }
    lookOnce();
    assertThat(effects()).isEmpty();
    assertThat(invalid()).isEqualTo("public.documents_tenant_created_idx_ccnew");
    world.execute(Role.ACTUATOR, "DROP INDEX CONCURRENTLY " + invalid());
    assertThat(effects())
        .singleElement()
        .satisfies(
            effect -> {
              assertThat(effect.commandTag()).isEqualTo("DROP INDEX");
              assertThat(effect.rebuiltIndex()).isFalse();
            });
  }

  @Test
  void aReindexKilledAfterItsSwapIsOneEffectThatOnlyTheWatcherSaw() throws Exception {
    long fileBefore = file();
    try (Connection holder = world.connect(Role.SUPERUSER);
        Statement held = holder.createStatement()) {
      holder.setAutoCommit(false);
      // A lock without a snapshot lets the swap pass, and holds up the drop of the old index.
      held.execute("LOCK TABLE public.documents IN ACCESS SHARE MODE");
      CompletableFuture<Void> reindex =
          CompletableFuture.runAsync(
              () ->
                  assertThatThrownBy(
                          () -> world.execute(Role.ACTUATOR, "REINDEX INDEX CONCURRENTLY " + INDEX))
                      .hasMessageContaining("terminating connection"));
      Eventually.await("the swap", LIMIT, () -> file() != fileBefore);
      world.execute(
          Role.SUPERUSER,
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
              + " WHERE query LIKE 'REINDEX INDEX CONCURRENTLY%'");
      assertThat(reindex).succeedsWithin(LIMIT);
    }
    Eventually.await("the watcher sees it", LIMIT, () -> effects().size() == 1);
    assertThat(effects())
        .singleElement()
        .satisfies(
            effect -> {
              assertThat(effect.rebuiltIndex()).isTrue();
              assertThat(effect.seenBy()).containsExactly("watcher");
              assertThat(effect.sessionUser()).isEmpty();
              assertThat(effect.relfilenodeAfter()).hasValue(file());
            });
    assertThat(invalid()).isEqualTo("public.documents_tenant_created_idx_ccold");
    world.execute(Role.ACTUATOR, "DROP INDEX CONCURRENTLY " + invalid());
  }

  @Test
  void vacuumFullFiresNoTriggerAndIsSeenAllTheSame() throws Exception {
    world.execute(Role.SUPERUSER, "VACUUM FULL public.features");
    Eventually.await("the watcher sees it", LIMIT, () -> effects().size() == 1);
    assertThat(effects())
        .singleElement()
        .satisfies(
            effect -> {
              assertThat(effect.objectIdentity()).isEqualTo("public.features_pkey");
              assertThat(effect.seenBy()).containsExactly("watcher");
            });
  }

  @Test
  void otherCommandsAreRecordedAsWhatTheyAre() throws Exception {
    world.execute(
        Role.ACTUATOR,
        "CREATE SCHEMA IF NOT EXISTS homeostat; CREATE TABLE homeostat.noted (id int);"
            + " DROP TABLE homeostat.noted");
    assertThat(effects())
        .extracting(Effect::commandTag)
        .endsWith("CREATE TABLE", "DROP TABLE")
        .doesNotContain("REINDEX");
    assertThat(effects()).noneMatch(Effect::rebuiltIndex);
  }

  @Test
  void onlyItsOwnerMayWriteTheLedger() {
    for (Role role : List.of(Role.ACTUATOR, Role.PROBE, Role.CDC, Role.RETRIEVER)) {
      assertThatThrownBy(() -> world.execute(role, "DELETE FROM ledger.effects"))
          .as(role.name())
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> world.execute(role, "SELECT ledger.observe()"))
          .as(role.name())
          .isInstanceOf(SQLException.class);
    }
    assertThatThrownBy(() -> world.execute(Role.ACTUATOR, "SET event_triggers = off"))
        .hasMessageContaining("permission denied");
  }

  private List<Effect> effects() throws SQLException {
    return all().stream().filter(effect -> effect.id() > before).toList();
  }

  private static List<Effect> all() throws SQLException {
    try (Connection connection = world.connect(Role.SUPERUSER)) {
      return Ledger.effects(connection);
    }
  }

  private void awaitBothHaveSeen() throws Exception {
    Eventually.await(
        "both have seen it",
        LIMIT,
        () -> effects().stream().anyMatch(effect -> effect.seenBy().size() == 2));
  }

  /** Makes sure that the watcher's look lies after what was done. */
  private static void lookOnce() throws SQLException {
    world.query(Role.SUPERUSER, "SELECT ledger.observe()");
  }

  private static long file() throws SQLException {
    return Long.parseLong(
        world.query(Role.SUPERUSER, "SELECT pg_relation_filenode('" + INDEX + "')"));
  }

  private static String invalid() throws SQLException {
    return world.query(
        Role.SUPERUSER,
        "SELECT string_agg(object_identity, ' ') FROM ledger.index_files WHERE NOT valid");
  }
}
