package io.homeostat.core.logs;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is usual by one rule: a norm for each template that it has seen, at most {@value
 * Minute#MOST_TEMPLATES}, or one without a template. Mutable: part of an entity's cell.
 */
final class RuleNorms {
  private final TreeMap<String, Norm> byTemplate = new TreeMap<>();
  private final long sinceMillis;
  private int judged;

  /** Norms of a rule that came in force at a time of the lane. */
  RuleNorms(long sinceMillis) {
    this.sinceMillis = sinceMillis;
  }

  /** Since when the rule has judged. */
  long sinceMillis() {
    return sinceMillis;
  }

  /** How many minutes it has judged or learnt from; it counts as far as a norm remembers. */
  int judged() {
    return judged;
  }

  void judgedOneMore() {
    judged = Math.min(judged + 1, Norm.MOST_VALUES);
  }

  /** The templates that have a norm; a copy. */
  SortedSet<String> templates() {
    return new TreeSet<>(byTemplate.keySet());
  }

  Collection<Norm> norms() {
    return byTemplate.values();
  }

  Optional<Norm> norm(String template) {
    return Optional.ofNullable(byTemplate.get(template));
  }

  void put(String template, Norm norm) {
    byTemplate.put(template, norm);
  }

  void remove(String template) {
    byTemplate.remove(template);
  }

  /**
   * Two templates turned out to be one: the norm of the earlier holds, and takes over an open
   * signal of the other. Where both have one, the other's waits to be ended.
   */
  void alias(String from, String to) {
    Norm other = byTemplate.remove(from);
    if (other == null) {
      return;
    }
    Norm kept = byTemplate.putIfAbsent(to, other);
    if (kept == null || other.sent().isEmpty()) {
      return;
    }
    if (kept.sent().isEmpty()) {
      kept.sent(other.sent());
    } else {
      other.merge();
      byTemplate.put(from, other);
    }
  }

  RuleNorms copy() {
    RuleNorms copy = new RuleNorms(sinceMillis);
    copy.judged = judged;
    byTemplate.forEach((template, norm) -> copy.put(template, norm.copy()));
    return copy;
  }

  void write(ByteSink sink) {
    sink.writeLong(sinceMillis);
    sink.writeLong(judged);
    sink.writeLong(byTemplate.size());
    for (Map.Entry<String, Norm> entry : byTemplate.entrySet()) {
      sink.writeString(entry.getKey());
      entry.getValue().write(sink);
    }
  }

  static RuleNorms read(ByteSource source) {
    RuleNorms norms = new RuleNorms(source.readLong());
    norms.judged = source.readInt();
    int size = source.readLength(2);
    for (int i = 0; i < size; i++) {
      norms.put(source.readString(), Norm.read(source));
    }
    return norms;
  }
}
