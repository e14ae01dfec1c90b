package io.homeostat.processors.shell;

import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.core.model.Fact;
import io.homeostat.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Encodes what a fold puts out, and the dead letters of what it never saw. */
final class OutputWriter {
  /** The log takes records of up to 1 MiB; the rest is for the key and the log's own framing. */
  static final int LARGEST_BYTES = 1_000_000;

  private static final int LETTER_BYTES = 64 * 1024;
  private static final byte[] NO_KEY = new byte[0];

  private final Wire wire;
  private final String source;
  private final Stream input;

  /**
   * @param source the source in the origins of dead letters
   * @param input the stream that is folded over
   */
  OutputWriter(Wire wire, String source, Stream input) {
    this.wire = wire;
    this.source = source;
    this.input = input;
  }

  /** An output as the log takes it; one too large for the log becomes a dead letter. */
  OutputBytes encode(Output output) {
    byte[] value = wire.encode(output.origin(), output.fact());
    if (value.length > LARGEST_BYTES) {
      return tooLarge(output, value);
    }
    byte[] key = output.key().isEmpty() ? NO_KEY : output.key().getBytes(StandardCharsets.UTF_8);
    return new OutputBytes(output.stream(), output.lane(), key, value);
  }

  /** The dead letter of a record that could not be decoded. */
  OutputBytes deadLetter(LaneBytes record, String reason) {
    return letter(
        new Origin(source, record.lane(), record.offset(), 0),
        new DeadLetter(
            input.topic(), record.lane(), record.offset(), reason, head(record.bytes())));
  }

  private OutputBytes tooLarge(Output output, byte[] value) {
    Origin origin = output.origin();
    String reason =
        "an output for "
            + output.stream().topic()
            + ", "
            + output.fact().getClass().getSimpleName()
            + ", has "
            + value.length
            + " bytes; the log takes "
            + LARGEST_BYTES;
    return letter(
        origin, new DeadLetter(input.topic(), origin.lane(), origin.offset(), reason, head(value)));
  }

  private OutputBytes letter(Origin origin, Fact letter) {
    return new OutputBytes(Stream.DEAD_LETTERS, 0, NO_KEY, wire.encode(origin, letter));
  }

  private static byte[] head(byte[] bytes) {
    return bytes.length <= LETTER_BYTES ? bytes : Arrays.copyOf(bytes, LETTER_BYTES);
  }
}
