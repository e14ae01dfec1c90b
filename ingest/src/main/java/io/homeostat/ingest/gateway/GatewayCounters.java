package io.homeostat.ingest.gateway;

import io.homeostat.ingest.intake.Rejections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the gateway took and what it did not, since its start. */
final class GatewayCounters {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** Counts points or records that Kafka has. */
  void accepted(String signal, long count) {
    add("gateway.accepted{signal=\"" + signal + "\"}", count);
  }

  /** Counts points or records that were not taken out of a request that was. */
  void rejected(String signal, Rejections rejections) {
    rejections
        .counts()
        .forEach(
            (reason, count) ->
                add(
                    "gateway.rejected{reason=\"" + reason.label() + "\",signal=\"" + signal + "\"}",
                    count));
  }

  /** Counts a request that was refused as a whole. */
  void refused(String signal, Refusal refusal) {
    refusal.rejections().ifPresent(rejections -> rejected(signal, rejections));
    add(
        "gateway.requests.refused{reason=\""
            + refusal.why().name().toLowerCase(Locale.ROOT)
            + "\",signal=\""
            + signal
            + "\"}",
        1);
  }

  /** Counts a request that the server refused before it reached a door. */
  void refused(Refusal.Cause cause) {
    add("gateway.requests.refused{reason=\"" + cause.name().toLowerCase(Locale.ROOT) + "\"}", 1);
  }

  private void add(String series, long count) {
    counts.computeIfAbsent(series, name -> new LongAdder()).add(count);
  }

  /** All counts by the names of their series. */
  SortedMap<String, Double> snapshot() {
    SortedMap<String, Double> snapshot = new TreeMap<>();
    counts.forEach((series, count) -> snapshot.put(series, (double) count.sum()));
    return snapshot;
  }
}
