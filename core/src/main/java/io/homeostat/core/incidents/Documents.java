package io.homeostat.core.incidents;

import io.homeostat.core.form.Forms;
import io.homeostat.core.govern.GovernorFold;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.Table;
import io.homeostat.core.rules.RuleSet;
import io.homeostat.core.topology.Topology;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The documents in force in a lane. Their text is state; what was parsed from it is remembered by
 * version, as a cache.
 */
final class Documents {

  /** A document's text. */
  record Held(String version, String text) {}

  /**
   * What is in force, parsed.
   *
   * @param rules the rules
   * @param topology the topology
   * @param mode the version of the governor's mode, of which this fold knows no more
   */
  record InForce(RuleSet rules, Topology topology, String mode) {

    /** The versions of all of it: an answer that was given under others counts no more. */
    String context() {
      return rules.version() + "/" + topology.version() + "/" + mode;
    }
  }

  private record Parsed<T>(String version, T value) {}

  static final Table<Held> HELD = new Table<>("incidents.documents", Forms.of(Held.class));

  private static final Set<String> USED =
      Set.of(ContextDocument.RULES, ContextDocument.TOPOLOGY, GovernorFold.MODE_DOCUMENT);

  private final Function<String, RuleSet> ruleParser;
  private final Function<String, Topology> topologyParser;
  private Parsed<RuleSet> rules = new Parsed<>("", RuleSet.EMPTY);
  private Parsed<Topology> topology = new Parsed<>("", Topology.EMPTY);

  Documents(Function<String, RuleSet> ruleParser, Function<String, Topology> topologyParser) {
    this.ruleParser = ruleParser;
    this.topologyParser = topologyParser;
  }

  /**
   * Puts a document in force. One that can't be parsed leaves the old one in force: the parser's
   * exception goes on to the driver, which reports it.
   *
   * @return true when it is one that this fold uses
   */
  boolean take(Cells cells, ContextDocument document) {
    boolean used = USED.contains(document.key());
    if (used && document.gone()) {
      cells.remove(HELD, document.key());
    } else if (used) {
      Held held = new Held(document.version(), document.text());
      if (document.key().equals(ContextDocument.RULES)) {
        rules(Optional.of(held));
      } else if (document.key().equals(ContextDocument.TOPOLOGY)) {
        topology(Optional.of(held));
      }
      cells.put(HELD, document.key(), held);
    }
    return used;
  }

  /** What is in force in this lane. */
  InForce inForce(Cells cells) {
    return new InForce(
        rules(cells.get(HELD, ContextDocument.RULES)),
        topology(cells.get(HELD, ContextDocument.TOPOLOGY)),
        cells.get(HELD, GovernorFold.MODE_DOCUMENT).map(Held::version).orElse(""));
  }

  private RuleSet rules(Optional<Held> held) {
    if (held.isEmpty()) {
      return RuleSet.EMPTY;
    }
    if (!rules.version().equals(held.get().version())) {
      rules = new Parsed<>(held.get().version(), ruleParser.apply(held.get().text()));
    }
    return rules.value();
  }

  private Topology topology(Optional<Held> held) {
    if (held.isEmpty()) {
      return Topology.EMPTY;
    }
    if (!topology.version().equals(held.get().version())) {
      topology = new Parsed<>(held.get().version(), topologyParser.apply(held.get().text()));
    }
    return topology.value();
  }
}
