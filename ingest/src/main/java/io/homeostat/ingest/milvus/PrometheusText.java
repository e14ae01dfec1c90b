package io.homeostat.ingest.milvus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server tells in Prometheus' text format (version 0.0.4), of the metrics whose names begin
 * with a prefix. Lines of another form are passed over.
 *
 * @param samples the samples, in their order
 */
record PrometheusText(List<Sample> samples) {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})?\\s+(\\S+)(?:\\s+\\S+)?\\s*");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

  /** One number of a metric. */
  record Sample(String metric, Map<String, String> labels, double value) {
    /** A label's value, empty where there is none. */
    String label(String name) {
      return labels.getOrDefault(name, "");
    }
  }

  PrometheusText {
    samples = List.copyOf(samples);
  }

  /** Reads an answer. */
  static PrometheusText parse(String text, String prefix) {
    List<Sample> samples = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(prefix)) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          add(matcher, samples);
        }
      }
    }
    return new PrometheusText(samples);
  }

  /** The samples of a metric. */
  List<Sample> of(String metric) {
    return samples.stream().filter(sample -> sample.metric().equals(metric)).toList();
  }

  private static void add(Matcher line, List<Sample> samples) {
    Map<String, String> labels = new HashMap<>();
    if (line.group(2) != null) {
      Matcher label = LABEL.matcher(line.group(2));
      while (label.find()) {
        labels.put(label.group(1), unescaped(label.group(2)));
      }
    }
    try {
      double value = Double.parseDouble(line.group(3).replace("Inf", "Infinity"));
      samples.add(new Sample(line.group(1), Map.copyOf(labels), value));
    } catch (NumberFormatException e) {
      // Not a line of the format.
      return;
    }
  }

  private static String unescaped(String value) {
    return ESCAPED
        .matcher(value)
        .replaceAll(
            escaped ->
                escaped.group(1).equals("n") ? "\n" : Matcher.quoteReplacement(escaped.group(1)));
  }
}
