package io.homeostat.core.plan;

import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The series that a playbook's {@code require} speaks of: every {@code target["…"]}, {@code
 * symptom["…"]} and {@code peer["…"]} with either kind of quotes, every {@code target.`…`}, every
 * {@code "…" in target}, and plain {@code target.name}. A series that the expression computes can't
 * be asked for; it is missing then, and the condition UNKNOWN.
 *
 * @param target series of the target, sorted
 * @param symptom series of the entity whose failure is answered, sorted
 * @param peer series of the peer, sorted
 */
record Mentions(List<String> target, List<String> symptom, List<String> peer) {
  private static final String VARIABLE = "(target|symptom|peer)";
  private static final String QUOTED = "(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')";
  private static final Pattern INDEXED =
      Pattern.compile("\\b" + VARIABLE + "\\s*\\[\\s*" + QUOTED + "\\s*\\]");
  private static final Pattern CONTAINED =
      Pattern.compile(QUOTED + "\\s+in\\s+" + VARIABLE + "\\b");
  private static final Pattern SELECTED =
      Pattern.compile("\\b" + VARIABLE + "\\s*\\.\\s*(`[^`]+`|[A-Za-z_]\\w*+(?!\\s*\\())");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

  static Mentions in(String source) {
    SortedMap<String, NavigableSet<String>> found = new TreeMap<>();
    Matcher indexed = INDEXED.matcher(source);
    while (indexed.find()) {
      add(found, indexed.group(1), bare(indexed.group(2)));
    }
    Matcher contained = CONTAINED.matcher(source);
    while (contained.find()) {
      add(found, contained.group(2), bare(contained.group(1)));
    }
    Matcher selected = SELECTED.matcher(source);
    while (selected.find()) {
      String name = selected.group(2);
      add(
          found,
          selected.group(1),
          name.startsWith("`") ? name.substring(1, name.length() - 1) : name);
    }
    return new Mentions(of(found, "target"), of(found, "symptom"), of(found, "peer"));
  }

  private static void add(
      SortedMap<String, NavigableSet<String>> found, String variable, String series) {
    found.computeIfAbsent(variable, each -> new TreeSet<>()).add(series);
  }

  private static List<String> of(SortedMap<String, NavigableSet<String>> found, String variable) {
    return List.copyOf(found.getOrDefault(variable, Collections.emptyNavigableSet()));
  }

  private static String bare(String quoted) {
    return ESCAPED.matcher(quoted.substring(1, quoted.length() - 1)).replaceAll("$1");
  }
}
