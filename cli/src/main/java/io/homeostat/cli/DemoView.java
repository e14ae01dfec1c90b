package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** What the demo answers, for a person. */
final class DemoView {
  private final PrintWriter out;

  DemoView(PrintWriter out) {
    this.out = out;
  }

  void faults(JsonNode faults) {
    for (JsonNode fault : faults) {
      out.printf("%-19s %s%n", fault.path("name").asText(), fault.path("description").asText());
      out.printf(
          "%-19s lasts about %.0f s; %s%n",
          "", fault.path("lastsSeconds").asDouble(), fault.path("ending").asText());
      out.printf("%-19s now: %s%n", "", fault.path("state").asText());
      if (fault.path("missing").isTextual()) {
        out.printf("%-19s not here: %s%n", "", fault.path("missing").asText());
      }
    }
  }

  void started(String fault, JsonNode answer, String console) {
    out.printf(
        "%s: %s (run %d)%n",
        fault, answer.path("state").asText(), answer.path("run").path("id").asLong());
    if (!console.isEmpty()) {
      out.printf("Watch it at %s%n", console);
    }
  }

  void state(JsonNode state) {
    out.printf("%-40s %10s %8s %8s %s%n", "index", "KiB", "rows", "density", "");
    for (JsonNode index : state.path("indexes")) {
      out.printf(
          "%-40s %10d %8d %8s %s%n",
          index.path("name").asText(),
          index.path("bytes").asLong() >> 10,
          index.path("liveTuples").asLong(),
          number(index.path("leafDensityPercent"), "%%"),
          index.path("valid").asBoolean() ? "" : "INVALID");
    }
    JsonNode retriever = state.path("retriever");
    out.printf(
        "retriever, last 10 s: %d requests, %d errors, p50 %s, p95 %s, p99 %s%n",
        retriever.path("requests").asLong(),
        retriever.path("errors").asLong(),
        number(retriever.path("p50Millis"), " ms"),
        number(retriever.path("p95Millis"), " ms"),
        number(retriever.path("p99Millis"), " ms"));
    out.printf(
        "retriever, now: %d replicas, %d searches wait%n",
        retriever.path("replicas").asInt(), retriever.path("waiting").asInt());
    out.printf("effects on record: %d%n", state.path("ledger").size());
    for (JsonNode effect : state.path("ledger")) {
      out.printf("  %s%n", effect);
    }
  }

  private static String number(JsonNode value, String unit) {
    return value.isNumber() ? String.format("%.1f" + unit, value.asDouble()) : "-";
  }
}
