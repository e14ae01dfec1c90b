package io.homeostat.ingest.gateway;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds what requests hold in memory together, from their first byte to their answer. */
final class MemoryBudget {
  private final AtomicLong free;

  MemoryBudget(long bytes) {
    this.free = new AtomicLong(bytes);
  }

  /** A share for one request; nothing when there is not enough. */
  Optional<Share> reserve(long bytes) {
    Share share = new Share();
    return share.grow(bytes) ? Optional.of(share) : Optional.empty();
  }

  /** What is not reserved. */
  long free() {
    return free.get();
  }

  /** One request's share; given back once, all of it. */
  final class Share {
    private final AtomicLong held = new AtomicLong();

    /** Takes more; false, and nothing taken, when there is not enough. */
    boolean grow(long bytes) {
      long left;
      do {
        left = free.get();
        if (left < bytes) {
          return false;
        }
      } while (!free.compareAndSet(left, left - bytes));
      held.addAndGet(bytes);
      return true;
    }

    /** Holds at least so much; false, and nothing taken, when there is not enough. */
    boolean growTo(long bytes) {
      return grow(Math.max(0, bytes - held.get()));
    }

    void giveBack() {
      free.addAndGet(held.getAndSet(0));
    }
  }
}
