package io.homeostat.ingest.otlp;

import io.homeostat.ingest.intake.Cut;
import io.homeostat.ingest.intake.LabelText;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A point's attributes as labels in Prometheus' style, sorted by key: {@code {a="1",b="2"}}. */
final class Labels {
  private static final int LONGEST_VALUE = 512;

  private Labels() {}

  /** The labels; nothing, and one rejection, when the attributes can't be labels. */
  static Optional<String> of(List<KeyValue> attributes, Rejections rejections) {
    if (attributes.isEmpty()) {
      return Optional.of("");
    }
    if (attributes.size() > LabelText.MOST) {
      rejections.add(
          Reason.ATTRIBUTES, 1, attributes.size() + " attributes, at most " + LabelText.MOST);
      return Optional.empty();
    }
    SortedMap<String, String> labels = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      labels.put(attribute.getKey(), Cut.at(AttributeText.of(attribute.getValue()), LONGEST_VALUE));
    }
    return LabelText.of(labels, 1, rejections);
  }
}
