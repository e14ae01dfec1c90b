package io.homeostat.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.MapCells;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.SeriesNames;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ObservationTest {
  private static final EntityId ENTITY = EntityId.parse("service:a/b");
  private static final String KEY = ENTITY.text();
  private static final long START = 1_700_000_000_000L;
  private static final SeriesNames BOTH = SeriesNames.of(List.of("a", "b"));
  private static final SeriesNames SECOND = SeriesNames.of(List.of("b"));

  private final MapCells cells = new MapCells();
  private final OpenSteps open = new OpenSteps();
  private final Columns columns = Columns.of(List.of("a", "b"));

  /** A sample in the model. */
  private record Sample(long timeMillis, double value) {}

  private void add(long timeMillis, SeriesNames names, double... values) {
    open.widen(columns.size());
    Aggregates.add(cells, KEY, open, timeMillis, columns.place(names).columns(), values);
  }

  private Observation ask(String series, long fromMillis, long toMillis) {
    return Questions.answer(
        cells,
        KEY,
        columns,
        open,
        new ObservationRequest("q", "s", ENTITY, series, fromMillis, toMillis));
  }

  /** Samples of series b, at random times over a span, some of them with series a. */
  private List<Sample> fill(SplittableRandom random, int spanMinutes) {
    List<Sample> samples = new ArrayList<>();
    long time = START + random.nextInt(100_000);
    long end = time + spanMinutes * 60_000L;
    while (time < end) {
      double value = random.nextInt(1_000);
      boolean both = random.nextInt(3) > 0;
      if (both) {
        add(time, BOTH, 1, value);
      } else {
        add(time, SECOND, value);
      }
      samples.add(new Sample(time, value));
      time += 1 + random.nextInt(random.nextInt(20) == 0 ? 200_000 : 3_000);
    }
    return samples;
  }

  private static void assertEquals(Observation answer, List<Sample> samples, long first) {
    long step = answer.stepMillis();
    TreeMap<Long, List<Double>> model = new TreeMap<>();
    for (Sample sample : samples) {
      long index = Math.floorDiv(sample.timeMillis(), step);
      boolean inside =
          index >= Math.floorDiv(answer.fromMillis(), step)
              && index <= Math.floorDiv(answer.toMillis() - 1, step);
      if (inside && index >= first) {
        model.computeIfAbsent(index, i -> new ArrayList<>()).add(sample.value());
      }
    }
    assertThat(answer.timesMillis())
        .containsExactly(model.keySet().stream().mapToLong(i -> i * step).toArray());
    assertThat(answer.counts())
        .containsExactly(model.values().stream().mapToLong(List::size).toArray());
    assertThat(answer.means())
        .containsExactly(
            model.values().stream()
                .mapToDouble(v -> v.stream().mapToDouble(d -> d).sum() / v.size())
                .toArray(),
            Offset.offset(1e-9));
  }

  @Property(tries = 400)
  void aWindowOfTheLastTenMinutesIsAnsweredInStepsOfFiveSeconds(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 150) int spanMinutes,
      @ForAll boolean early) {
    ObservationTest own = new ObservationTest();
    SplittableRandom random = new SplittableRandom(seed);
    List<Sample> samples = own.fill(random, spanMinutes);
    int ago = early ? 600_000 + random.nextInt(60_000) : random.nextInt(600_000);
    int length = 1 + random.nextInt(600_000);
    long last = samples.get(samples.size() - 1).timeMillis();
    Observation answer = own.ask("b", last - ago, last - ago + length);
    assertThat(answer.stepMillis()).isIn(5_000L, early ? 60_000L : 5_000L);
    assertEquals(answer, samples, Long.MIN_VALUE);
  }

  @Property(tries = 150)
  void aLongerWindowIsAnsweredInMinutesOfTheLastHour(
      @ForAll long seed,
      @ForAll @IntRange(min = 30, max = 150) int spanMinutes,
      @ForAll @IntRange(min = 12, max = 90) int agoMinutes,
      @ForAll @IntRange(min = 1, max = 90) int minutes) {
    ObservationTest own = new ObservationTest();
    List<Sample> samples = own.fill(new SplittableRandom(seed), spanMinutes);
    long last = samples.get(samples.size() - 1).timeMillis();
    long from = last - agoMinutes * 60_000L;
    Observation answer = own.ask("b", from, from + minutes * 60_000L);
    assertThat(answer.stepMillis()).isEqualTo(60_000);
    assertThat(answer.timesMillis().length).isLessThanOrEqualTo(61);
    assertEquals(answer, samples, Math.floorDiv(last, 60_000) - Aggregates.COARSE_STEPS);
  }

  @Test
  void aSeriesThatWasNeverHeardOfHasNoSteps() {
    add(START, BOTH, 1, 2);
    assertThat(ask("c", START - 1_000, START + 1_000).timesMillis()).isEmpty();
    assertThat(ask("a", START, START).timesMillis()).isEmpty();
    assertThat(ask("a", START, START + 1).means()).containsExactly(1);
  }

  @Test
  void aSecondMentionOfASeriesInAFrameDoesNotCount() {
    add(START, SeriesNames.of(List.of("a", "a")), 1, 5);
    assertThat(ask("a", START, START + 1).means()).containsExactly(1);
    assertThat(ask("a", START, START + 1).counts()).containsExactly(1);
  }

  @Test
  void columnsOfTheSameSeriesAreOneObjectAndRememberWhereFramesStand() {
    Columns same = Columns.of(List.of("a", "b"));
    assertThat(same).isSameAs(columns);
    assertThat(same.place(SECOND)).isSameAs(same.place(SECOND));
    assertThat(same.place(SECOND).columns()).containsExactly(1);
    assertThat(same.place(SECOND).positions()).containsExactly(-1, 0);
    assertThat(same.place(SeriesNames.of(List.of("b", "x", "x"))).missing()).containsExactly("x");
  }
}
