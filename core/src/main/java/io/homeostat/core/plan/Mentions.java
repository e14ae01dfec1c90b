package io.homeostat.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The series that a playbook's {@code require} speaks of: every {@code target["…"]} and {@code
 * peer["…"]} with either kind of quotes, every {@code target.`…`}, every {@code "…" in target}, and
 * plain {@code target.name}. A series that the expression computes can't be asked for; it is
 * missing then, and the condition UNKNOWN.
 *
 * @param target series of the target, sorted
 * @param peer series of the peer, sorted
 */
record Mentions(List<String> target, List<String> peer) {
  private static final String QUOTED = "(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')";
  private static final Pattern INDEXED =
      Pattern.compile("\\b(target|peer)\\s*\\[\\s*" + QUOTED + "\\s*\\]");
  private static final Pattern CONTAINED = Pattern.compile(QUOTED + "\\s+in\\s+(target|peer)\\b");
  private static final Pattern SELECTED =
      Pattern.compile("\\b(target|peer)\\s*\\.\\s*(`[^`]+`|[A-Za-z_]\\w*+(?!\\s*\\())");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

  static Mentions in(String source) {
    NavigableSet<String> target = new TreeSet<>();
    NavigableSet<String> peer = new TreeSet<>();
    Matcher indexed = INDEXED.matcher(source);
    while (indexed.find()) {
      (indexed.group(1).equals("peer") ? peer : target).add(bare(indexed.group(2)));
    }
    Matcher contained = CONTAINED.matcher(source);
    while (contained.find()) {
      (contained.group(2).equals("peer") ? peer : target).add(bare(contained.group(1)));
    }
    Matcher selected = SELECTED.matcher(source);
    while (selected.find()) {
      String name = selected.group(2);
      String series = name.startsWith("`") ? name.substring(1, name.length() - 1) : name;
      (selected.group(1).equals("peer") ? peer : target).add(series);
    }
    return new Mentions(new ArrayList<>(target), new ArrayList<>(peer));
  }

  private static String bare(String quoted) {
    return ESCAPED.matcher(quoted.substring(1, quoted.length() - 1)).replaceAll("$1");
  }
}
