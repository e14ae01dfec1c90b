package io.homeostat.cli.people;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/** One action, for a person. */
final class ActionView {
  private final PrintWriter out;

  ActionView(PrintWriter out) {
    this.out = out;
  }

  void print(JsonNode action) {
    JsonNode proposal = action.path("proposal");
    line("action", text(action, "action") + " on " + text(action, "target"));
    line("state", text(action, "state").toLowerCase(Locale.ROOT));
    line("", text(action, "reason"));
    line("incident", text(action, "incidentId") + " in system " + text(action, "system"));
    line("plan", text(action, "planHash"));
    line(
        "proposed",
        Times.of(action, "proposedMillis") + " by playbook " + text(action, "playbook"));
    if (action.has("untilMillis")) {
      line("until", Times.of(action, "untilMillis"));
    }
    line("expected", text(action, "predicted"));
    line("undo", text(proposal, "undo"));
    proposal
        .path("parameters")
        .properties()
        .forEach(it -> line("parameter", it.getKey() + " = " + it.getValue().asText()));
    for (JsonNode evidence : proposal.path("evidence")) {
      line("evidence", text(evidence, "what") + ", seen " + Times.of(evidence, "observedMillis"));
    }
    JsonNode decisions = action.path("decisions");
    for (JsonNode gate : decisions.path(decisions.size() - 1).path("gates")) {
      line(
          "gate",
          "%-7s %-12s %s"
              .formatted(
                  text(gate, "verdict").toLowerCase(Locale.ROOT),
                  text(gate, "name"),
                  text(gate, "reason")));
    }
    for (JsonNode outcome : action.path("outcomes")) {
      line("outcome", text(outcome, "result") + ": " + text(outcome, "reason"));
    }
    for (JsonNode verdict : action.path("verdicts")) {
      line("verdict", text(verdict, "result") + ": " + text(verdict, "reason"));
    }
  }

  private void line(String name, String text) {
    out.printf("%-10s %s%n", name, Listing.safe(text));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }
}
