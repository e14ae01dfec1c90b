package io.homeostat.core.drift.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A file of golden values, made with SciPy, numpy, NannyML, evidently and frouros. */
record GoldenFile(Map<String, Object> root) {

  @SuppressWarnings("unchecked")
  static GoldenFile of(String name) {
    try (InputStream in = Objects.requireNonNull(GoldenFile.class.getResourceAsStream(name))) {
      Object root = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return new GoldenFile((Map<String, Object>) Objects.requireNonNull(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cases, each a mapping. */
  @SuppressWarnings("unchecked")
  Map<String, GoldenFile> cases() {
    return root.entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                Map.Entry::getKey,
                entry -> new GoldenFile((Map<String, Object>) entry.getValue()),
                (a, b) -> a,
                java.util.LinkedHashMap::new));
  }

  double[] reals(String key) {
    return ((List<?>) find(key)).stream().mapToDouble(x -> ((Number) x).doubleValue()).toArray();
  }

  long[] wholes(String key) {
    return ((List<?>) find(key)).stream().mapToLong(x -> ((Number) x).longValue()).toArray();
  }

  @SuppressWarnings("unchecked")
  GoldenFile group(String key) {
    return new GoldenFile((Map<String, Object>) find(key));
  }

  List<?> list(String key) {
    return (List<?>) find(key);
  }

  boolean has(String key) {
    return root.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().startsWith(key)
                    && (entry.getValue() instanceof Number
                        || (entry.getValue() instanceof Map<?, ?> map
                            && !map.containsKey("error"))));
  }

  double value(String key) {
    return ((Number) find(key)).doubleValue();
  }

  private Object find(String key) {
    return root.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(key))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError(key + " is missing"));
  }
}
