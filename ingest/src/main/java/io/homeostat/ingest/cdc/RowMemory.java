package io.homeostat.ingest.cdc;

/**
 * What rows last had, each by a hash: a table of {@value #ROWS} places, of which a later row takes
 * the place of an earlier one. 64 bits tell keys apart: that two of a million rows are taken for
 * one has a probability below 10⁻⁷.
 */
final class RowMemory {
  static final int ROWS = 1 << 18;

  private long[] keys = {};
  private long[] values = {};

  /**
   * Remembers what a row has now.
   *
   * @return whether it is known to have had the same before
   */
  boolean replace(String key, long value) {
    if (keys.length == 0) {
      keys = new long[ROWS];
      values = new long[ROWS];
    }
    long hash = hash(key);
    int place = (int) (hash >>> 46);
    boolean same = keys[place] == hash && values[place] == value;
    keys[place] = hash;
    values[place] = value;
    return same;
  }

  /** FNV-1a over UTF-16, and a last mix that spreads it to the upper bits. */
  private static long hash(String key) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    return hash ^ (hash >>> 32);
  }
}
