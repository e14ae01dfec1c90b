package io.homeostat.core.logs.template;

/**
 * The tokens of one line: words, marks and parameters. Reused from line to line. Parameters that
 * follow each other, with nothing or one joint between, are one: a list is one parameter whatever
 * its length.
 */
final class Tokens {
  /** The most tokens of a line; the rest of it does not count. */
  static final int MOST = 128;

  /** The code of every parameter; codes of marks are their characters, those of words hashes. */
  static final long PARAMETER = 0;

  private static final int LONGEST_PERIOD = 6;
  private static final long FIRST_WORD = 1L << 32;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final long[] codes = new long[MOST];
  private final int[] starts = new int[MOST];
  private final int[] ends = new int[MOST];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size >= MOST;
  }

  boolean endsInParameter() {
    return size > 0 && codes[size - 1] == PARAMETER;
  }

  long code(int index) {
    return codes[index];
  }

  int start(int index) {
    return starts[index];
  }

  int end(int index) {
    return ends[index];
  }

  static boolean isWord(long code) {
    return code >= FIRST_WORD || code < 0;
  }

  /** Adds a word of a hash; digits in it do not count. */
  void word(long hash, boolean hasDigits, int start, int end) {
    long code = hash >= 0 && hash < FIRST_WORD ? hash + FIRST_WORD : hash;
    add(hasDigits ? code | 1 : code & ~1L, start, end);
  }

  /** Adds a mark; a run of the same is one. */
  void mark(char c, int start, int end) {
    if (size > 0 && codes[size - 1] == c && ends[size - 1] == start) {
      ends[size - 1] = end;
    } else {
      add(c, start, end);
    }
  }

  /** Adds a parameter, or makes the one before longer. */
  void parameter(int start, int end) {
    if (size > 0 && codes[size - 1] == PARAMETER) {
      ends[size - 1] = end;
    } else if (size > 1 && codes[size - 2] == PARAMETER && isJoint(codes[size - 1])) {
      size--;
      ends[size - 1] = end;
    } else {
      add(PARAMETER, start, end);
    }
  }

  static boolean isJoint(long code) {
    return code == ',' || code == ':' || code == '|' || code == '-' || code == '/' || code == ';';
  }

  private void add(long code, int start, int end) {
    if (size < MOST) {
      codes[size] = code;
      starts[size] = start;
      ends[size++] = end;
      if (code != PARAMETER) {
        foldRepeats();
      }
    }
  }

  /** A group of tokens that is repeated at once stands once: a list has one form at any length. */
  private void foldRepeats() {
    long last = codes[size - 1];
    for (int period = 1; period <= LONGEST_PERIOD && 2 * period <= size; period++) {
      if (codes[size - 1 - period] == last && isRepeated(period)) {
        size -= period;
        return;
      }
    }
  }

  private boolean isRepeated(int period) {
    boolean hasValue = false;
    for (int i = size - period; i < size; i++) {
      if (codes[i] != codes[i - period]) {
        return false;
      }
      hasValue |= codes[i] == PARAMETER || (isWord(codes[i]) && (codes[i] & 1) == 1);
    }
    return hasValue;
  }

  /** The hash of the line's form: equal for lines with equal words and marks. */
  long form() {
    return hash(codes, size);
  }

  static long hash(long[] codes, int size) {
    long hash = size;
    for (int i = 0; i < size; i++) {
      hash = (hash ^ codes[i]) * MIX;
      hash ^= hash >>> 29;
    }
    return hash == 0 ? 1 : hash;
  }
}
