package io.homeostat.processors.recorded;

import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Fact;
import io.homeostat.processors.shell.OutputBytes;
import io.homeostat.schemas.wire.FactJson;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An output as it reached the log, for comparison.
 *
 * @param origin where it comes from
 * @param stream where it went
 * @param lane the lane there
 * @param key its key
 * @param value its bytes
 */
public record Emitted(Origin origin, Stream stream, int lane, String key, byte[] value) {
  private static final Wire WIRE = new Wire();

  /** What a shell has written. */
  public static Emitted of(OutputBytes output) {
    return new Emitted(
        message(output.value()).origin(),
        output.stream(),
        output.lane(),
        new String(output.key(), StandardCharsets.UTF_8),
        output.value());
  }

  /** What it says. */
  public Fact fact() {
    return message(value).fact();
  }

  /** What it says, without its origin, as JSON. */
  public String text() {
    return FactJson.text(fact());
  }

  /**
   * The outputs of one lane of the input, in the order in which they were first written.
   *
   * @throws AssertionError when a repetition differs from the first
   */
  public static List<Emitted> distinct(Collection<Emitted> all, int inputLane) {
    Map<Origin, Emitted> byOrigin = new LinkedHashMap<>();
    for (Emitted emitted : all) {
      if (emitted.origin.lane() == inputLane) {
        Emitted first = byOrigin.putIfAbsent(emitted.origin, emitted);
        if (first != null && !first.equals(emitted)) {
          throw new AssertionError("repeated differently: " + first + " and then " + emitted);
        }
      }
    }
    return List.copyOf(byOrigin.values());
  }

  /** The outputs for each lane where they went, one after the other, each lane's in order. */
  public static List<Emitted> byTarget(List<Emitted> outputs) {
    return outputs.stream()
        .sorted(Comparator.comparing(Emitted::stream).thenComparing(Emitted::lane))
        .toList();
  }

  /**
   * Holds two lists of outputs to be the same in every byte.
   *
   * @throws AssertionError with the first difference
   */
  public static void requireSame(List<Emitted> expected, List<Emitted> actual) {
    int common = Math.min(expected.size(), actual.size());
    for (int i = 0; i < common; i++) {
      if (!expected.get(i).equals(actual.get(i))) {
        throw new AssertionError(
            "output %d is%n  %s%nand should be%n  %s".formatted(i, actual.get(i), expected.get(i)));
      }
    }
    if (expected.size() != actual.size()) {
      throw new AssertionError(
          "there are " + actual.size() + " outputs and should be " + expected.size());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Emitted that
        && origin.equals(that.origin)
        && stream == that.stream
        && lane == that.lane
        && key.equals(that.key)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return origin.hashCode();
  }

  @Override
  public String toString() {
    return origin + " → " + stream.topic() + "/" + lane + " " + fact();
  }

  private static Message message(byte[] bytes) {
    try {
      synchronized (WIRE) {
        return WIRE.decode(bytes);
      }
    } catch (WireException e) {
      throw new AssertionError("an output can't be read", e);
    }
  }
}
