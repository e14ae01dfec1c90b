package io.homeostat.demo.rag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TrafficPlanTest {
  private static final Season SEASON = new Season(24, 0.4, Duration.ofMinutes(10));

  @Test
  void theSameSeedAsksTheSameQuestions() {
    assertThat(questions(7)).isEqualTo(questions(7)).isNotEqualTo(questions(8));
  }

  @Test
  void aThirdComesFromTheBusiestTenant() {
    double share =
        questions(7).stream().filter(question -> question.tenant() == Corpus.BUSIEST_TENANT).count()
            / 2000.0;
    assertThat(share).isCloseTo(0.35, within(0.05));
  }

  @Test
  void gapsAverageToTheSeasonsRate() {
    TrafficPlan plan = new TrafficPlan(7, new Demand(SEASON));
    Instant noon = Instant.EPOCH;
    double mean =
        IntStream.range(0, 20_000).mapToLong(i -> plan.nextGap(noon).toNanos()).average().orElse(0);
    assertThat(1e9 / mean).isCloseTo(SEASON.ratePerSecond(noon), within(0.6));
  }

  @Property
  void theSeasonRepeatsEachDayAndStaysInItsSwing(
      @ForAll @LongRange(min = -1L << 40, max = 1L << 40) long millis) {
    Instant time = Instant.ofEpochMilli(millis);
    assertThat(SEASON.ratePerSecond(time))
        .isBetween(24 * 0.6 - 1e-9, 24 * 1.4 + 1e-9)
        .isEqualTo(SEASON.ratePerSecond(time.plus(SEASON.day())));
  }

  @Test
  void aQuestionReadsBackFromItsPath() {
    Question question = new Question(3, "bacedi lojeki");
    assertThat(Question.parse("GET", URI.create(question.toPath()))).isEqualTo(question);
  }

  @Test
  void badQuestionsSayWhatWouldBeRight() {
    assertThatThrownBy(() -> Question.parse("GET", URI.create("/search?tenant=x&q=a")))
        .hasMessageContaining("tenant is 'x': give a whole number");
    assertThatThrownBy(() -> Question.parse("GET", URI.create("/search?tenant=1")))
        .hasMessageContaining("q has 0 characters");
    assertThatThrownBy(() -> Question.parse("POST", URI.create("/search?tenant=1&q=a")))
        .hasMessageContaining("use GET");
  }

  @Test
  void badSeasonsAreRefused() {
    assertThatThrownBy(() -> new Season(0, 0.4, Duration.ofMinutes(10)))
        .hasMessageContaining("meanPerSecond is 0.0");
    assertThatThrownBy(() -> new Season(1, 1, Duration.ofMinutes(10)))
        .hasMessageContaining("swing is 1.0");
    assertThatThrownBy(() -> new Season(1, 0, Duration.ZERO)).hasMessageContaining("day is PT0S");
  }

  private static List<Question> questions(long seed) {
    TrafficPlan plan = new TrafficPlan(seed, new Demand(SEASON));
    return IntStream.range(0, 2000).mapToObj(i -> plan.nextQuestion()).toList();
  }
}
