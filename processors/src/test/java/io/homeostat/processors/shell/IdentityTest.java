package io.homeostat.processors.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.StateExport;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.processors.recorded.Emitted;
import io.homeostat.processors.recorded.LocalFlink;
import io.homeostat.processors.recorded.Playback;
import io.homeostat.processors.recorded.Recording;
import io.homeostat.processors.recorded.Reference;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdentityTest {
  private final Wire wire = new Wire();

  static java.util.stream.Stream<Arguments> recordingsAndWorkers() {
    return Recording.all()
        .flatMap(each -> java.util.stream.Stream.of(Arguments.of(each, 1), Arguments.of(each, 4)));
  }

  @ParameterizedTest
  @MethodSource("recordingsAndWorkers")
  void givesWhatThePlainRunnerGives(Recording recording, int workers) throws Exception {
    List<List<LaneBytes>> lanes = recording.lanes(7);
    try (Playback playback = new Playback(lanes)) {
      LocalFlink.run(recording.job(), playback, workers);

      recording.requireIdentity(lanes, playback);
      assertThat(playback.outputs()).hasSizeGreaterThan(lanes.size() * 50);
    }
  }

  @Test
  void undecodableRecordGoesToTheDeadLettersAndThePipelineGoesOn() throws Exception {
    List<List<LaneBytes>> lanes = Recording.TALLY.lanes(8);
    try (Playback playback = new Playback(lanes)) {
      LocalFlink.run(Recording.TALLY.job(), playback, 1);

      for (List<LaneBytes> lane : lanes) {
        List<LaneBytes> noise = lane.stream().filter(record -> !decodable(record)).toList();
        List<Emitted> outputs = Emitted.distinct(playback.outputs(), lane.get(0).lane());
        List<DeadLetter> letters =
            outputs.stream()
                .filter(output -> output.stream() == Stream.DEAD_LETTERS)
                .map(output -> (DeadLetter) output.fact())
                .toList();
        assertThat(letters)
            .extracting(DeadLetter::offset)
            .isEqualTo(noise.stream().map(LaneBytes::offset).toList());
        assertThat(letters)
            .allSatisfy(letter -> assertThat(letter.stream()).isEqualTo("telemetry.metrics"))
            .allSatisfy(letter -> assertThat(letter.reason()).contains("Avro"));
        assertThat(outputs.get(outputs.size() - 1).origin().offset())
            .isGreaterThan(noise.get(noise.size() - 1).offset());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.homeostat.processors.recorded.Recording#all")
  void stateThatFlinkExportsIsThePlainRunnersAndGoesOnSeamlessly(Recording recording)
      throws Exception {
    List<List<LaneBytes>> lanes = recording.lanes(9);
    try (Playback playback = new Playback(lanes)) {
      LocalFlink.run(recording.job(), playback, 4);

      for (int lane = 0; lane < lanes.size(); lane++) {
        List<Emitted> outputs = Emitted.distinct(playback.outputs(), lane);
        List<StateExport> pieces =
            outputs.stream()
                .filter(output -> output.stream() == Stream.STATES)
                .map(output -> (StateExport) output.fact())
                .toList();
        assertThat(pieces).isNotEmpty();
        long offset = pieces.get(0).offset();
        byte[] exported = whole(pieces);
        Reference before = recording.reference(lane);
        before.run(lanes.get(lane).subList(0, (int) offset + 1));
        assertThat(exported).isEqualTo(before.runner().export());

        PlainRunner resumed = PlainRunner.resume(recording.fold(), Lanes.LOCAL, exported);
        List<Emitted> after =
            new Reference(recording.fold(), resumed)
                .run(lanes.get(lane).subList((int) offset + 1, lanes.get(lane).size()));
        Emitted.requireSame(
            outputs.stream().filter(output -> output.origin().offset() > offset).toList(), after);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.homeostat.processors.recorded.Recording#all")
  void everyRecordTwiceChangesNothing(Recording recording) throws Exception {
    List<List<LaneBytes>> lanes = recording.lanes(10);
    List<List<LaneBytes>> doubled = lanes.stream().map(this::doubled).toList();
    try (Playback playback = new Playback(doubled)) {
      LocalFlink.run(recording.job(), playback, 4);

      for (int lane = 0; lane < lanes.size(); lane++) {
        assertThat(said(Emitted.distinct(playback.outputs(), lane)))
            .isEqualTo(said(recording.reference(lane).run(lanes.get(lane))));
      }
    }
  }

  /**
   * The lane with each record repeated right after itself, and after the next one; noise is not.
   */
  private List<LaneBytes> doubled(List<LaneBytes> lane) {
    List<LaneBytes> doubled = new ArrayList<>();
    LaneBytes previous = null;
    for (LaneBytes record : lane) {
      add(doubled, record);
      if (decodable(record)) {
        add(doubled, record);
        if (previous != null) {
          add(doubled, new LaneBytes(record.lane(), 0, record.appendedMillis(), previous.bytes()));
        }
        previous = record;
      }
    }
    return doubled;
  }

  private static void add(List<LaneBytes> lane, LaneBytes record) {
    lane.add(new LaneBytes(record.lane(), lane.size(), record.appendedMillis(), record.bytes()));
  }

  /** What was said where, apart from places and from what counts them. */
  private static List<String> said(List<Emitted> outputs) {
    return outputs.stream()
        .filter(output -> output.stream() != Stream.STATES)
        .filter(output -> output.stream() != Stream.DEAD_LETTERS)
        .map(output -> output.stream() + "/" + output.lane() + " " + output.text())
        .toList();
  }

  private boolean decodable(LaneBytes record) {
    try {
      wire.decode(record.bytes());
      return true;
    } catch (WireException e) {
      return false;
    }
  }

  private static byte[] whole(List<StateExport> pieces) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    pieces.forEach(piece -> whole.writeBytes(piece.bytes()));
    return whole.toByteArray();
  }
}
