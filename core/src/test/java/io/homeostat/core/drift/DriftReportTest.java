package io.homeostat.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.DriftReport;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Person;
import io.homeostat.core.model.Rebase;
import io.homeostat.core.model.RowChange;
import io.homeostat.core.model.Signal;
import io.homeostat.core.telemetry.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a window's report tells beside its signal. */
class DriftReportTest {
  private static final EntityId TABLE = EntityId.parse("pg-table:demo/rag/public.orders");
  private static final String RULE =
      """
      drift:
        - {name: orders, match: ['kind="pg-table"'], reference: baseline, window: 1m, windows: 3,
           leastRows: 50, kind: data-drift}
      """;

  private final SplittableRandom random = new SplittableRandom(5);
  private final Lane lane = new Lane(Lane.START - Lane.START % 60_000).tick().rules(RULE);
  private long position;

  private void minutes(int minutes, int rowsPerSecond, Supplier<String> rows) {
    for (int second = 0; second < 60 * minutes; second++) {
      for (int i = 0; i < rowsPerSecond; i++) {
        position++;
        lane.add(
            "cdc/1",
            new RowChange(
                TABLE,
                RowChange.Operation.INSERT,
                position,
                position,
                lane.now(),
                "{}",
                Optional.empty(),
                Optional.of(rows.get())));
      }
      lane.second();
    }
  }

  private String row(double factor, String city) {
    return "{\"price\":%s,\"city\":\"%s\"}".formatted(factor * random.nextGaussian(), city);
  }

  private String usual() {
    return row(1, "c" + random.nextInt(4));
  }

  private List<DriftReport> reports() {
    return lane.run(new DriftFold(), DriftReport.class).stream()
        .filter(report -> report.whole() || report.columns().isEmpty())
        .toList();
  }

  private static DriftReport.Column column(DriftReport report, String name) {
    return report.columns().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static DriftReport.Measure measure(DriftReport.Column column, String name) {
    return column.measures().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double distance(DriftReport.Column column, String name) {
    return column.distances().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void eachWindowIsToldAndSaysWhyWhereNothingIsJudged() {
    minutes(4, 3, this::usual);
    minutes(1, 0, this::usual);
    lane.seconds(15);
    List<DriftReport> reports = reports();
    assertThat(reports)
        .extracting(DriftReport::unknown)
        .containsExactly(
            "the reference is gathered: 0 of 3 windows",
            "the reference is gathered: 1 of 3 windows",
            "the reference is gathered: 2 of 3 windows",
            "",
            "the window has 0 rows, fewer than 50");
    assertThat(reports).extracting(DriftReport::id).containsOnly(reports.get(0).id());
    DriftReport judged = reports.get(3);
    assertThat(judged.rows()).isEqualTo(180);
    assertThat(judged.referenceRows()).isEqualTo(540);
    assertThat(judged.untilMillis() - judged.fromMillis()).isEqualTo(60_000);
    assertThat(judged.fromMillis()).isEqualTo(reports.get(2).untilMillis());
    assertThat(judged.reference()).isEqualTo("the first 3 × 1m");
    assertThat(judged.signal()).isEmpty();
    assertThat(judged.level()).isBetween(1e-4, 0.05);
    assertThat(judged.critical()).isEqualTo(judged.level() / 2);
    assertThat(judged.columns())
        .extracting(DriftReport.Column::name)
        .containsExactly("city", "price");
    assertThat(judged.columns()).noneMatch(DriftReport.Column::drifted);
  }

  @Test
  void ofEachWindowTheFiguresAreToldApart() {
    minutes(4, 3, this::usual);
    lane.seconds(15);
    List<DriftReport> both =
        lane.run(new DriftFold(), DriftReport.class).stream()
            .filter(report -> !report.columns().isEmpty())
            .toList();
    assertThat(both).hasSize(2);
    assertThat(both.get(0).whole()).isTrue();
    assertThat(both.get(1).whole()).isFalse();
    assertThat(both.get(1)).isEqualTo(both.get(0).figures());
    assertThat(both.get(1).columns())
        .extracting(DriftReport.Column::effect)
        .isEqualTo(both.get(0).columns().stream().map(DriftReport.Column::effect).toList());
  }

  @Test
  void aDriftIsToldInFigures() {
    minutes(3, 3, this::usual);
    minutes(1, 3, () -> row(100, "c0"));
    lane.seconds(15);
    DriftReport report = reports().get(3);
    Signal signal = lane.run(new DriftFold(), Signal.class).get(0);
    assertThat(report.signal()).isEqualTo(signal.id());
    DriftReport.Column price = column(report, "price");
    assertThat(price.drifted()).isTrue();
    assertThat(price.pValue()).isLessThan(report.critical());
    assertThat(price.effect()).isEqualTo(distance(price, "kolmogorov_smirnov"), within(1e-12));
    assertThat(distance(price, "psi")).isGreaterThan(1);
    assertThat(measure(price, "p90").before()).isBetween(0.8, 1.8);
    assertThat(measure(price, "p90").after()).isGreaterThan(50);
    assertThat(measure(price, "greatest").after()).isGreaterThan(100);
    assertThat(price.bars()).hasSizeBetween(16, 18);
    assertThat(price.bars().get(0).above()).isEqualTo(measure(price, "least").after());
    assertThat(price.bars().get(price.bars().size() - 1).upTo())
        .isEqualTo(measure(price, "greatest").after());
    DriftReport.Column city = column(report, "city");
    assertThat(city.bars())
        .extracting(DriftReport.Bar::name)
        .containsExactlyInAnyOrder("c0", "c1", "c2", "c3");
    assertThat(city.bars().get(0)).satisfies(bar -> assertThat(bar.name()).isEqualTo("c0"));
    assertThat(city.bars().get(0).after()).isEqualTo(1);
    assertThat(city.effect()).isEqualTo(distance(city, "l_infinity"), within(1e-12));
    for (DriftReport.Column column : report.columns()) {
      assertThat(column.bars().stream().mapToDouble(DriftReport.Bar::before).sum())
          .isEqualTo(1, within(1e-9));
      assertThat(column.bars().stream().mapToDouble(DriftReport.Bar::after).sum())
          .isEqualTo(1, within(1e-9));
    }
  }

  @Test
  void fewNumbersHaveABarEachAndManyCategoriesAreCutShort() {
    minutes(
        4,
        3,
        () -> "{\"price\":%s,\"city\":\"k%s\"}".formatted(random.nextInt(3), random.nextInt(40)));
    lane.seconds(15);
    DriftReport report = reports().get(3);
    assertThat(column(report, "price").bars())
        .allSatisfy(bar -> assertThat(bar.above()).isEqualTo(bar.upTo()))
        .extracting(DriftReport.Bar::upTo)
        .containsExactly(0.0, 1.0, 2.0);
    List<DriftReport.Bar> cities = column(report, "city").bars();
    assertThat(cities).hasSize(13);
    assertThat(cities.get(12).name()).isEqualTo("(others)");
  }

  @Test
  void aColumnThatVanishedHasNoHistogram() {
    minutes(3, 3, this::usual);
    minutes(1, 3, () -> "{\"price\":" + random.nextGaussian() + "}");
    lane.seconds(15);
    DriftReport.Column city = column(reports().get(3), "city");
    assertThat(city.drifted()).isTrue();
    assertThat(measure(city, "missing")).isEqualTo(new DriftReport.Measure("missing", 0, 1));
    assertThat(city.bars()).isEmpty();
    assertThat(city.distances()).isEmpty();
  }

  @Test
  void ignoredColumnsAreNotComparedAndRepeatsAreAColumnMore() {
    lane.rules(RULE.replace("leastRows: 50", "leastRows: 50, ignore: [n], duplicates: [price]"));
    minutes(3, 10, () -> usual().replace("}", ",\"n\":" + position + "}"));
    minutes(2, 10, () -> "{\"price\":7,\"city\":\"c%s\"}".formatted(random.nextInt(4)));
    lane.seconds(15);
    DriftReport report = reports().get(4);
    assertThat(report.columns())
        .extracting(DriftReport.Column::name)
        .containsExactly("city", "price", "repeats of price");
    DriftReport.Column repeats = column(report, "repeats of price");
    assertThat(repeats.drifted()).isTrue();
    assertThat(repeats.bars()).isEmpty();
    assertThat(measure(repeats, "repeats").before()).isZero();
    assertThat(measure(repeats, "repeats").after()).isGreaterThan(0.9);
    assertThat(column(report, "city").drifted()).isFalse();
  }

  @Test
  void keysGoRoundSoThatTheNewestWindowsAreKept() {
    minutes(98, 1, this::usual);
    lane.seconds(15);
    List<String> all =
        new PlainRunner(new DriftFold(), new Lanes(1, 1), 0)
            .run(lane.records()).stream()
                .filter(output -> output.stream() == Stream.DRIFT_REPORTS)
                .map(Output::key)
                .toList();
    List<String> whole = all.stream().filter(key -> key.endsWith("/judged")).toList();
    assertThat(whole).hasSize(95).containsOnly(whole.get(0));
    List<String> keys = all.stream().filter(key -> !key.endsWith("/judged")).toList();
    assertThat(keys).hasSize(98);
    assertThat(keys.subList(0, 96)).doesNotHaveDuplicates();
    assertThat(keys.subList(96, 98)).isEqualTo(keys.subList(0, 2));
  }

  private void rebase(String table, String rule) {
    lane.add(
        "console/1",
        new Rebase(
            "r1",
            rule,
            EntityId.parse(table),
            "",
            new Person("ann", Person.Known.TOKEN),
            "prices are in cents since today",
            lane.now()));
  }

  @Test
  void aPersonReplacesTheReferenceAndWhatCameNewIsUsualFromThenOn() {
    minutes(3, 3, this::usual);
    minutes(2, 3, () -> row(100, "c" + random.nextInt(4)));
    rebase("pg-table:demo/rag/public.others", "orders");
    rebase(TABLE.text(), "others");
    minutes(1, 3, () -> row(100, "c" + random.nextInt(4)));
    rebase(TABLE.text(), "orders");
    long replaced = lane.now();
    minutes(6, 3, () -> row(100, "c" + random.nextInt(4)));
    minutes(2, 3, this::usual);
    List<Signal> signals = lane.run(new DriftFold(), Signal.class);
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(
            Signal.State.FIRING, Signal.State.FIRING, Signal.State.RESOLVED, Signal.State.FIRING);
    assertThat(signals.get(2).explanation())
        .isEqualTo(
            "ann has replaced the reference of public.orders: prices are in cents since today");
    List<DriftReport> after =
        new ArrayList<>(
            reports().stream().filter(report -> report.fromMillis() >= replaced).toList());
    assertThat(after.get(0).ended()).isTrue();
    assertThat(after.get(0).unknown()).isEqualTo(signals.get(2).explanation());
    after.remove(0);
    assertThat(after).extracting(DriftReport::referenceFromMillis).containsOnly(replaced);
    assertThat(after.get(0).rows()).as("told at once, with the window under way").isZero();
    assertThat(after.get(3).unknown()).isEqualTo("the reference is gathered: 2 of 3 windows");
    assertThat(after.get(4).unknown()).isEmpty();
    assertThat(after.subList(1, after.size()))
        .extracting(DriftReport::untilMillis)
        .doesNotHaveDuplicates();
  }
}
