package io.homeostat.actuators.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.action.Actuator.Preparation;
import io.homeostat.actuators.action.Actuator.Recovery;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import io.homeostat.schemas.targets.PostgresTarget;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDatabase.class)
class IndexRebuildTest {
  private final TestDatabase database;
  private final Hands hands;

  IndexRebuildTest(TestDatabase database) {
    this.database = database;
    this.hands = new Hands(database);
  }

  @Test
  void aBloatedIndexGetsOneNewSmallerFileAndTheMarkerSaysSo() throws Exception {
    database.table("happy");
    long before = database.relfilenode("happy");

    Result result = hands.carryOut(database.command("happy1", "happy", 1, Map.of()));

    assertThat(result).isInstanceOf(Result.Applied.class);
    assertThat(database.effects("happy")).isEqualTo(1);
    assertThat(database.relfilenode("happy")).isNotEqualTo(before);
    assertThat(database.invalid("happy")).isZero();
    assertThat(Long.parseLong(result.details().get("sizeAfterBytes")))
        .isLessThan(Long.parseLong(result.details().get("sizeBeforeBytes")) / 3);
    assertThat(result.details())
        .containsKeys(
            "leafDensityBeforePercent", "leafDensityAfterPercent", "relfilenodeAfter", "seconds");
    assertThat(
            database.texts(
                "SELECT phase || ' ' || result FROM homeostat.effects WHERE command_id = 'happy1'"))
        .containsExactly("finished APPLIED");
  }

  @Test
  void aDenseIndexIsLeftAlone() throws Exception {
    database.table("dense");
    database.run("REINDEX INDEX public.dense_idx");
    long before = database.relfilenode("dense");

    Result result = hands.carryOut(database.command("dense1", "dense", 1, Map.of()));

    assertThat(result).isInstanceOf(Result.AlreadyTrue.class);
    assertThat(result.reason()).contains("it needs no rebuild");
    assertThat(database.relfilenode("dense")).isEqualTo(before);
  }

  @Test
  void theSameCommandOnceMoreTellsWhatBecameOfItAndMakesNoSecondEffect() throws Exception {
    database.table("twice");
    Command command = database.command("twice1", "twice", 1, Map.of());
    hands.carryOut(command);
    long after = database.relfilenode("twice");

    Result again = hands.carryOut(command);

    assertThat(again).isInstanceOf(Result.Applied.class);
    assertThat(database.relfilenode("twice")).isEqualTo(after);
    assertThat(database.effects("twice")).isEqualTo(1);
  }

  @Test
  void whatThePermitRefusesAtTheLastInstantIsNotBegun() throws Exception {
    database.table("late");

    Result result =
        hands.carryOut(
            hands.actuator(),
            database.command("late1", "late", 1, Map.of()),
            () -> Optional.of("the stop switch was set"));

    assertThat(result).isEqualTo(new Result.Refused("the stop switch was set"));
    assertThat(database.effects("late")).isZero();
    assertThat(
            hands.actuator().recover(database.command("late1", "late", 1, Map.of()), Hands.UNHEARD))
        .isInstanceOfSatisfying(
            Recovery.Ended.class,
            ended -> assertThat(ended.result()).isInstanceOf(Result.Refused.class));
  }

  @Test
  void aGrantOlderThanTheNewestThatTheTargetKnowsIsRefused() throws Exception {
    database.table("fenced");
    hands.carryOut(database.command("fenced9", "fenced", 9, Map.of()));
    database.run("ALTER INDEX fenced_idx SET (fillfactor = 15); REINDEX INDEX fenced_idx");
    long effects = database.effects("fenced");

    Result older = hands.carryOut(database.command("fenced8", "fenced", 8, Map.of()));

    assertThat(older).isInstanceOf(Result.Refused.class);
    assertThat(older.reason()).contains("fence 9 after 8");
    assertThat(database.effects("fenced")).isEqualTo(effects);
  }

  @Test
  void aTargetWhoseLockAnotherSessionHoldsIsRefusedAndTheHolderNamed() throws Exception {
    database.table("held");
    Command first = database.command("held1", "held", 1, Map.of());
    Preparation.Ready ready = (Preparation.Ready) hands.actuator().prepare(first, Hands.UNHEARD);
    try (var grip = ready.grip()) {
      Result second =
          hands.carryOut(database.command("held2", "held", 2, Map.of("lock_timeout", "100ms")));

      assertThat(second).isInstanceOf(Result.Refused.class);
      assertThat(second.reason()).contains("homeostat-actuator held1").contains("lock");
      assertThat(grip.apply(Hands.GRANTED, Hands.UNHEARD)).isInstanceOf(Result.Applied.class);
    }
  }

  @Test
  void withoutRoomOnTheDiskNothingIsBegun() throws Exception {
    database.table("full");
    Command command = database.command("full1", "full", 1, Map.of());
    Path targets = database.targetsFile();

    Result little =
        hands.carryOut(
            new IndexRebuild(targets, (session, target, index) -> OptionalLong.of(4096)), command);
    IndexRebuild blind =
        new IndexRebuild(targets, (session, target, index) -> OptionalLong.empty());
    Result tooBig =
        hands.carryOut(
            blind, database.command("full2", "full", 1, Map.of("max_index_bytes", "4096")));

    assertThat(little).isInstanceOf(Result.Refused.class);
    assertThat(little.reason()).contains("4096 bytes free");
    assertThat(tooBig).isInstanceOf(Result.Refused.class);
    assertThat(tooBig.reason()).contains("max_index_bytes 4096");
    assertThat(hands.carryOut(blind, database.command("full3", "full", 1, Map.of())))
        .isInstanceOf(Result.Applied.class);
  }

  @Test
  void theFreeRoomIsReadWhereTheServerRunsHere() throws Exception {
    database.table("room");
    PostgresTarget target =
        PostgresTarget.find(database.targetsFile(), "actuator", TestDatabase.TARGET).orElseThrow();
    try (Session session = Session.open(target, "room")) {
      IndexReading index = IndexReading.read(session, "public.room_idx").orElseThrow();
      assertThat(new LocalDiskRoom().freeBytes(session, target, index).orElse(0)).isPositive();
    }
  }

  @Test
  void anIndexThatIsNotTheOneMeantIsRefused() throws Exception {
    database.table("identity");
    long oid = database.number("SELECT 'identity_idx'::regclass::oid::bigint");
    database.run("ALTER INDEX identity_idx RENAME TO elsewhere_idx");
    assertThat(hands.refusal("identity1", "identity", Map.of())).contains("there is no index");
    database.run("CREATE INDEX identity_idx ON identity (tenant) WITH (fillfactor = 15)");
    assertThat(
            hands.refusal(
                "identity2", "identity", Map.of("expected_index_oid", Long.toString(oid))))
        .contains("the index is another one");
    assertThat(hands.refusal("identity3", "identity", Map.of("expected_system_identifier", "1")))
        .contains("cluster is another one");
    assertThat(hands.refusal("identity4", "identity", Map.of("expected_database_oid", "1")))
        .contains("database is another one");
    assertThat(hands.refusal("identity5", "identity", Map.of("lock_timout", "1s")))
        .contains("'lock_timout' is unknown");
    assertThat(database.effects("identity")).isZero();
  }

  @Test
  void anIndexThatIsReplacedAfterItWasLookedAtIsLeftAlone() throws Exception {
    database.table("replaced");
    Command command = database.command("replaced1", "replaced", 1, Map.of());
    Preparation.Ready ready = (Preparation.Ready) hands.actuator().prepare(command, Hands.UNHEARD);
    try (var grip = ready.grip()) {
      database.run(
          "DROP INDEX replaced_idx; SET ROLE owner;"
              + " CREATE INDEX replaced_idx ON replaced (tenant) WITH (fillfactor = 15)");

      assertThat(grip.apply(Hands.GRANTED, Hands.UNHEARD)).isInstanceOf(Result.Refused.class);
    }
    assertThat(database.effects("replaced")).isZero();
  }

  @Test
  void whatCannotBeRebuiltInUseIsRefused() throws Exception {
    database.table("kinds");
    database.run(
        """
        SET ROLE owner;
        CREATE TABLE parts (id bigint, tenant int) PARTITION BY LIST (tenant);
        CREATE INDEX parts_idx ON parts (id);
        CREATE TABLE ranges (span int4range, EXCLUDE USING gist (span WITH &&));
        ALTER INDEX ranges_span_excl RENAME TO ranges_idx;
        CREATE TABLE words (word tsvector);
        CREATE INDEX words_idx ON words USING gin (word);
        RESET ROLE;
        CREATE TABLE theirs AS SELECT 1 AS id;
        CREATE INDEX theirs_idx ON theirs (id);
        """);
    assertThat(hands.refusal("kinds1", "parts", Map.of())).contains("partitioned");
    assertThat(hands.refusal("kinds2", "ranges", Map.of())).contains("exclusion constraint");
    assertThat(hands.refusal("kinds3", "words", Map.of())).contains("btree");
    assertThat(hands.refusal("kinds4", "theirs", Map.of()))
        .contains("no member of the index's owner");
  }
}
