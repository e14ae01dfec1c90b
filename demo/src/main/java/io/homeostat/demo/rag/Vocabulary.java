package io.homeostat.demo.rag;

import java.util.SplittableRandom;

/** The words that documents and questions are made of: 4096 of six letters each. */
final class Vocabulary {
  /** How many words there are. */
  static final int SIZE = 4096;

  private static final String[] SYLLABLES = {
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "ve"
  };

  private Vocabulary() {}

  /** The word of a number from 0 to {@link #SIZE} − 1. */
  static String word(int number) {
    return SYLLABLES[(number >> 8) & 15] + SYLLABLES[(number >> 4) & 15] + SYLLABLES[number & 15];
  }

  /** Words drawn from {@code random}, with spaces between. */
  static String sentence(SplittableRandom random, int words) {
    StringBuilder text = new StringBuilder(words * 7);
    for (int i = 0; i < words; i++) {
      if (i > 0) {
        text.append(' ');
      }
      text.append(word(random.nextInt(SIZE)));
    }
    return text.toString();
  }
}
