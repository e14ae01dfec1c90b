package io.homeostat.ingest.intake;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts what is not taken, by reason, with the first example of each. */
public final class Rejections {
  private static final int LONGEST_EXAMPLE = 200;

  private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
  private final Map<Reason, String> examples = new EnumMap<>(Reason.class);

  /**
   * Notes that something is not taken.
   *
   * @param count how many points or records
   * @param example what is wrong with the first of them
   */
  public void add(Reason reason, long count, String example) {
    if (count > 0) {
      counts.merge(reason, count, Long::sum);
      examples.putIfAbsent(
          reason,
          example.length() > LONGEST_EXAMPLE
              ? example.substring(0, LONGEST_EXAMPLE) + "…"
              : example);
    }
  }

  /** Notes all that another has noted. */
  public void addAll(Rejections others) {
    others.counts.forEach(
        (reason, count) -> add(reason, count, others.examples.getOrDefault(reason, "")));
  }

  /** How many points or records were not taken. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many were not taken, by reason. */
  public Map<Reason, Long> counts() {
    return Map.copyOf(counts);
  }

  /** What is wrong, for the sender to read; control characters are replaced. */
  public String message() {
    return examples.entrySet().stream()
        .map(
            entry ->
                counts.get(entry.getKey()) + " " + entry.getKey().label() + ": " + entry.getValue())
        .collect(Collectors.joining("; "))
        .replaceAll("\\p{Cntrl}", "?");
  }
}
