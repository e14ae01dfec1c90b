package io.homeostat.core.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.column.Profile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnoverTest {
  private static final Profile.Categories PROFILE =
      Profile.Categories.of(List.of("a", "b", "c"), Profile.Choice.SURE);

  private static ColumnSummary count(Profile.Categories profile, List<String> names) {
    ColumnSummary summary = ColumnSummary.of(profile);
    names.forEach(name -> summary.add(profile, name));
    return summary;
  }

  private static List<String> times(int times, String... names) {
    List<String> all = new ArrayList<>();
    for (String name : names) {
      all.addAll(Collections.nCopies(times, name));
    }
    return all;
  }

  private static List<String> and(List<String> some, List<String> others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private static String turnover(List<String> before, List<String> after) {
    return Turnover.of(PROFILE, count(PROFILE, before), count(PROFILE, after));
  }

  @Test
  void theHeaviestNewOnesAndThoseThatAreGoneAreNamedWithTheirShares() {
    assertThat(turnover(times(40, "a", "b"), and(times(60, "a", "x"), times(20, "y", "z", "w"))))
        .isEqualTo(", new: 'x' 33.3%, 'w' 11.1%, 'y' 11.1%, gone: 'b' (was 50%)");
  }

  @Test
  void whatChanceLeavesOutIsNotGoneAndWhatWasThereIsNotNew() {
    assertThat(turnover(and(times(96, "a"), times(4, "b")), times(100, "a"))).isEmpty();
    assertThat(turnover(and(times(99, "a"), List.of("x")), times(50, "a", "x"))).isEmpty();
    assertThat(turnover(times(50, "a"), and(times(50, "a"), List.of("once")))).isEmpty();
  }

  @Test
  void whereNotAllNamesAreHeldASharesBoundIsTold() {
    List<String> after = times(50, "a", "x");
    for (int i = 0; i < 20; i++) {
      after.add("other" + i);
    }
    assertThat(turnover(times(50, "a"), after)).startsWith(", new: 'x' at least 4");
  }

  @Test
  void aReferenceThatCantTellNamesNothingNew() {
    List<String> before = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      before.add("other" + i % 30);
    }
    assertThat(turnover(before, and(times(80, "a"), times(20, "other7")))).doesNotContain("new");
  }

  @Test
  void whereRareOnesHaveNoCellNewMayMeanRare() {
    Profile.Categories split = Profile.Categories.of(List.of("a"), Profile.Choice.SPLIT);
    assertThat(
            Turnover.of(
                split, count(split, times(50, "a")), count(split, times(50, "a", "x".repeat(90)))))
        .isEqualTo(", new or rare before: '" + "x".repeat(64) + "' 50%");
  }
}
