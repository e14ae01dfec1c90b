package io.homeostat.processors.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.StateExport;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import org.junit.jupiter.api.Test;

class OutputWriterTest {
  private static final String SOURCE = "tally@telemetry.metrics";
  private final Wire wire = new Wire();
  private final OutputWriter writer = new OutputWriter(wire, SOURCE, Stream.METRICS);

  @Test
  void outputTooLargeForTheLogBecomesADeadLetterWithItsOrigin() throws WireException {
    Origin origin = new Origin(SOURCE, 3, 77, 2);
    byte[] large = new byte[OutputWriter.LARGEST_BYTES];

    OutputBytes written =
        writer.encode(
            new Output(
                Stream.STATES,
                0,
                "tally/3/0",
                origin,
                new StateExport("tally", 1, 3, 77, 0, 1, large)));

    assertThat(written.stream()).isEqualTo(Stream.DEAD_LETTERS);
    Message message = wire.decode(written.value());
    assertThat(message.origin()).isEqualTo(origin);
    DeadLetter letter = (DeadLetter) message.fact();
    assertThat(letter.reason()).contains("states").contains("StateExport").contains("1000000");
    assertThat(letter.offset()).isEqualTo(77);
    assertThat(letter.bytes()).hasSize(64 * 1024);
  }

  @Test
  void deadLetterOfAnUndecodableRecordHasItsPlaceTheReasonAndTheBytes() throws WireException {
    byte[] noise = {1, 2, 3};

    OutputBytes written = writer.deadLetter(new LaneBytes(2, 41, 0, noise), "no Avro");

    Message message = wire.decode(written.value());
    assertThat(message.origin()).isEqualTo(new Origin(SOURCE, 2, 41, 0));
    DeadLetter letter = (DeadLetter) message.fact();
    assertThat(letter.stream()).isEqualTo("telemetry.metrics");
    assertThat(letter.lane()).isEqualTo(2);
    assertThat(letter.offset()).isEqualTo(41);
    assertThat(letter.reason()).isEqualTo("no Avro");
    assertThat(letter.bytes()).isEqualTo(noise);
  }
}
