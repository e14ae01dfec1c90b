package io.homeostat.ingest.intake;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gathers samples into frames: one entity at one time, names sorted, at most 1,000 samples each.
 */
public final class Frames {
  /** The most samples of a frame. */
  public static final int LARGEST = 1_000;

  /** The most entities and times of a request, and so about the most frames made of it. */
  public static final int MOST = 20_000;

  private static final int MOST_NAME_CHARACTERS = 16 * 1024 * 1024;

  private record Place(EntityId entity, long timeMillis) {}

  private final Map<Place, TreeMap<String, Double>> samples = new LinkedHashMap<>();
  private long nameCharacters;

  /**
   * Adds a sample; of two of one series at one time, the last counts.
   *
   * @return false, and nothing done, when the request has {@link #MOST} entities and times already,
   *     or names that are too long together
   */
  public boolean add(EntityId entity, long timeMillis, String series, double value) {
    Place place = new Place(entity, timeMillis);
    TreeMap<String, Double> held = samples.get(place);
    if (nameCharacters + series.length() > MOST_NAME_CHARACTERS
        || (held == null && samples.size() == MOST)) {
      return false;
    }
    if (held == null) {
      held = new TreeMap<>();
      samples.put(place, held);
    }
    nameCharacters += held.put(series, value) == null ? series.length() : 0;
    return true;
  }

  /** All frames, in the order of their first samples. */
  public List<MetricFrame> toList(long receivedMillis) {
    List<MetricFrame> frames = new ArrayList<>();
    samples.forEach(
        (place, values) -> {
          List<String> names = List.copyOf(values.keySet());
          double[] all = values.values().stream().mapToDouble(Double::doubleValue).toArray();
          for (int from = 0; from < all.length; from += LARGEST) {
            int to = Math.min(all.length, from + LARGEST);
            double[] part = Arrays.copyOfRange(all, from, to);
            frames.add(
                new MetricFrame(
                    place.entity(),
                    place.timeMillis(),
                    receivedMillis,
                    SeriesNames.of(names.subList(from, to)),
                    part));
          }
        });
    return frames;
  }
}
