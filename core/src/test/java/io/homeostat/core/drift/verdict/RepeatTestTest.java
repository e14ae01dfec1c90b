package io.homeostat.core.drift.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.drift.column.RepeatCount;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RepeatTestTest {
  private static final int ROWS = 1_000;

  /**
   * Rows of two states that last: in one of them repeats come.
   *
   * @param in the share of rows in that state
   * @param lasts how many rows it lasts on average
   * @param part of its rows that repeat another
   */
  private record Shape(double in, double lasts, double part) {
    RepeatCount draw(SplittableRandom random, int rows) {
      RepeatCount count = new RepeatCount();
      boolean inside = random.nextDouble() < in;
      for (int i = 0; i < rows; i++) {
        double turns = inside ? 1 / lasts : in / (1 - in) / lasts;
        inside ^= random.nextDouble() < turns;
        count.add(inside && random.nextDouble() < part);
      }
      return count;
    }
  }

  private static RepeatCount independent(SplittableRandom random, double share, int rows) {
    RepeatCount count = new RepeatCount();
    for (int i = 0; i < rows; i++) {
      count.add(random.nextDouble() < share);
    }
    return count;
  }

  private static ColumnVerdict.Judged judge(RepeatCount reference, RepeatCount current) {
    return (ColumnVerdict.Judged) RepeatTest.judge("user, item", reference, current);
  }

  @Test
  void rowsThatBeginToRepeatAreFoundWithTheirShare() {
    SplittableRandom random = new SplittableRandom(1);
    ColumnVerdict.Judged judged =
        judge(independent(random, 0.001, 3 * ROWS), independent(random, 0.12, ROWS));
    assertThat(judged.pValue()).isLessThan(1e-9);
    assertThat(judged.effect()).isBetween(0.09, 0.15);
    assertThat(judged.aspect()).isEqualTo(Aspect.REPEATED);
    assertThat(judged.column()).isEqualTo("user, item");
    assertThat(judge(independent(random, 0.12, ROWS), new Shape(0.5, 5, 1).draw(random, ROWS)))
        .matches(found -> found.pValue() < 1e-6);
  }

  @Test
  void rowsThatNeverRepeatAndRowsThatAlwaysDoAreNoDrift() {
    RepeatCount none = new RepeatCount();
    RepeatCount all = new RepeatCount();
    for (int i = 0; i < ROWS; i++) {
      none.add(false);
      all.add(true);
    }
    assertThat(judge(none, none.copy()).pValue()).isEqualTo(1);
    assertThat(judge(all, all.copy()).pValue()).isEqualTo(1);
    assertThat(judge(none, all).pValue()).isLessThan(1e-100);
  }

  @Test
  void oneRunIsWorthLessThanRepeatsHereAndThere() {
    RepeatCount none = new RepeatCount();
    RepeatCount run = new RepeatCount();
    RepeatCount apart = new RepeatCount();
    RepeatCount twice = new RepeatCount();
    for (int i = 0; i < ROWS; i++) {
      none.add(false);
      run.add(i >= 500 && i < 530);
      apart.add(i * 7 % 33 == 0);
      // Each row of a while is written twice: no repeat follows another.
      twice.add(i >= 500 && i < 560 && i % 2 == 0);
    }
    assertThat(judge(none, apart).pValue()).isLessThan(1e-6);
    assertThat(judge(none, run).pValue()).isGreaterThan(0.05);
    assertThat(judge(none, twice).pValue()).isGreaterThan(0.05);
  }

  @Test
  void fewerThanTwentyRowsGiveNoVerdict() {
    SplittableRandom random = new SplittableRandom(2);
    assertThat(
            RepeatTest.judge("user", independent(random, 0.1, 19), independent(random, 0.1, ROWS)))
        .isInstanceOfSatisfying(
            ColumnVerdict.Unknown.class,
            unknown -> assertThat(unknown.reason()).contains("of 19 and 1000 rows"));
  }

  /** How often rows of one shape in both windows are judged below the level. */
  private static double falseAlarms(Shape shape, int rows, double level) {
    SplittableRandom random = new SplittableRandom(5);
    int alarms = 0;
    int tables = 400;
    for (int i = 0; i < tables; i++) {
      RepeatCount reference = shape.draw(random, rows);
      reference.merge(shape.draw(random, rows));
      reference.merge(shape.draw(random, rows));
      alarms += judge(reference, shape.draw(random, rows)).pValue() <= level ? 1 : 0;
    }
    return (double) alarms / tables;
  }

  @Test
  void whatDoesNotChangeAlarmsNoOftenerThanItsLevelHoweverRepeatsFollowEachOther() {
    Shape[] shapes = {
      new Shape(0.5, 2, 0.02), // independent
      new Shape(0.5, 2, 0.2),
      new Shape(0.02, 3, 1), // runs
      new Shape(0.1, 10, 1),
      new Shape(0.3, 40, 1),
      new Shape(0.04, 10, 0.5), // runs with other rows between
      new Shape(0.2, 40, 0.5),
      new Shape(0.6, 40, 0.5)
    };
    for (Shape shape : shapes) {
      for (int rows : new int[] {200, 1_000}) {
        // Three standard errors of 400 trials above 5%.
        assertThat(falseAlarms(shape, rows, 0.05)).as(shape + " " + rows).isLessThan(0.083);
        assertThat(falseAlarms(shape, rows, 0.01)).as(shape + " " + rows).isLessThan(0.025);
      }
    }
  }

  @Test
  void countsAreWrittenReadAndGoOnAlike() {
    SplittableRandom random = new SplittableRandom(7);
    RepeatCount count = new Shape(0.2, 5, 0.5).draw(random, 1_003);
    ByteSink first = new ByteSink();
    count.write(first);
    RepeatCount read = RepeatCount.read(new ByteSource(first.toByteArray()));
    for (int i = 0; i < 500; i++) {
      boolean repeat = random.nextInt(3) == 0;
      count.add(repeat);
      read.add(repeat);
    }
    ByteSink again = new ByteSink();
    ByteSink expected = new ByteSink();
    read.write(again);
    count.write(expected);
    assertThat(again.toByteArray()).isEqualTo(expected.toByteArray()).hasSizeLessThan(1_800);
    assertThat(read.rows()).isEqualTo(1_503);
  }
}
