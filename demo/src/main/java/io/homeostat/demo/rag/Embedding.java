package io.homeostat.demo.rag;

import java.util.SplittableRandom;

/**
 * A small, deterministic text embedding: each word stands for a fixed random direction, and a text
 * for the normalised sum of its words, so that texts that share words lie near each other.
 */
final class Embedding {
  /** How many components an embedding has. */
  static final int DIMENSIONS = 32;

  private Embedding() {}

  /** The embedding of a text, of length 1; zero for a text without words. */
  static float[] of(String text) {
    double[] sum = new double[DIMENSIONS];
    for (String word : text.split(" ", -1)) {
      if (!word.isEmpty()) {
        SplittableRandom random = new SplittableRandom(word.hashCode());
        for (int i = 0; i < DIMENSIONS; i++) {
          sum[i] += random.nextDouble() - 0.5;
        }
      }
    }
    double norm = 0;
    for (double component : sum) {
      norm += component * component;
    }
    float[] embedding = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS && norm > 0; i++) {
      embedding[i] = (float) (sum[i] / Math.sqrt(norm));
    }
    return embedding;
  }

  /** The cosine of two embeddings of length 1, from −1 to 1. */
  static double similarity(float[] left, float[] right) {
    double product = 0;
    for (int i = 0; i < DIMENSIONS; i++) {
      product += (double) left[i] * right[i];
    }
    return product;
  }
}
