package io.homeostat.core.embedding;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What came of raw vectors: those that can be compared, and how many can't, by reason.
 *
 * @param sound the finite vectors that are not zero, of the expected dimension, in their order
 * @param ids theirs
 * @param notANumber vectors with a NaN
 * @param infinite vectors with an infinity and no NaN
 * @param zero vectors of zeros alone
 * @param otherDimension vectors of another dimension
 */
public record Intake(
    Vectors sound, List<String> ids, int notANumber, int infinite, int zero, int otherDimension) {

  public Intake {
    ids = List.copyOf(ids);
  }

  /**
   * One raw vector.
   *
   * @param id names it in examples
   */
  public record Embedding(String id, float[] values) {}

  /** Sorts the vectors out. */
  public static Intake of(int dimension, List<Embedding> embeddings) {
    List<Embedding> sound = new ArrayList<>();
    Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    for (Embedding embedding : embeddings) {
      Fault fault = fault(dimension, embedding.values());
      counts.merge(fault, 1, Integer::sum);
      if (fault == Fault.NONE) {
        sound.add(embedding);
      }
    }
    double[] values = new double[sound.size() * dimension];
    for (int i = 0; i < sound.size(); i++) {
      for (int k = 0; k < dimension; k++) {
        values[i * dimension + k] = sound.get(i).values()[k];
      }
    }
    return new Intake(
        Vectors.ofRowMajor(sound.size(), dimension, values),
        sound.stream().map(Embedding::id).toList(),
        counts.getOrDefault(Fault.NOT_A_NUMBER, 0),
        counts.getOrDefault(Fault.INFINITE, 0),
        counts.getOrDefault(Fault.ZERO, 0),
        counts.getOrDefault(Fault.OTHER_DIMENSION, 0));
  }

  /** All that were left out. */
  public int leftOut() {
    return notANumber + infinite + zero + otherDimension;
  }

  private enum Fault {
    NONE,
    NOT_A_NUMBER,
    INFINITE,
    ZERO,
    OTHER_DIMENSION
  }

  private static Fault fault(int dimension, float[] values) {
    if (values.length != dimension) {
      return Fault.OTHER_DIMENSION;
    }
    boolean infinite = false;
    boolean zero = true;
    for (float value : values) {
      if (Float.isNaN(value)) {
        return Fault.NOT_A_NUMBER;
      }
      infinite |= Float.isInfinite(value);
      zero &= value == 0;
    }
    if (infinite) {
      return Fault.INFINITE;
    }
    return zero ? Fault.ZERO : Fault.NONE;
  }
}
