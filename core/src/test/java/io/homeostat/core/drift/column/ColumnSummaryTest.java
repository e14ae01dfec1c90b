package io.homeostat.core.drift.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ColumnSummaryTest {

  private static double[] normal(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, rows).mapToDouble(i -> random.nextGaussian()).toArray();
  }

  private static ColumnSummary count(Profile.Numbers profile, double[] values) {
    ColumnSummary summary = ColumnSummary.of(profile);
    for (double value : values) {
      summary.add(profile, value);
    }
    return summary;
  }

  private static byte[] bytes(ColumnSummary summary) {
    ByteSink sink = new ByteSink();
    summary.write(sink);
    return sink.toByteArray();
  }

  @Test
  void binsHoldEqualSharesOfWhatTheyWereLearnedFrom() {
    double[] values = normal(1, 4_096);
    Profile.Numbers profile = Profile.Numbers.of(values);
    long[] cells = count(profile, values).cells();
    assertThat(Arrays.stream(cells).sum()).isEqualTo(4_096);
    assertThat(Arrays.stream(cells).max().orElseThrow()).isLessThanOrEqualTo(64);
    assertThat(cells[0]).isZero();
    assertThat(cells[cells.length - 1]).isZero();
  }

  @Test
  void aValueThatIsAPartHasACellOfItsOwnAndFewValuesHaveOneEach() {
    double[] mixed = normal(2, 2_000);
    Arrays.fill(mixed, 0, 600, 0.25);
    Profile.Numbers profile = Profile.Numbers.of(mixed);
    assertThat(count(profile, mixed).cells()[profile.bins().cell(0.25)]).isEqualTo(600);
    assertThat(profile.bins().cell(0.25)).isNotEqualTo(profile.bins().cell(0.2501));
    Profile.Numbers few = Profile.Numbers.of(new double[] {3, 1, 2, 2, -0.0});
    assertThat(count(few, new double[] {0, 1, 2, 2, 3, 2.5}).cells())
        .containsExactly(0, 1, 0, 1, 0, 2, 1, 1, 0);
  }

  @Property(tries = 50)
  void countingInPartsAndMergingIsCountingAtOnce(
      @ForAll @IntRange(max = 5_000) int rows, @ForAll @IntRange(max = 1_000) int permille) {
    double[] values = normal(rows, rows + 64);
    Profile.Numbers profile = Profile.Numbers.of(Arrays.copyOf(values, 64));
    int split = values.length * permille / 1_000;
    ColumnSummary merged = count(profile, Arrays.copyOf(values, split));
    merged.merge(count(profile, Arrays.copyOfRange(values, split, values.length)));
    ColumnSummary whole = count(profile, values);
    assertThat(merged.cells()).isEqualTo(whole.cells());
    assertThat(merged.rows()).isEqualTo(whole.rows());
    assertThat(merged.distinct()).isEqualTo(whole.distinct());
    assertThat(merged.least()).isEqualTo(whole.least());
    assertThat(merged.greatest()).isEqualTo(whole.greatest());
  }

  @Property(tries = 50)
  void whatIsWrittenIsReadAndGoesOnAlike(@ForAll @IntRange(max = 5_000) int rows) {
    double[] values = normal(rows, rows + 64);
    Profile.Numbers profile = Profile.Numbers.of(Arrays.copyOf(values, 64));
    ColumnSummary summary = count(profile, values);
    summary.addMissing();
    summary.addOtherType();
    ColumnSummary read = ColumnSummary.read(new ByteSource(bytes(summary)), profile);
    ColumnSummary copy = summary.copy();
    byte[] before = bytes(summary);
    assertThat(bytes(read)).isEqualTo(before);
    for (double value : values) {
      summary.add(profile, value);
      read.add(profile, value);
    }
    assertThat(bytes(read)).isEqualTo(bytes(summary));
    assertThat(bytes(copy)).isEqualTo(before);
  }

  @Test
  void categoriesWithoutACellAreHeldByNameInItsFormAndItsMerges() {
    Profile.Categories profile = Profile.Categories.of(List.of("a", "b"));
    ColumnSummary first = ColumnSummary.of(profile);
    ColumnSummary second = ColumnSummary.of(profile);
    for (int i = 0; i < 30; i++) {
      first.add(profile, i % 3 == 0 ? "new" : "a");
      second.add(profile, i % 2 == 0 ? "new" : "newer");
    }
    ColumnSummary read = ColumnSummary.read(new ByteSource(bytes(first)), profile);
    assertThat(bytes(read)).isEqualTo(bytes(first));
    ColumnSummary copy = read.copy();
    read.merge(second);
    assertThat(read.newcomers().heaviest()).containsExactly("new", "newer");
    assertThat(read.newcomers().count("new")).isEqualTo(25);
    assertThat(bytes(copy)).isEqualTo(bytes(first));
  }

  @Test
  void itsSizeDoesNotGrowWithTheRows() {
    double[] values = normal(3, 200_000);
    Profile.Numbers profile = Profile.Numbers.of(Arrays.copyOf(values, 4_096));
    int few = bytes(count(profile, Arrays.copyOf(values, 2_000))).length;
    int many = bytes(count(profile, values)).length;
    assertThat(many).isLessThan(few + 500).isLessThan(5 * 1024);
  }

  @Test
  void anotherProfilesSummaryIsRefused() {
    byte[] bytes = bytes(count(Profile.Numbers.of(new double[] {1, 2}), new double[] {1}));
    Profile other = Profile.Numbers.of(new double[] {1, 2, 3});
    assertThatThrownBy(() -> ColumnSummary.read(new ByteSource(bytes), other))
        .isInstanceOf(FormException.class)
        .hasMessageContaining("its profile has");
  }

  @Test
  void distinctValuesAreEstimatedWithinFivePercent() {
    double[] values = normal(4, 100_000);
    Profile.Numbers profile = Profile.Numbers.of(Arrays.copyOf(values, 4_096));
    assertThat(count(profile, values).distinct()).isCloseTo(100_000, within(10_000.0));
    assertThat(count(profile, new double[] {1, 1, 2, 3, 3}).distinct()).isCloseTo(3, within(0.1));
  }

  @Test
  void valuesThatFollowEachOtherAreWorthFewerRows() {
    double[] independent = normal(5, 20_000);
    double[] following = independent.clone();
    for (int i = 1; i < following.length; i++) {
      following[i] = 0.8 * following[i - 1] + 0.6 * independent[i];
    }
    assertThat(inflation(independent)).isLessThan(1.05);
    ColumnSummary whole = count(Profile.Numbers.of(normal(1, 2_000)), normal(2, 2_005));
    assertThat(Serial.inflation(whole.spread(), whole.spread())).isLessThan(1.1);
    assertThat(inflation(following)).isBetween(7.5, 12.0);
    assertThat(inflation(IntStream.range(0, 20_000).mapToDouble(i -> i).toArray()))
        .isGreaterThan(1_000);
  }

  @Test
  void whatLastsLongerThanNeighboursShowsInSums() {
    double[] levels = normal(6, 50);
    double[] noise = normal(7, 50_000);
    double[] values =
        IntStream.range(0, 50_000).mapToDouble(i -> noise[i] + 0.3 * levels[i / 1_000]).toArray();
    assertThat(inflation(values)).isGreaterThan(30);
  }

  private static double inflation(double[] values) {
    Profile.Numbers profile = Profile.Numbers.of(Arrays.copyOf(values, 4_096));
    ColumnSummary summary = count(profile, values);
    return Serial.inflation(summary.place(), summary.place());
  }

  @Test
  void categoriesHaveCellsByHowOftenTheyWereMet() {
    List<String> often =
        Collections.nCopies(40, List.of("a", "b", "b")).stream().flatMap(List::stream).toList();
    Profile.Categories sure = Profile.Categories.of(often);
    assertThat(sure.names()).containsExactly("b", "a");
    assertThat(sure.choice()).isEqualTo(Profile.Choice.SURE);
    assertThat(sure.cell("c")).isEqualTo(2);
    List<String> many = IntStream.range(0, 2_000).mapToObj(i -> "n" + i % 300).toList();
    Profile.Categories split = Profile.Categories.of(many);
    assertThat(split.choice()).isEqualTo(Profile.Choice.SPLIT);
    assertThat(split.uncounted(2_000)).isEqualTo(1_000);
    assertThat(split.cells()).isLessThanOrEqualTo(Profile.Categories.MOST + 1);
  }
}
