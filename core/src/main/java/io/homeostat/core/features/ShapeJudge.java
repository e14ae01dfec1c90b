package io.homeostat.core.features;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Severity;
import io.homeostat.core.rules.FeatureContract;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Does a table have the columns that its contracts name, as they ask for them? */
final class ShapeJudge {
  /** The kind of failure. */
  static final String KIND = "schema-mismatch";

  /** What is judged of a table, before its name. */
  static final String SUBJECT = "schema ";

  private static final int MOST_SAID = 5;

  private ShapeJudge() {}

  /** One signal a table: what it breaks, while it breaks something. */
  static void judge(Notices notices, List<FeatureContract> contracts, HeldShape held) {
    EntityId table = held.shape().entity();
    String key = SUBJECT + table.text();
    List<Breach> breaches = held.breaches(contracts);
    if (breaches.isEmpty()) {
      notices.end(
          key, table.name() + " has what the contracts of its features ask for, by its schema");
      return;
    }
    int more = breaches.size() - MOST_SAID;
    String said =
        breaches.stream().limit(MOST_SAID).map(Breach::sentence).collect(Collectors.joining("; "));
    notices.fire(
        key,
        new Notices.Finding(
            table,
            "features",
            KIND,
            breaches.stream()
                .map(breach -> breach.contract().severity())
                .max(Comparator.naturalOrder())
                .orElse(Severity.CRITICAL),
            1,
            notices.nowMillis(),
            breaches.size(),
            0,
            "the schema of "
                + table.name()
                + " breaks contracts: "
                + said
                + (more > 0 ? "; and " + more + " more" : "")));
  }
}
