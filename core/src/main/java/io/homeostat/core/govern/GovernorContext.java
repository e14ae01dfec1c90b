package io.homeostat.core.govern;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.rules.Policy;
import io.homeostat.core.rules.RuleParser;
import io.homeostat.core.rules.RuleSet;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The documents that the governor goes by. Parsed rules are kept by their version. */
final class GovernorContext {
  /** The document that says how far Homeostat may go anywhere: the name of a mode. */
  static final String MODE = "mode";

  private RuleSet newest = RuleSet.EMPTY;

  /** The rules in force. */
  RuleSet rules(Cells cells) {
    Optional<GovernorTables.Document> held =
        cells.get(GovernorTables.DOCUMENTS, ContextDocument.RULES);
    if (held.isEmpty()) {
      return RuleSet.EMPTY;
    }
    if (!newest.version().equals(held.get().version())) {
      newest =
          RuleParser.check(held.get().text()) instanceof CheckResult.Sound<RuleSet> sound
              ? sound.value()
              : RuleSet.EMPTY;
    }
    return newest;
  }

  /** How far Homeostat may go anywhere; a word that is no mode means observe. */
  Policy.Mode mostMode(Cells cells) {
    return cells
        .get(GovernorTables.DOCUMENTS, MODE)
        .map(document -> mode(document.text()).orElse(Policy.Mode.OBSERVE))
        .orElse(Policy.Mode.AUTO);
  }

  /** Takes a document in. Rules that are not sound leave the old ones in force. */
  void take(Cells cells, Account account, ContextDocument document) {
    if (!document.key().equals(ContextDocument.RULES) && !document.key().equals(MODE)) {
      return;
    }
    if (document.gone()) {
      cells.remove(GovernorTables.DOCUMENTS, document.key());
      account.text(document.key(), "", "The document " + document.key() + " is gone");
      return;
    }
    if (document.key().equals(ContextDocument.RULES)) {
      CheckResult<RuleSet> result = RuleParser.check(document.text());
      if (result instanceof CheckResult.Broken<RuleSet> broken) {
        account.text(
            document.key(),
            document.version(),
            "Rules that are not sound were left out: " + broken.problems().get(0));
        return;
      }
      newest = ((CheckResult.Sound<RuleSet>) result).value();
    }
    cells.put(
        GovernorTables.DOCUMENTS,
        document.key(),
        new GovernorTables.Document(document.version(), document.text()));
    account.text(document.key(), document.version(), describe(document));
  }

  private static String describe(ContextDocument document) {
    if (document.key().equals(ContextDocument.RULES)) {
      return "Rules came into force";
    }
    return mode(document.text())
        .map(mode -> "The most that is allowed is " + mode.name().toLowerCase(Locale.ROOT))
        .orElse("The mode can't be read; the most that is allowed is observe");
  }

  private static Optional<Policy.Mode> mode(String text) {
    String word = text.strip();
    return Arrays.stream(Policy.Mode.values())
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }
}
