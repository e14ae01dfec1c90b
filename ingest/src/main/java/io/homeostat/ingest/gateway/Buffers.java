package io.homeostat.ingest.gateway;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Arrays to unpack into, used again and again: a fresh one is cleared first, and lies in memory
 * that no processor's cache holds. Keeps a few, none of them large.
 */
final class Buffers {
  private static final int MOST = 4;
  private static final int LARGEST = 1024 * 1024;
  private static final int SMALLEST = 64 * 1024;

  private final Deque<byte[]> kept = new ArrayDeque<>();

  /** An array of at least so many bytes, whose content means nothing. */
  byte[] take(int least) {
    synchronized (this) {
      if (!kept.isEmpty() && kept.peek().length >= least) {
        return kept.pop();
      }
      kept.poll();
    }
    int length = Math.max(SMALLEST, least);
    return new byte[length <= LARGEST / 2 ? Integer.highestOneBit(length - 1) * 2 : length];
  }

  /** Gives an array back that nobody looks at any more. */
  synchronized void giveBack(byte[] array) {
    if (array.length >= SMALLEST && array.length <= LARGEST && kept.size() < MOST) {
      kept.push(array);
    }
  }
}
