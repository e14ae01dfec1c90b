package io.homeostat.ingest.door;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.schemas.topics.TopicFollower;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How the doors of all processes are, by the words of their {@link DoorHerald}s. Where several
 * processes have a door of one name, a sender may speak to any of them: the door is open only while
 * all are. A process that has fallen silent keeps its doors closed for ten minutes; then it is
 * taken for gone.
 */
public final class DoorsOfAll {
  /** How long a process that says nothing is still waited for. */
  static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  private final LongSupplier nanoTime;
  private final Map<String, Word> words = new ConcurrentHashMap<>();

  private record Word(SortedMap<String, Tick.Door> doors, long nanos) {}

  /**
   * Nobody has said anything yet.
   *
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  DoorsOfAll(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The doors of all processes, while the topic is followed.
   *
   * @param doors what is known of them
   * @param follower reads what is said
   */
  public record Followed(DoorsOfAll doors, TopicFollower follower) implements AutoCloseable {
    /** Completes exceptionally when it can't go on. */
    public CompletableFuture<Void> failure() {
      return follower.failure();
    }

    @Override
    public void close() {
      follower.close();
    }
  }

  /** Follows what the heralds say. */
  public static Followed follow(Inbox inbox, InstantSource time) {
    DoorsOfAll all = new DoorsOfAll(System::nanoTime);
    return new Followed(
        all,
        TopicFollower.start(
            inbox.brokers(),
            "clock-doors",
            List.of(Stream.DOORS),
            (record, message) -> {
              if (message.fact() instanceof Tick tick && record.key() != null) {
                long age = Math.max(0, time.instant().toEpochMilli() - record.timestamp());
                all.hear(
                    new String(record.key(), StandardCharsets.UTF_8),
                    tick.doors(),
                    Duration.ofMillis(age));
              }
            }));
  }

  /**
   * Takes a process' word.
   *
   * @param doors how its doors were; empty when it has ended
   * @param age how long ago that was
   */
  void hear(String process, SortedMap<String, Tick.Door> doors, Duration age) {
    if (doors.isEmpty()) {
      words.remove(process);
    } else {
      words.put(process, new Word(doors, nanoTime.getAsLong() - age.toNanos()));
    }
  }

  /**
   * How each door is now; those that no process has are closed.
   *
   * @param own the doors of this very process, which needs no herald to know them
   */
  public SortedMap<String, Tick.Door> health(Doors own) {
    SortedMap<String, Tick.Door> health = new TreeMap<>(own.health(own.names()));
    long now = nanoTime.getAsLong();
    words.values().removeIf(word -> now - word.nanos > FORGOTTEN_AFTER.toNanos());
    for (Word word : words.values()) {
      boolean fresh = now - word.nanos < Door.PROOF_HOLDS.toNanos();
      word.doors.forEach(
          (name, told) -> health.merge(name, fresh ? told : Tick.Door.CLOSED, DoorsOfAll::worse));
    }
    Doors.NAMES.forEach(name -> health.putIfAbsent(name, Tick.Door.CLOSED));
    return health;
  }

  private static Tick.Door worse(Tick.Door one, Tick.Door other) {
    return one == Tick.Door.CLOSED ? one : other;
  }
}
