package io.homeostat.cli.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well lines were put into groups, as loghub-2.0 measures it (Z. Jiang et al., "A Large-Scale
 * Evaluation for Log Parsing Techniques", ISSTA 2024): a group is right when it has exactly the
 * lines of one event.
 *
 * @param accuracy the share of lines that are in right groups (GA)
 * @param f1 the harmonic mean of the shares of right groups among those found and among the events
 *     (FGA)
 * @param events how many events there are
 * @param groups how many groups were found
 */
record GroupingScore(double accuracy, double f1, int events, int groups) {

  /** The score of groups, one name per line, by the events, one per line. */
  static GroupingScore of(List<String> events, List<String> groups) {
    if (events.size() != groups.size()) {
      throw new IllegalArgumentException(
          "there are " + events.size() + " labels for " + groups.size() + " lines");
    }
    Map<String, List<Integer>> byEvent = members(events);
    Map<String, List<Integer>> byGroup = members(groups);
    Set<List<Integer>> found = new HashSet<>(byGroup.values());
    long lines = 0;
    long right = 0;
    for (List<Integer> event : byEvent.values()) {
      if (found.contains(event)) {
        right++;
        lines += event.size();
      }
    }
    double f1 = 2.0 * right / Math.max(1, byEvent.size() + byGroup.size());
    double accuracy = events.isEmpty() ? 1 : (double) lines / events.size();
    return new GroupingScore(accuracy, f1, byEvent.size(), byGroup.size());
  }

  private static Map<String, List<Integer>> members(List<String> names) {
    Map<String, List<Integer>> members = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      members.computeIfAbsent(names.get(i), unused -> new ArrayList<>()).add(i);
    }
    return members;
  }
}
