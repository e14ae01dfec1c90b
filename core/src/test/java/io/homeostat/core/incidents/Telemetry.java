package io.homeostat.core.incidents;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.ObservationRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;

/**
 * A telemetry lane: series as functions of time, in steps of five seconds, answered once the lane
 * has passed the window and late samples can come no more.
 */
final class Telemetry {
  private static final long FINE_MILLIS = 5_000;
  private static final long COARSE_MILLIS = 60_000;
  private static final long FINE_MEMORY_MILLIS = 600_000;
  private static final long COMPLETE_MILLIS = 10_000;
  private static final long SAMPLE_MILLIS = 1_000;

  private final Map<String, LongToDoubleFunction> series = new HashMap<>();
  private final List<ObservationRequest> pending = new ArrayList<>();
  private long lagMillis = 500;

  /** The lane time before: after a hole, samples after it have not come yet. */
  private long lastMillis;

  /** A series; NaN where it has no sample. */
  Telemetry set(EntityId entity, String name, LongToDoubleFunction values) {
    series.put(entity + " " + name, values);
    return this;
  }

  /** How far the lane is behind; a very large number for one that has stopped. */
  void lag(long millis) {
    lagMillis = millis;
  }

  void ask(ObservationRequest request) {
    pending.add(request);
  }

  /** The answers that the lane gives by now. */
  List<Observation> answers(long nowMillis) {
    List<ObservationRequest> due =
        pending.stream()
            .filter(each -> each.toMillis() + COMPLETE_MILLIS + lagMillis <= nowMillis)
            .toList();
    pending.removeAll(due);
    long newest = lastMillis;
    lastMillis = nowMillis;
    return due.stream()
        .map(
            request ->
                answer(
                    request,
                    request.fromMillis() < newest - FINE_MEMORY_MILLIS
                        ? COARSE_MILLIS
                        : FINE_MILLIS))
        .toList();
  }

  private Observation answer(ObservationRequest request, long stepMillis) {
    LongToDoubleFunction values =
        series.getOrDefault(request.entity() + " " + request.series(), time -> Double.NaN);
    List<Long> times = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    long first = Math.floorDiv(request.fromMillis(), stepMillis) * stepMillis;
    for (long step = first; step < request.toMillis(); step += stepMillis) {
      double[] samples =
          LongStream.iterate(step, time -> time + SAMPLE_MILLIS)
              .limit(stepMillis / SAMPLE_MILLIS)
              .mapToDouble(values)
              .filter(Double::isFinite)
              .toArray();
      if (samples.length > 0) {
        times.add(step);
        means.add(Arrays.stream(samples).average().orElseThrow());
        counts.add((long) samples.length);
      }
    }
    return new Observation(
        request.id(),
        request.system(),
        request.entity(),
        request.series(),
        request.fromMillis(),
        request.toMillis(),
        stepMillis,
        times.stream().mapToLong(Long::longValue).toArray(),
        means.stream().mapToDouble(Double::doubleValue).toArray(),
        counts.stream().mapToLong(Long::longValue).toArray());
  }
}
