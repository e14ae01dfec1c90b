package io.homeostat.core.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.RowChange;
import io.homeostat.core.model.Signal;
import io.homeostat.core.telemetry.CellLaws;
import io.homeostat.core.telemetry.Lane;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DriftFoldTest {
  private static final EntityId TABLE = EntityId.parse("pg-table:demo/rag/public.orders");
  private static final String RULE =
      """
      drift:
        - {name: orders, match: ['kind="pg-table"'], reference: %s, window: 1m, windows: 3,
           leastRows: 50, kind: data-drift}
      """;

  private final SplittableRandom random = new SplittableRandom(11);
  private long position;

  private Lane lane(String reference) {
    return new Lane(Lane.START - Lane.START % 60_000).tick().rules(RULE.formatted(reference));
  }

  private static String row(double price, String city, int more) {
    return "{\"price\":" + price + ",\"city\":\"" + city + "\",\"n\":" + more + "}";
  }

  private String usual() {
    return row(random.nextGaussian(), "c" + random.nextInt(4), random.nextInt(5));
  }

  private String inCents() {
    return row(100 * random.nextGaussian(), "c" + random.nextInt(4), random.nextInt(5));
  }

  private void write(Lane lane, String after, RowChange.Operation operation) {
    position++;
    lane.add(
        "cdc/1",
        new RowChange(
            TABLE,
            operation,
            position,
            position,
            lane.now(),
            "{}",
            Optional.empty(),
            Optional.of(after)));
  }

  private Lane minutes(Lane lane, int minutes, java.util.function.Supplier<String> rows) {
    for (int second = 0; second < 60 * minutes; second++) {
      for (int i = 0; i < 3; i++) {
        write(lane, rows.get(), RowChange.Operation.INSERT);
      }
      lane.second();
    }
    return lane;
  }

  @Test
  void aUnitChangedUpstreamIsToldWithBothHistogramsAndResolvesWhenItIsOver() {
    Lane lane = minutes(lane("baseline"), 5, this::usual);
    long changed = lane.now();
    minutes(lane, 2, this::inCents);
    minutes(lane, 3, this::usual);
    List<Signal> signals = lane.run(new DriftFold(), Signal.class);
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.FIRING, Signal.State.RESOLVED);
    assertThat(signals).extracting(Signal::id).containsOnly(signals.get(0).id());
    Signal first = signals.get(0);
    assertThat(first.beganMillis()).isEqualTo(changed);
    assertThat(first.entity()).isEqualTo(TABLE);
    assertThat(first.kind()).isEqualTo("data-drift");
    assertThat(first.value()).isBetween(0.3, 0.7);
    assertThat(first.explanation())
        .startsWith("columns of public.orders drifted: price ")
        .contains("of rows lie elsewhere, p < 1e-", "10%, 50%, 90%: ", " → ", "█")
        .doesNotContain("city", "; n ");
  }

  @Test
  void rowsAsTheyAlwaysWereAlarmNobody() {
    for (String reference : List.of("baseline", "trailing")) {
      Lane lane = minutes(lane(reference), 12, this::usual);
      assertThat(lane.run(new DriftFold(), Signal.class)).as(reference).isEmpty();
    }
  }

  @Test
  void aTrailingReferenceTakesWhatLastsForUsual() {
    Lane lane = minutes(lane("trailing"), 5, this::usual);
    minutes(lane, 9, this::inCents);
    List<Signal> signals = lane.run(new DriftFold(), Signal.class);
    assertThat(signals.get(0).state()).isEqualTo(Signal.State.FIRING);
    assertThat(signals.get(signals.size() - 1).state()).isEqualTo(Signal.State.RESOLVED);
  }

  /** Rows each hour, whose prices go with the hour of the week. */
  private Lane hours(Lane lane, int from, int to, double factor) {
    for (int hour = from; hour < to; hour++) {
      for (int i = 0; i < 60; i++) {
        double price = factor * (hour % 168 + random.nextGaussian());
        write(lane, row(price, "c1", 1), RowChange.Operation.INSERT);
      }
      lane.second().pause(3_598_000).second();
    }
    return lane;
  }

  private static Lane hourly(String reference) {
    return new Lane(Lane.START - Lane.START % 3_600_000)
        .tick()
        .rules(
            RULE.formatted(reference)
                .replace("window: 1m", "window: 1h")
                .replace("windows: 3", "windows: 1"));
  }

  @Test
  void aWeeklyReferenceKnowsTheHoursOfTheWeek() {
    Lane trailing = hours(hourly("trailing"), 0, 30, 1);
    assertThat(trailing.run(new DriftFold(), Signal.class)).isNotEmpty();

    Lane weekly = hourly("weekly");
    hours(weekly, 0, 2 * 168, 1);
    assertThat(weekly.run(new DriftFold(), Signal.class)).isEmpty();
    long changed = weekly.now();
    hours(weekly, 2 * 168, 2 * 168 + 4, 100);
    hours(weekly, 2 * 168 + 4, 2 * 168 + 10, 1);
    List<Signal> signals = weekly.run(new DriftFold(), Signal.class);
    assertThat(signals.get(0).state()).isEqualTo(Signal.State.FIRING);
    assertThat(signals.get(0).beganMillis()).isBetween(changed, changed + 3_600_000);
    assertThat(signals.get(signals.size() - 1).state()).isEqualTo(Signal.State.RESOLVED);
  }

  @Test
  void aWeeklyReferenceKeepsNoMoreThanItsWeeks() {
    assertThat(kept(hours(hourly("weekly"), 0, 169 + 168, 1)))
        .isEqualTo(kept(hours(hourly("weekly"), 0, 169 + 20, 1)))
        .isBetween(160, 172);
  }

  /** How many windows are kept. */
  private static int kept(Lane lane) {
    PlainRunner runner = new PlainRunner(new DriftFold(), new Lanes(1, 1), 0);
    runner.run(lane.records());
    String state = new String(runner.export(), java.nio.charset.StandardCharsets.ISO_8859_1);
    return state.split("public\\.orders #\\d", -1).length - 1;
  }

  @Test
  void aColumnThatVanishesAndOneOfAnotherTypeAreNamed() {
    Lane lane = minutes(lane("baseline"), 4, this::usual);
    minutes(lane, 1, () -> "{\"price\":\"free\",\"n\":" + random.nextInt(5) + "}");
    lane.seconds(15);
    Signal signal = lane.run(new DriftFold(), Signal.class).get(0);
    assertThat(signal.explanation())
        .contains("city vanished", "price has other types", "of another type 0% → 100%");
  }

  @Test
  void anotherVersionOfTheRuleGathersANewReference() {
    Lane lane = minutes(lane("baseline"), 4, this::usual);
    minutes(lane, 2, this::inCents);
    lane.rules(RULE.formatted("baseline").replace("windows: 3", "windows: 3, version: b"));
    minutes(lane, 6, this::inCents);
    List<Signal> signals = lane.run(new DriftFold(), Signal.class);
    assertThat(signals.get(signals.size() - 1).state()).isEqualTo(Signal.State.RESOLVED);
    assertThat(signals.get(signals.size() - 1).explanation()).contains("has changed");
  }

  @Test
  void aRuleThatIsGoneLeavesNothingBehind() {
    Lane lane = minutes(lane("trailing"), 4, this::usual);
    minutes(lane, 1, this::inCents);
    lane.seconds(15).rules("drift: []\n").seconds(120);
    PlainRunner runner = new PlainRunner(new DriftFold(), new Lanes(1, 1), 0);
    List<Signal> signals = Lane.facts(runner.run(lane.records()), Signal.class);
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED);
    assertThat(new String(runner.export(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("public.orders");
  }

  @Test
  void aWindowWithTooFewRowsGivesNoVerdict() {
    Lane lane = minutes(lane("baseline"), 4, this::usual);
    minutes(lane, 1, this::inCents);
    lane.seconds(15);
    write(lane, inCents(), RowChange.Operation.UPDATE);
    lane.seconds(120);
    assertThat(lane.run(new DriftFold(), Signal.class))
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.UNKNOWN);
  }

  @Test
  void segmentsAreWatchedApartAndOnlySoMany() {
    Lane lane =
        new Lane(Lane.START - Lane.START % 60_000)
            .tick()
            .rules(
                RULE.formatted("baseline")
                    .replace("leastRows: 50", "leastRows: 20, segment: city"));
    minutes(lane, 5, this::usual);
    minutes(lane, 1, () -> row((random.nextBoolean() ? 1 : 50) * random.nextGaussian(), "c1", 1));
    for (int i = 0; i < 30; i++) {
      write(lane, row(1, "other" + i, 1), RowChange.Operation.INSERT);
    }
    lane.seconds(15);
    DriftFold fold = new DriftFold();
    PlainRunner runner = new PlainRunner(fold, new Lanes(1, 1), 0);
    List<Signal> signals = Lane.facts(runner.run(lane.records()), Signal.class);
    assertThat(signals).extracting(Signal::series).containsExactly("c1");
    assertThat(signals.get(0).explanation()).contains("public.orders where city is c1");
    assertThat(fold.leftOut(runner.cells(), DriftOmission.CROWDED)).isEqualTo(14);
  }

  @Test
  void rowsThatCantBeReadAreCountedAndDeletesAreNoRows() {
    Lane lane = lane("baseline");
    write(lane, "{\"a\":[1]}", RowChange.Operation.INSERT);
    write(lane, "{\"a\":1}", RowChange.Operation.DELETE);
    DriftFold fold = new DriftFold();
    PlainRunner runner = new PlainRunner(fold, new Lanes(1, 1), 0);
    runner.run(lane.records());
    assertThat(fold.leftOut(runner.cells(), DriftOmission.UNREADABLE)).isEqualTo(1);
  }

  @Test
  void theStateIsWholeAtAnyPlace() {
    Lane lane = minutes(lane("trailing"), 4, this::usual);
    minutes(lane, 2, this::inCents);
    List<LaneRecord> records = lane.records();
    for (int permille : new int[] {10, 300, 720, 990}) {
      int split = records.size() * permille / 1_000;
      CellLaws.resumes(DriftFold::new, records, split);
      CellLaws.copiesAreDeep(DriftFold::new, records, split);
    }
    CellLaws.isWhatIsWritten(DriftFold::new, records);
  }
}
