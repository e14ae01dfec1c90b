package io.homeostat.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.telemetry.CellLaws;
import io.homeostat.core.telemetry.Lane;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for any lines. */
class LogsLawsTest {
  private static final int SECONDS = 300;
  private static final String RULES =
      """
      logs:
        - name: a-few
          level: warn
          count: 3
          within: 20s
          kind: trouble
          severity: warning
          explain: "{entity}: {count}, {line}"
        - name: many
          level: error
          contains: boom
          count: 20
          within: 10m
          kind: failure
          severity: critical
          explain: "{entity}: {count}, {line}"
      """;
  private static final String TEMPLATE_RULES =
      RULES
          + """
            # beside them
              - {name: never, level: error, new: {warmup: 1m}, within: 1m, kind: x, explain: "{line}"}
              - {name: rate, level: info, rate: {score: 3, warmup: 1m}, kind: x, explain: "{count}"}
              - {name: share, share: {score: 3, leastLines: 5, warmup: 1m}, kind: x, explain: "{count}"}
            """;

  /** A line on its way. */
  private record Arrival(long atMillis, LogEntry entry) {}

  private static List<LogEntry> entries(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LogEntry> entries = new ArrayList<>();
    for (int second = 0; second < SECONDS; second++) {
      boolean trouble = second / 40 % 2 == 0;
      for (int i = random.nextInt(trouble ? 3 : 1); i > 0; i--) {
        long time = Lane.START + 1_000 + second * 1_000L + random.nextInt(1_000);
        entries.add(
            new LogEntry(
                EntityId.parse("service:demo/rag/" + (random.nextBoolean() ? "a" : "b")),
                time,
                time,
                random.nextInt(4) > 0 ? LogEntry.Level.ERROR : LogEntry.Level.INFO,
                "boom " + random.nextInt(5),
                new TreeMap<>()));
      }
    }
    return entries;
  }

  private static Lane lane(List<LogEntry> entries, long seed, int longestDelayMillis) {
    return lane(RULES, entries, seed, longestDelayMillis);
  }

  private static Lane lane(
      String rules, List<LogEntry> entries, long seed, int longestDelayMillis) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Arrival> arrivals =
        new ArrayList<>(
            entries.stream()
                .map(
                    entry ->
                        new Arrival(
                            entry.timeMillis()
                                + (longestDelayMillis == 0
                                    ? 0
                                    : random.nextInt(longestDelayMillis)),
                            entry))
                .toList());
    arrivals.sort(Comparator.comparingLong(Arrival::atMillis));
    Lane lane = new Lane().tick().rules(rules);
    int next = 0;
    for (int second = 0; second < SECONDS + 100; second++) {
      while (next < arrivals.size() && arrivals.get(next).atMillis() < lane.now() + 1_000) {
        lane.add("gateway/1", arrivals.get(next++).entry());
      }
      if (second == 150) {
        lane.door("gateway", Tick.Door.CLOSED);
      }
      if (second == 190) {
        lane.door("gateway", Tick.Door.OPEN);
      }
      lane.second();
    }
    return lane;
  }

  private static List<Fact> said(Lane lane) {
    return lane.run(new LogsFold());
  }

  @Property(tries = 40)
  void theOrderOfLinesWithinTheBoundChangesNothing(@ForAll long seed, @ForAll long delays) {
    List<LogEntry> entries = entries(seed);
    List<Fact> prompt = said(lane(entries, 0, 0));
    assertThat(prompt).isNotEmpty();
    assertThat(said(lane(entries, delays, 4_900))).isEqualTo(prompt);
  }

  @Property(tries = 20)
  void theStateIsWholeAtAnyPlace(@ForAll long seed, @ForAll @IntRange(max = 1_000) int permille) {
    List<LaneRecord> records = lane(entries(seed), seed, 4_900).records();
    int split = records.size() * permille / 1_000;
    CellLaws.resumes(LogsFold::new, records, split);
    CellLaws.copiesAreDeep(LogsFold::new, records, split);
    CellLaws.isWhatIsWritten(LogsFold::new, records);
  }

  @Property(tries = 20)
  void theStateOfTemplatesAndNormsIsWholeAtAnyPlace(
      @ForAll long seed, @ForAll @IntRange(max = 1_000) int permille) {
    List<LaneRecord> records = lane(TEMPLATE_RULES, entries(seed), seed, 4_900).records();
    int split = records.size() * permille / 1_000;
    CellLaws.resumes(LogsFold::new, records, split);
    CellLaws.copiesAreDeep(LogsFold::new, records, split);
    CellLaws.isWhatIsWritten(LogsFold::new, records);
  }
}
