package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResumeTest {

  @Test
  void storyResumedFromTheStateAfterAnyOfItsRecordsGoesOnTheSame() {
    resume(HappyStoryTest.told().records, 1, 40);
  }

  @Test
  void walksResumedAnywhereGoOnTheSame() {
    for (long seed : new long[] {3, 17, 113}) {
      resume(WalkTest.walked(seed).records, 23, 60);
    }
  }

  /** Resumes after every so many records, and compares what comes out of the next ones. */
  private static void resume(List<LaneRecord> records, int every, int compared) {
    PlainRunner whole = runner();
    List<byte[]> states = new ArrayList<>();
    List<List<String>> outputs = new ArrayList<>();
    for (LaneRecord record : records) {
      outputs.add(describe(whole.apply(record)));
      states.add(whole.export());
    }
    for (int i = 0; i < records.size(); i += every) {
      PlainRunner resumed = PlainRunner.resume(new IncidentsFold(), Lanes.LOCAL, states.get(i));
      assertThat(resumed.export()).as("state after record %d", i).isEqualTo(states.get(i));
      int end = Math.min(records.size(), i + compared);
      for (int next = i + 1; next < end; next++) {
        assertThat(describe(resumed.apply(records.get(next))))
            .as("outputs of record %d, resumed after %d", next, i)
            .isEqualTo(outputs.get(next));
      }
      assertThat(resumed.export())
          .as("state after record %d, resumed after %d", end - 1, i)
          .isEqualTo(states.get(end - 1));
    }
  }

  @Test
  void sameLaneGivesTheSameOutputsTwice() {
    List<LaneRecord> records = HappyStoryTest.told().records;

    assertThat(describe(runner().run(records))).isEqualTo(describe(runner().run(records)));
  }

  private static PlainRunner runner() {
    return new PlainRunner(new IncidentsFold(), Lanes.LOCAL, 0);
  }

  private static List<String> describe(List<Output> outputs) {
    return outputs.stream()
        .map(
            output ->
                output.stream()
                    + "/"
                    + output.lane()
                    + "/"
                    + output.key()
                    + "/"
                    + output.origin()
                    + "/"
                    + bytes(output.fact()))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static String bytes(Object fact) {
    ByteSink sink = new ByteSink();
    Forms.of((Class<Object>) fact.getClass()).write(fact, sink);
    return HexFormat.of().formatHex(sink.toByteArray());
  }
}
