package io.homeostat.ingest.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.core.drift.DriftFold;
import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.RowChange;
import io.homeostat.core.model.Signal;
import io.homeostat.ingest.intake.Translated;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What senders say of features, as the folds over rows see it. */
class ServedFeaturesTest {
  private static final long START = 1_795_168_800_000L;
  private static final String RULES =
      """
      drift:
        - {name: served, match: ['kind="feature-set"'], reference: baseline, window: 1m,
           windows: 3, leastRows: 50, kind: data-drift}
      features:
        - {name: user_age, table: 'feature-set:prod/ranker/online', column: age, type: integer,
           required: true, range: {least: 0, most: 120}, models: ['model:ranker/v7']}
      """;

  private final SplittableRandom random = new SplittableRandom(7);
  private final List<LaneRecord> lane = new ArrayList<>();
  private long now = START;

  @Test
  void recordsOfADoorDriftAndBreakAContractLikeRowsOfATable() {
    ContextChunk.split("rules", RULES).forEach(chunk -> add("broadcaster/1", chunk));
    minutes(4, 0);
    long changed = now;
    minutes(2, 200);
    List<Signal> signals = signals();
    assertThat(signals)
        .extracting(Signal::rule, signal -> signal.entity().text(), Signal::state)
        .contains(
            tuple("served", "feature-set:prod/ranker/online", Signal.State.FIRING),
            tuple("user_age", "feature-set:prod/ranker/online", Signal.State.FIRING));
    assertThat(signals).allSatisfy(signal -> assertThat(signal.beganMillis()).isEqualTo(changed));
    assertThat(signals)
        .extracting(Signal::explanation)
        .anySatisfy(words -> assertThat(words).startsWith("columns of online drifted: age "))
        .anySatisfy(
            words ->
                assertThat(words)
                    .contains("rows written to online", "above 120", "used by ranker/v7"));
  }

  @Test
  void recordsAsTheyAlwaysWereAlarmNobody() {
    ContextChunk.split("rules", RULES).forEach(chunk -> add("broadcaster/1", chunk));
    minutes(6, 0);
    assertThat(signals()).isEmpty();
  }

  private void minutes(int minutes, int older) {
    for (int second = 0; second < 60 * minutes; second++) {
      add("clock/1", new Tick(now, new TreeMap<>(Map.of("gateway", Tick.Door.OPEN))));
      StringBuilder body = new StringBuilder();
      for (int i = 0; i < 3; i++) {
        body.append(line(older));
      }
      Translated<RowChange> read =
          FeatureLines.translate(body.toString().getBytes(StandardCharsets.UTF_8), now);
      assertThat(read.accepted()).as(read.rejections().message()).isEqualTo(3);
      read.facts().forEach(record -> add("gateway/1", record));
      now += 1_000;
    }
  }

  private String line(int older) {
    return String.format(
        Locale.ROOT,
        "{\"table\": \"feature-set:prod/ranker/online\", \"time\": %d, \"values\":"
            + " {\"age\": %d, \"country\": \"c%d\", \"score\": %f}}%n",
        now,
        20 + older + random.nextInt(60),
        random.nextInt(4),
        random.nextGaussian());
  }

  private void add(String source, Fact fact) {
    long count = lane.size() + 1L;
    lane.add(new LaneRecord(count, now, new Origin(source, 0, count, 0), fact));
  }

  private List<Signal> signals() {
    return new PlainRunner(new DriftFold(), new Lanes(1, 1), 0)
        .run(lane).stream()
            .filter(output -> output.fact() instanceof Signal)
            .map(output -> (Signal) output.fact())
            .toList();
  }
}
