package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.schemas.targets.Fingerprint;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The series of one object in the making; what is not known is left out. */
final class ObjectSeries {
  private final String prefix;
  private final SortedMap<String, Double> series = new TreeMap<>();

  /**
   * None yet.
   *
   * @param prefix begins each name, such as {@code k8s.pod.}
   */
  ObjectSeries(String prefix) {
    this.prefix = prefix;
  }

  /** With a fingerprint of its UID: an object made anew under the same name has another. */
  ObjectSeries identity(HasMetadata object) {
    return number("identity", Fingerprint.of(object.getMetadata().getUid()));
  }

  /** With a number, where there is one. */
  ObjectSeries number(String name, @Nullable Number value) {
    if (value != null) {
      series.put(prefix + name, value.doubleValue());
    }
    return this;
  }

  /**
   * With a count that its writer leaves out where it is usual.
   *
   * @param usual what a count that is left out means
   */
  ObjectSeries count(String name, @Nullable Number value, int usual) {
    return number(name, value == null ? usual : value);
  }

  /** With 1 or 0. */
  ObjectSeries flag(String name, boolean value) {
    return number(name, value ? 1 : 0);
  }

  /** With 1 or 0 for a condition of {@code True} or {@code False}; {@code Unknown} is neither. */
  ObjectSeries condition(String name, @Nullable String status) {
    if ("True".equals(status) || "False".equals(status)) {
      flag(name, "True".equals(status));
    }
    return this;
  }

  SortedMap<String, Double> all() {
    return series;
  }
}
