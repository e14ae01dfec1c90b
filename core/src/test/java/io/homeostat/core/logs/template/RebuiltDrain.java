package io.homeostat.core.logs.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Drain, rebuilt from its paper to compare speed with (P. He et al., "Drain: An Online Log Parsing
 * Approach with Fixed Depth Tree", ICWS 2017; depth 4, similarity 0.4, 100 children, no masks): a
 * tree by number of tokens and first tokens, and the most similar of a leaf's groups. Not Drain3
 * itself.
 */
final class RebuiltDrain {
  private static final int DEPTH = 2;
  private static final double SIMILAR = 0.4;
  private static final int MOST_CHILDREN = 100;
  private static final String ANY = "<*>";

  /** A group of lines. */
  static final class Group {
    private final String[] tokens;

    private Group(String[] tokens) {
      this.tokens = tokens;
    }
  }

  private static final class Node {
    private final Map<String, Node> children = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();
  }

  private final Map<Integer, Node> roots = new HashMap<>();

  Group match(String line) {
    String[] tokens = line.strip().split("\\s+", -1);
    Node node = roots.computeIfAbsent(tokens.length, unused -> new Node());
    for (int i = 0; i < Math.min(DEPTH, tokens.length); i++) {
      boolean digits = tokens[i].chars().anyMatch(Character::isDigit);
      String key = digits ? ANY : tokens[i];
      if (!node.children.containsKey(key) && node.children.size() >= MOST_CHILDREN) {
        key = ANY;
      }
      node = node.children.computeIfAbsent(key, unused -> new Node());
    }
    Group best = best(node, tokens);
    if (best == null) {
      best = new Group(tokens);
      node.groups.add(best);
      return best;
    }
    for (int i = 0; i < tokens.length; i++) {
      if (!best.tokens[i].equals(tokens[i])) {
        best.tokens[i] = ANY;
      }
    }
    return best;
  }

  private static @org.jspecify.annotations.Nullable Group best(Node leaf, String[] tokens) {
    Group best = null;
    double most = SIMILAR;
    for (Group group : leaf.groups) {
      int same = 0;
      for (int i = 0; i < tokens.length; i++) {
        same += group.tokens[i].equals(tokens[i]) ? 1 : 0;
      }
      double similarity = (double) same / tokens.length;
      if (similarity >= most) {
        most = similarity;
        best = group;
      }
    }
    return best;
  }
}
