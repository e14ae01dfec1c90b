package io.homeostat.core.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Moment;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChronicleTest {

  private static Chronicle of(int entries) {
    Chronicle chronicle = Chronicle.EMPTY;
    for (int i = 0; i < entries; i++) {
      chronicle = chronicle.with(i, Moment.Kind.SIGNAL, "entry " + i, "");
    }
    return chronicle;
  }

  @Test
  void entriesStandInTheOrderOfTheirTimesAndEqualTimesInTheOrderOfTheirComing() {
    Chronicle chronicle =
        Chronicle.EMPTY
            .with(20, Moment.Kind.SIGNAL, "late", "")
            .with(10, Moment.Kind.SIGNAL, "early", "")
            .with(20, Moment.Kind.NOTE, "later", "");

    assertThat(chronicle.timeline())
        .extracting(Moment::text)
        .containsExactly("early", "late", "later");
  }

  @Test
  void ofALongStoryTheBeginningAndTheEndAreKept() {
    List<Moment> timeline = of(1_000).timeline();

    assertThat(timeline).hasSize(Incident.LONGEST_TIMELINE);
    assertThat(timeline.get(99).text()).isEqualTo("entry 99");
    assertThat(timeline.get(100).text()).isEqualTo("801 entries are left out here");
    assertThat(timeline.get(101).text()).isEqualTo("entry 901");
    assertThat(timeline.get(199).text()).isEqualTo("entry 999");
  }

  @Test
  void storyThatFitsIsWhole() {
    assertThat(of(199).timeline()).hasSize(199);
    assertThat(of(200).timeline()).hasSize(200);
    assertThat(of(200).timeline().get(100).text()).isEqualTo("1 entry is left out here");
  }

  @Test
  void sameEntryTwiceCountsOnce() {
    Moment moment = new Moment(5, Moment.Kind.INTENT, "begins", "command");

    assertThat(Chronicle.EMPTY.with(moment).with(moment).moments()).containsExactly(moment);
  }

  @Test
  void ofMuchProgressTheFirstWordsAndTheNewestAreKept() {
    Chronicle chronicle = Chronicle.EMPTY.with(0, Moment.Kind.INTENT, "begins", "c");
    for (int i : IntStream.rangeClosed(1, 500).toArray()) {
      chronicle = chronicle.with(i, Moment.Kind.PROGRESS, i + " of 500", "c");
    }

    assertThat(chronicle.timeline()).hasSize(13);
    assertThat(chronicle.timeline().get(1).text()).isEqualTo("1 of 500");
    assertThat(chronicle.timeline().get(12).text()).isEqualTo("500 of 500");
  }
}
