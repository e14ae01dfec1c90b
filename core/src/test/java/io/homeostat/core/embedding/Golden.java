package io.homeostat.core.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Windows and what other implementations say of them: values made with SciPy, numpy, POT,
 * alibi-detect and evidently.
 */
public record Golden(
    String name, Vectors reference, Vectors current, Map<String, Object> expected) {

  public static List<Golden> all() {
    try (InputStream in =
        Objects.requireNonNull(Golden.class.getResourceAsStream("multivariate.json"))) {
      List<Golden> all = new ArrayList<>();
      Map<?, ?> cases =
          (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      cases.forEach((name, value) -> all.add(of((String) name, (Map<?, ?>) value)));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Golden of(String name, Map<?, ?> value) {
    return new Golden(
        name,
        vectors((List<List<Double>>) Objects.requireNonNull(value.get("X"))),
        vectors((List<List<Double>>) Objects.requireNonNull(value.get("Y"))),
        (Map<String, Object>) Objects.requireNonNull(value.get("expected")));
  }

  private static Vectors vectors(List<List<Double>> rows) {
    return Vectors.of(
        rows.stream()
            .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
            .toArray(double[][]::new));
  }

  /** The value under the key that begins so. */
  double value(String key) {
    return ((Number) find(expected, key)).doubleValue();
  }

  /** The value within the group that begins so. */
  double value(String group, String key) {
    return ((Number) find((Map<?, ?>) find(expected, group), key)).doubleValue();
  }

  List<Double> values(String group, String key) {
    return ((List<?>) find((Map<?, ?>) find(expected, group), key))
        .stream().map(x -> ((Number) x).doubleValue()).toList();
  }

  boolean has(String key) {
    return expected.keySet().stream().anyMatch(k -> k.startsWith(key));
  }

  private static Object find(Map<?, ?> map, String key) {
    return map.entrySet().stream()
        .filter(entry -> ((String) entry.getKey()).startsWith(key))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError(key + " is missing"));
  }

  @Override
  public String toString() {
    return name;
  }
}
