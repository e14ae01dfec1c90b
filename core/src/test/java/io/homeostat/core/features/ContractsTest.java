package io.homeostat.core.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.drift.DriftFold;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.RowChange;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.TableShape;
import io.homeostat.core.model.TableShape.Column;
import io.homeostat.core.telemetry.CellLaws;
import io.homeostat.core.telemetry.Lane;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ContractsTest {
  private static final EntityId USERS = EntityId.parse("pg-table:prod/rag/public.users");
  private static final String RULES =
      """
      features:
        - {name: user_age, table: 'pg-table:prod/rag/public.users', column: age, type: integer,
           required: true, range: {least: 0, most: 120}, models: ['model:recommender/v7'],
           tolerated: 0.05}
        - {name: plan, table: 'pg-table:prod/rag/public.users', column: plan, type: text,
           categories: [free, paid, 3], freshness: 5m, severity: warning, owner: growth}
      """;
  private static final Column AGE = new Column(2, "age", "smallint", true);
  private static final Column PLAN = new Column(3, "plan", "text", false);

  private final Lane lane = new Lane().rules(RULES).tick();
  private long position;

  private static TableShape shape(Column... columns) {
    return new TableShape(USERS, 16_400, 1, Lane.START, List.of(columns), List.of(), true);
  }

  private ContractsTest shaped(Column... columns) {
    lane.add("probe/1", shape(columns));
    return this;
  }

  private ContractsTest rows(int count, String row) {
    for (int i = 0; i < count; i++) {
      position++;
      lane.add(
          "cdc/1",
          new RowChange(
              USERS,
              RowChange.Operation.INSERT,
              position,
              position,
              lane.now(),
              "{}",
              Optional.empty(),
              Optional.of(row)));
    }
    return this;
  }

  private List<Signal> signals() {
    return lane.run(new DriftFold(), Signal.class);
  }

  @Test
  void aDroppedColumnIsToldAtOnceWithTheModelsThatBreakAndResolvesWhenItIsBack() {
    shaped(AGE, PLAN);
    lane.second();
    shaped(PLAN);
    lane.second();
    shaped(PLAN);
    lane.seconds(5);
    shaped(PLAN, new Column(4, "age", "integer", true));
    List<Signal> signals = signals();
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED);
    Signal first = signals.get(0);
    assertThat(signals.get(1).id()).isEqualTo(first.id());
    assertThat(first.entity()).isEqualTo(USERS);
    assertThat(first.kind()).isEqualTo("schema-mismatch");
    assertThat(first.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(first.beganMillis()).isEqualTo(Lane.START + 1_000);
    assertThat(first.value()).isEqualTo(1);
    assertThat(first.explanation())
        .isEqualTo(
            "the schema of public.users breaks contracts: column age is gone: feature user_age,"
                + " used by recommender/v7");
  }

  @Test
  void aRenamedRetypedOrNullableColumnAndALostTableAreToldAsWhatTheyAre() {
    shaped(AGE, PLAN);
    shaped(new Column(2, "years", "smallint", true), PLAN);
    shaped(new Column(2, "age", "text", true), PLAN);
    shaped(new Column(2, "age", "bigint", false), new Column(3, "tariff", "text", false));
    lane.add("probe/1", TableShape.gone(USERS, lane.now()));
    assertThat(signals())
        .extracting(signal -> signal.explanation().replaceFirst(".* contracts: ", ""))
        .containsExactly(
            "column age is called years: feature user_age, used by recommender/v7",
            "column age is text, not integer: feature user_age, used by recommender/v7",
            "column age may be NULL: feature user_age, used by recommender/v7; column plan is"
                + " called tariff: feature plan, owner growth",
            "the table is gone: feature user_age, used by recommender/v7; the table is gone:"
                + " feature plan, owner growth");
  }

  @Test
  void aContractThatComesAfterTheTableIsHeldAgainstItAndOneThatGoesIsOver() {
    Lane later = new Lane();
    later.add("probe/1", shape(PLAN)).tick().second();
    later.rules(RULES).second().rules("features: []\n").second();
    PlainRunner runner = new PlainRunner(new DriftFold(), new Lanes(1, 1), 0);
    assertThat(Lane.facts(runner.run(later.records()), Signal.class))
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED);
  }

  @Test
  void aShapeThatCameBeforeTheFirstTickIsJudgedAtIt() {
    Lane early = new Lane().rules(RULES);
    early.add("probe/1", shape(PLAN)).tick();
    assertThat(early.run(new DriftFold(), Signal.class))
        .extracting(Signal::updatedMillis)
        .containsExactly(Lane.START);
  }

  @Test
  void rowsThatBreakAContractAreToldByReasonWithAnExampleAndResolve() {
    rows(90, "{\"age\":30,\"plan\":\"free\"}").rows(6, "{\"age\":3000,\"plan\":\"paid\"}");
    rows(3, "{\"age\":null,\"plan\":\"3\"}").rows(1, "{\"age\":\"old\",\"plan\":\"free\"}");
    lane.seconds(61);
    rows(50, "{\"age\":30,\"plan\":\"free\"}");
    lane.seconds(61);
    List<Signal> signals = signals();
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED);
    Signal first = signals.get(0);
    assertThat(first.rule()).isEqualTo("user_age");
    assertThat(first.kind()).isEqualTo("data-drift");
    assertThat(first.value()).isEqualTo(0.1);
    assertThat(first.bound()).isEqualTo(0.05);
    assertThat(first.explanation())
        .isEqualTo(
            "10% of 100 rows written to public.users in 1m break the contract of column age: 6"
                + " above 120, 1 not of type integer (such as old), 3 missing: feature user_age,"
                + " used by recommender/v7");
  }

  @Test
  void aCategoryThatIsNoneIsToldAndANumberIsTheSameHoweverWritten() {
    rows(30, "{\"age\":1,\"plan\":3.0}").rows(1, "{\"age\":1,\"plan\":\"gratis\"}");
    lane.seconds(61);
    assertThat(signals())
        .extracting(Signal::explanation)
        .containsExactly(
            "3.23% of 31 rows written to public.users in 1m break the contract of column plan: 1"
                + " of no category (such as gratis): feature plan, owner growth");
  }

  @Test
  void aFewRowsAreJudgedOnlyTogether() {
    rows(19, "{\"age\":-1,\"plan\":\"free\"}");
    lane.seconds(61);
    assertThat(signals()).isEmpty();
    rows(1, "{\"age\":-1,\"plan\":\"free\"}");
    lane.seconds(60);
    assertThat(signals())
        .extracting(Signal::explanation)
        .containsExactly(
            "100% of 20 rows written to public.users in 2m break the contract of column age: 20"
                + " below 0 (such as -1): feature user_age, used by recommender/v7");
  }

  @Test
  void whatTheLogDoesNotTellIsNotJudged() {
    rows(100, "{\"age\":\"__debezium_unavailable_value\",\"plan\":\"free\"}");
    rows(100, "{\"plan\":\"free\"}");
    lane.seconds(61);
    assertThat(signals()).isEmpty();
  }

  @Test
  void aBrokenFeatureWithoutRowsForAnHourIsUnknown() {
    rows(100, "{\"age\":-1,\"plan\":\"free\"}");
    lane.seconds(3_800);
    assertThat(signals())
        .filteredOn(signal -> signal.rule().equals("user_age"))
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.UNKNOWN);
  }

  @Test
  void aTableThatIsNotWrittenToIsStaleUntilItIs() {
    rows(1, "{\"age\":1,\"plan\":\"free\"}");
    lane.seconds(310);
    rows(1, "{\"age\":1,\"plan\":\"free\"}");
    lane.seconds(10);
    List<Signal> signals = signals();
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED);
    assertThat(signals.get(0).kind()).isEqualTo("stale-data");
    assertThat(signals.get(0).severity()).isEqualTo(Severity.WARNING);
    assertThat(signals.get(0).beganMillis()).isEqualTo(Lane.START + 300_000);
    assertThat(signals.get(0).explanation())
        .isEqualTo(
            "no row was written to public.users for more than 5m: feature plan, owner growth");
  }

  @Test
  void otherRulesForgetNoOpenSignalAndCountFromWhenTheTableWasWrittenTo() {
    rows(100, "{\"age\":-1,\"plan\":\"free\"}");
    lane.seconds(70).rules(RULES.replace("freshness: 5m", "freshness: 2m")).seconds(60);
    assertThat(signals())
        .extracting(Signal::rule)
        .as("the tightened bound")
        .containsExactly("user_age", "plan");
    lane.rules(RULES.replace("freshness: 5m", "freshness: 24h")).seconds(100);
    assertThat(signals())
        .extracting(Signal::state)
        .as("the loosened bound")
        .containsExactly(Signal.State.FIRING, Signal.State.FIRING, Signal.State.RESOLVED);
    lane.seconds(3_700);
    assertThat(signals())
        .filteredOn(signal -> signal.rule().equals("user_age"))
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.UNKNOWN);
  }

  @Test
  void silenceBehindAClosedDoorIsNotStaleness() {
    rows(1, "{\"age\":1,\"plan\":\"free\"}");
    lane.seconds(100).door("cdc", Tick.Door.CLOSED).seconds(400);
    assertThat(signals()).isEmpty();
    lane.door("cdc", Tick.Door.OPEN).seconds(290);
    assertThat(signals()).isEmpty();
    lane.seconds(80).door("cdc", Tick.Door.CLOSED).seconds(90);
    assertThat(signals())
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.UNKNOWN);
  }

  @Test
  void whatIsOverLeavesNothingBehind() {
    shaped(PLAN).rows(100, "{\"age\":-1,\"plan\":\"free\"}");
    lane.seconds(400).rules("features: []\n");
    lane.add("probe/1", TableShape.gone(USERS, lane.now())).seconds(400);
    PlainRunner runner = new PlainRunner(new DriftFold(), new Lanes(1, 1), 0);
    List<Signal> signals = Lane.facts(runner.run(lane.records()), Signal.class);
    assertThat(signals.stream().filter(each -> each.state() == Signal.State.RESOLVED)).hasSize(3);
    assertThat(new String(runner.export(), StandardCharsets.ISO_8859_1))
        .doesNotContain("public.users");
  }

  @Test
  void theStateIsWrittenAndReadAtAnyPlace() {
    shaped(AGE, PLAN).rows(30, "{\"age\":-1,\"plan\":\"x\"}");
    lane.seconds(70);
    shaped(PLAN).rows(5, "{\"age\":-1,\"plan\":\"x\"}");
    lane.seconds(400);
    for (int split = 0; split < lane.records().size(); split += 37) {
      CellLaws.resumes(DriftFold::new, lane.records(), split);
      CellLaws.copiesAreDeep(DriftFold::new, lane.records(), split);
    }
    CellLaws.isWhatIsWritten(DriftFold::new, lane.records());
  }
}
