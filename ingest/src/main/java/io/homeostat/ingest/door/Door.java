package io.homeostat.ingest.door;

import io.homeostat.core.lane.Tick;
import java.time.Duration;
import java.util.function.LongSupplier;

/** One way in from the outside: open while it has proven within the last 3 s that it works. */
public final class Door {
  /** How long one proof holds. */
  public static final Duration PROOF_HOLDS = Duration.ofSeconds(3);

  private final LongSupplier nanoTime;
  private volatile boolean proven;
  private volatile long lastProofNanos;

  Door(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Proves that what comes to this door now gets through it. */
  public void heartbeat() {
    lastProofNanos = nanoTime.getAsLong();
    proven = true;
  }

  /** Closes it at once, until the next heartbeat. */
  public void close() {
    proven = false;
  }

  /** How it is now. */
  public Tick.Door health() {
    boolean open = proven && nanoTime.getAsLong() - lastProofNanos < PROOF_HOLDS.toNanos();
    return open ? Tick.Door.OPEN : Tick.Door.CLOSED;
  }
}
