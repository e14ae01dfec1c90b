package io.homeostat.core.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.model.Signal;
import io.homeostat.core.telemetry.CellLaws;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DriftCategoriesTest {
  private static final String RULE =
      """
      drift:
        - {name: orders, match: ['kind="pg-table"'], reference: trailing, window: 1m, windows: 3,
           leastRows: 50, kind: data-drift}
      """;

  private final SplittableRandom random = new SplittableRandom(13);

  private String usual() {
    return city(List.of("Kiel", "Köln", "Bonn", "Ulm"));
  }

  private String city(List<String> cities) {
    return "{\"city\":\"" + cities.get(random.nextInt(cities.size())) + "\"}";
  }

  @Test
  void newCategoriesAndThoseThatAreGoneAreNamed() {
    RowLane lane = new RowLane(RULE).minutes(4, this::usual);
    lane.minutes(1, () -> city(List.of("Kiel", "Köln", "Bonn", "Oslo", "Bern"))).lane().seconds(15);
    Signal signal = lane.signals().get(0);
    assertThat(signal.explanation())
        .startsWith("columns of public.orders drifted: city has other")
        .containsPattern("new: '(Oslo|Bern)' [12][0-9.]+%, '(Oslo|Bern)' [12][0-9.]+%")
        .containsPattern("gone: 'Ulm' \\(was 2[0-9.]+%\\)$");
  }

  @Test
  void whatATrailingReferenceHasMetByNowIsNewNoMore() {
    RowLane lane = new RowLane(RULE).minutes(4, this::usual);
    lane.minutes(1, () -> city(List.of("Kiel", "Köln", "Bonn", "Oslo")));
    lane.minutes(1, () -> city(List.of("Kiel", "Oslo", "Oslo", "Oslo"))).lane().seconds(15);
    List<Signal> signals = lane.signals();
    assertThat(signals.get(0).explanation()).contains("new: 'Oslo'");
    assertThat(signals.get(1).explanation()).contains("city has other").doesNotContain("new:");
  }

  @Test
  void theStateIsWholeAtAnyPlace() {
    RowLane lane = new RowLane(RULE).minutes(4, this::usual);
    lane.minutes(2, () -> "{\"city\":\"new " + random.nextInt(30) + "\"}");
    List<LaneRecord> records = lane.lane().records();
    for (int permille : new int[] {300, 720, 990}) {
      int split = records.size() * permille / 1_000;
      CellLaws.resumes(DriftFold::new, records, split);
      CellLaws.copiesAreDeep(DriftFold::new, records, split);
    }
    CellLaws.isWhatIsWritten(DriftFold::new, records);
  }
}
