package io.homeostat.processors.recorded;

import io.homeostat.core.embedding.ReferenceStatistics;
import io.homeostat.core.embedding.watch.EmbeddingFold;
import io.homeostat.core.embedding.watch.WatchSettings;
import io.homeostat.core.incidents.IncidentsFold;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.telemetry.TelemetryFold;
import io.homeostat.processors.shell.FoldFactory;
import io.homeostat.processors.shell.FoldJob;
import io.homeostat.processors.shell.LaneBytes;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A fold to hold a shell to, with lanes recorded for it.
 *
 * @param name the fold's name
 * @param folds makes the fold
 * @param recorder records every lane of its stream, from a seed
 */
public record Recording(
    String name, FoldFactory folds, LongFunction<List<List<LaneBytes>>> recorder) {
  private static final Lanes LANES = Lanes.LOCAL;

  /** A fold that uses all that a shell offers. */
  public static final Recording TALLY =
      new Recording(
          "tally",
          TallyFold::new,
          seed -> new MetricLanes(seed, LANES, 40, 5, 90, Map.of("rules", "none")).record());

  /** The fold over metrics. */
  public static final Recording TELEMETRY =
      new Recording(
          "telemetry",
          TelemetryFold::new,
          seed -> new MetricLanes(seed, LANES, 30, 4, 120, SampleContext.documents()).record());

  /** The fold over signals. */
  public static final Recording INCIDENTS =
      new Recording(
          "incidents", IncidentsFold::new, seed -> new SignalLanes(seed, LANES, 9, 240).record());

  /** The fold over vectors, computed by the reference, which gives the same bits everywhere. */
  public static final Recording EMBEDDING =
      new Recording(
          "embedding",
          () ->
              new EmbeddingFold(
                  new WatchSettings(12, 8, 30_000, 8, 3_600_000), ReferenceStatistics::new),
          seed -> new VectorLanes(seed, LANES, 9, 180).record());

  /** All of them. */
  public static Stream<Recording> all() {
    return Stream.of(TALLY, TELEMETRY, INCIDENTS, EMBEDDING);
  }

  /** The job that runs the fold. */
  public FoldJob job() {
    return new FoldJob(name, folds, LANES);
  }

  /** A new instance of the fold. */
  public Fold fold() {
    return folds.create();
  }

  /** The lanes recorded from a seed. */
  public List<List<LaneBytes>> lanes(long seed) {
    return recorder.apply(seed);
  }

  /** The plain runner at the beginning of a lane. */
  public Reference reference(int lane) {
    return new Reference(fold(), LANES, lane);
  }

  /**
   * Holds what a shell has written to what the plain runner gives, lane by lane.
   *
   * @throws AssertionError with the first difference
   */
  public void requireIdentity(List<List<LaneBytes>> lanes, Playback playback) {
    IntStream.range(0, lanes.size())
        .forEach(
            lane ->
                Emitted.requireSame(
                    reference(lane).run(lanes.get(lane)),
                    Emitted.distinct(playback.outputs(), lane)));
  }

  @Override
  public String toString() {
    return name;
  }
}
