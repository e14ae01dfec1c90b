package io.homeostat.core.telemetry.lane;

import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.Table;
import io.homeostat.core.rules.RuleParser;
import io.homeostat.core.rules.RuleSet;
import io.homeostat.core.topology.Topology;
import io.homeostat.core.topology.TopologyParser;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps the rules and the topology of a lane: their texts as state, what was parsed from them as a
 * cache. A document that can't be parsed leaves the old one in force.
 */
public final class Context {
  private static final Table<Version> VERSIONS =
      new Table<>("context.versions", Forms.of(Version.class));
  private static final Table<String> TEXTS = new Table<>("context.texts", Forms.of(String.class));

  private final Memo<RuleSet> rules;
  private final Memo<Topology> topology;

  /** The version of a document, apart from its long text. */
  private record Version(String version, long sinceMillis) {}

  /** Reads documents as they are written. */
  public Context() {
    this(RuleParser::parse, TopologyParser::parse);
  }

  /** Reads documents by other parsers, whose results carry a version for each text. */
  public Context(Function<String, RuleSet> rules, Function<String, Topology> topology) {
    this.rules = new Memo<>(ContextDocument.RULES, rules, RuleSet.EMPTY);
    this.topology = new Memo<>(ContextDocument.TOPOLOGY, topology, Topology.EMPTY);
  }

  /** Its part of a fold's state. */
  public List<Table<?>> tables() {
    return List.of(VERSIONS, TEXTS);
  }

  /**
   * Puts a document in force, if it is one of these two.
   *
   * @throws RuntimeException of the parser, when the document is not sound; the old one stays
   */
  public void accept(Cells cells, ContextDocument document, long nowMillis) {
    if (!document.key().equals(rules.key) && !document.key().equals(topology.key)) {
      return;
    }
    if (document.gone()) {
      cells.remove(TEXTS, document.key());
    } else {
      if (document.key().equals(rules.key)) {
        rules.parse(document.version(), document.text());
      } else {
        topology.parse(document.version(), document.text());
      }
      cells.put(TEXTS, document.key(), document.text());
    }
    cells.put(VERSIONS, document.key(), new Version(document.version(), nowMillis));
  }

  /** What is in force. */
  public InForce inForce(Cells cells) {
    Optional<Version> ofRules = cells.get(VERSIONS, rules.key);
    Optional<Version> ofTopology = cells.get(VERSIONS, topology.key);
    long since =
        Math.max(
            ofRules.map(Version::sinceMillis).orElse(Long.MIN_VALUE),
            ofTopology.map(Version::sinceMillis).orElse(Long.MIN_VALUE));
    return new InForce(rules.of(cells, ofRules), topology.of(cells, ofTopology), since);
  }

  /** The newest parse of a document. */
  private static final class Memo<T> {
    private final String key;
    private final Function<String, T> parser;
    private final T empty;
    private String version = "";
    private T parsed;

    Memo(String key, Function<String, T> parser, T empty) {
      this.key = key;
      this.parser = parser;
      this.empty = empty;
      this.parsed = empty;
    }

    T parse(String wanted, String text) {
      if (!version.equals(wanted)) {
        parsed = parser.apply(text);
        version = wanted;
      }
      return parsed;
    }

    T of(Cells cells, Optional<Version> wanted) {
      if (wanted.isEmpty() || wanted.get().version().isEmpty()) {
        return empty;
      }
      if (version.equals(wanted.get().version())) {
        return parsed;
      }
      return cells.get(TEXTS, key).map(text -> parse(wanted.get().version(), text)).orElse(empty);
    }
  }
}
