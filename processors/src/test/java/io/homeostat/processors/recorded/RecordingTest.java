package io.homeostat.processors.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Verdict;
import io.homeostat.processors.shell.LaneBytes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordingTest {

  @ParameterizedTest
  @MethodSource("io.homeostat.processors.recorded.Recording#all")
  void oneSeedGivesOneRecording(Recording recording) {
    var once = recording.lanes(3);
    var again = recording.lanes(3);
    for (int lane = 0; lane < once.size(); lane++) {
      for (int i = 0; i < once.get(lane).size(); i++) {
        assertThat(Arrays.equals(once.get(lane).get(i).bytes(), again.get(lane).get(i).bytes()))
            .isTrue();
      }
    }
  }

  @Test
  void metricsGiveSignalsOfEveryStateAndAnswers() {
    Map<String, Integer> said = said(Recording.TELEMETRY);
    assertThat(said)
        .containsKeys(
            Signal.class.getSimpleName() + Signal.State.FIRING,
            Signal.class.getSimpleName() + Signal.State.RESOLVED,
            Observation.class.getSimpleName());
  }

  @Test
  void signalsGiveIncidentsThatAreHealedAndActionsThatDidNotHelp() {
    Map<String, Integer> said = said(Recording.INCIDENTS);
    assertThat(said)
        .containsKeys(
            ObservationRequest.class.getSimpleName(),
            Proposal.class.getSimpleName(),
            Incident.class.getSimpleName() + Incident.State.HEALED,
            Verdict.class.getSimpleName() + Verdict.Result.VERIFIED);
    assertThat(said.keySet())
        .filteredOn(kind -> kind.startsWith(Verdict.class.getSimpleName()))
        .hasSizeGreaterThan(1);
  }

  private static Map<String, Integer> said(Recording recording) {
    Map<String, Integer> said = new HashMap<>();
    List<List<LaneBytes>> lanes = recording.lanes(7);
    for (int lane = 0; lane < lanes.size(); lane++) {
      for (Emitted emitted : recording.reference(lane).run(lanes.get(lane))) {
        said.merge(kind(emitted), 1, Integer::sum);
      }
    }
    return said;
  }

  private static String kind(Emitted emitted) {
    String type = emitted.fact().getClass().getSimpleName();
    if (emitted.fact() instanceof Signal signal) {
      return type + signal.state();
    }
    if (emitted.fact() instanceof Verdict verdict) {
      return type + verdict.result();
    }
    return emitted.fact() instanceof Incident incident ? type + incident.state() : type;
  }
}
