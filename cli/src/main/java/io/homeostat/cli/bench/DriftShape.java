package io.homeostat.cli.bench;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.column.Profile;
import io.homeostat.core.drift.verdict.ColumnTest;
import io.homeostat.core.drift.verdict.ColumnVerdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A sort of column, of which rows can be drawn without end. */
enum DriftShape {
  NORMAL(false),
  /** Cauchy's: without a mean. */
  HEAVY_TAILED(false),
  /** Poisson's with mean 3. */
  DISCRETE(false),
  /** Log-normal. */
  SKEWED(false),
  /** Normal, rounded to tenths, and three in ten are 0. */
  TIES(false),
  /** A first-order process; neighbours correlate by 0.3. */
  FOLLOWING_0_3(false),
  FOLLOWING_0_6(false),
  FOLLOWING_0_9(false),
  /** Twelve categories, from 30% to 1%. */
  CATEGORIES(true),
  /** Names whose shares fall as 1 / rank: most are rare. */
  MANY_CATEGORIES(true);

  private static final int LEARNED = 4_096;
  private final boolean categories;

  DriftShape(boolean categories) {
    this.categories = categories;
  }

  /** Whether its values are categories; each is a whole number here. */
  boolean categories() {
    return categories;
  }

  /** Draws rows. */
  double[] draw(SplittableRandom random, int rows) {
    double[] values = new double[rows];
    double before = random.nextGaussian();
    for (int i = 0; i < rows; i++) {
      values[i] = next(random, before);
      before = values[i];
    }
    return values;
  }

  private double next(SplittableRandom random, double before) {
    return switch (this) {
      case NORMAL -> random.nextGaussian();
      case HEAVY_TAILED -> Math.tan(Math.PI * (random.nextDouble() - 0.5));
      case DISCRETE -> poisson(random);
      case SKEWED -> Math.exp(random.nextGaussian());
      case TIES -> random.nextDouble() < 0.3 ? 0 : Math.rint(10 * random.nextGaussian()) / 10;
      case FOLLOWING_0_3 -> 0.3 * before + Math.sqrt(1 - 0.09) * random.nextGaussian();
      case FOLLOWING_0_6 -> 0.6 * before + 0.8 * random.nextGaussian();
      case FOLLOWING_0_9 -> 0.9 * before + Math.sqrt(1 - 0.81) * random.nextGaussian();
      case CATEGORIES -> Math.floor(12 * Math.pow(random.nextDouble(), 1.7));
      case MANY_CATEGORIES -> Math.floor(Math.exp(random.nextDouble() * Math.log(5_000)));
    };
  }

  private static double poisson(SplittableRandom random) {
    double product = random.nextDouble();
    int count = 0;
    for (; product > Math.exp(-3); count++) {
      product *= random.nextDouble();
    }
    return count;
  }

  /** Learns from the first rows of a reference. */
  Profile learn(double[] reference) {
    double[] first = Arrays.copyOf(reference, Math.min(LEARNED, reference.length));
    return categories
        ? Profile.Categories.of(Arrays.stream(first).mapToObj(DriftShape::name).toList())
        : Profile.Numbers.of(first);
  }

  /** Counts a reference, as its profile allows. */
  ColumnSummary reference(Profile profile, double[] rows) {
    int learned = Math.min(LEARNED, rows.length);
    int from = profile instanceof Profile.Categories names ? names.uncounted(learned) : 0;
    return profile.settled(
        count(profile, Arrays.copyOfRange(rows, from, learned)),
        count(profile, Arrays.copyOfRange(rows, learned, rows.length)));
  }

  /** Counts rows. */
  ColumnSummary count(Profile profile, double[] rows) {
    ColumnSummary summary = ColumnSummary.of(profile);
    for (double row : rows) {
      if (profile instanceof Profile.Numbers numbers) {
        summary.add(numbers, row);
      } else if (profile instanceof Profile.Categories names) {
        summary.add(names, name(row));
      }
    }
    return summary;
  }

  private static String name(double value) {
    return "c" + (int) value;
  }

  /** The p-value of a window; 1 where there is no verdict. */
  double pValue(Profile profile, ColumnSummary reference, double[] window) {
    ColumnVerdict verdict = ColumnTest.judge("column", profile, reference, count(profile, window));
    return verdict instanceof ColumnVerdict.Judged judged ? judged.pValue() : 1;
  }

  /** P-values of columns in which nothing drifted, each with a reference of its own. */
  double[] withoutDrift(long seed, int rows, int columns) {
    List<Double> values = new ArrayList<>(columns);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < columns; i++) {
      double[] reference = draw(random, rows);
      Profile profile = learn(reference);
      values.add(pValue(profile, reference(profile, reference), draw(random, rows)));
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
