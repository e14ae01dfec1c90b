package io.homeostat.ingest.logs;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.intake.Cut;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.ingest.mapping.Mapped;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where lines come from.
 *
 * @param entity who wrote them
 * @param attributes what else is said of all of them
 */
public record LogSource(EntityId entity, SortedMap<String, String> attributes) {
  private static final int MOST_LABELS = 64;
  private static final int LONGEST_KEY = 256;
  private static final int LONGEST_VALUE = 4 * 1024;

  /** The source of these labels; nothing, and one rejection, when there is none. */
  public static Optional<LogSource> of(
      Map<String, String> labels, EntityMapping mapping, Rejections rejections) {
    if (labels.size() > MOST_LABELS) {
      rejections.add(
          Reason.ATTRIBUTES, 1, labels.size() + " labels of a line, at most " + MOST_LABELS);
      return Optional.empty();
    }
    try {
      Mapped mapped = mapping.map(labels);
      SortedMap<String, String> rest = new TreeMap<>();
      labels.forEach(
          (key, value) -> {
            if (!mapped.used().contains(key) && !value.isEmpty()) {
              put(rest, key, value);
            }
          });
      return Optional.of(new LogSource(mapped.entity(), Collections.unmodifiableSortedMap(rest)));
    } catch (IllegalArgumentException e) {
      rejections.add(Reason.ENTITY, 1, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The attributes of a line that says more of itself than its source does. */
  public SortedMap<String, String> with(Map<String, String> more) {
    if (more.isEmpty()) {
      return attributes;
    }
    SortedMap<String, String> all = new TreeMap<>(attributes);
    more.forEach(
        (key, value) -> {
          if (all.size() < MOST_LABELS || all.containsKey(key)) {
            put(all, key, value);
          }
        });
    return all;
  }

  private static void put(SortedMap<String, String> attributes, String key, String value) {
    attributes.put(Cut.at(key, LONGEST_KEY), Cut.at(value, LONGEST_VALUE));
  }
}
