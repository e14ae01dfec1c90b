package io.homeostat.cli.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.people.Listing.Column;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verbs about drift: which tables are as they used to be, and from when on they are compared. */
@Command(
    name = "drift",
    description = "Look at tables beside their references; have a reference gathered anew.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  homeostat drift list",
      "  homeostat drift show 9be1…",
      "  homeostat drift rebase 9be1… --reason 'prices are in cents since today'"
    })
public final class DriftCommand implements Runnable {
  private static final String ID =
      "The id that `list` tells, or its first four characters or more.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: list, show or rebase");
  }

  @Command(
      name = "list",
      description = "List the tables that are compared, what drifts first.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat drift list --output json")
  int list(@Mixin ConsoleOptions options, @Mixin Listing listing) {
    listing.print(
        out(),
        options.client().get("/api/v1/drift").path("drift"),
        "No table is compared yet: a drift rule names them, and its first window must have ended.",
        Column.of("ID", "id"),
        new Column("STATE", DriftCommand::state),
        Column.of("TABLE", "table"),
        Column.of("SEGMENT", "segment"),
        Column.of("RULE", "rule"),
        new Column("WORST", item -> item.path("worst").asText()),
        new Column("ELSEWHERE", item -> percent(item, "worstEffect")),
        new Column("UNTIL", item -> Times.of(item, "untilMillis")));
    return 0;
  }

  @Command(
      name = "show",
      description = "Show one table's columns by effect.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat drift show 9be1… --output yaml")
  int show(
      @Mixin ConsoleOptions options,
      @Mixin Listing listing,
      @Parameters(paramLabel = "ID", description = ID) String id) {
    ConsoleClient client = options.client();
    JsonNode file = client.get("/api/v1/drift/" + GivenId.ofDrift(client, id));
    listing.print(out(), file, () -> table(listing, file));
    return 0;
  }

  @Command(
      name = "rebase",
      description = {
        "Have a reference gathered anew from here on.",
        "What the table was compared with is forgotten, its signal ends, and the next windows make"
            + " the new reference."
      },
      footerHeading = "%nExample:%n",
      footer = "  homeostat drift rebase 9be1… --reason 'prices are in cents since today'")
  int rebase(
      @Mixin ConsoleOptions options,
      @Parameters(paramLabel = "ID", description = ID) String id,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              required = true,
              description = "Why; it stands at the end of the signal.")
          String reason) {
    ConsoleClient client = options.client();
    JsonNode answer =
        client.post(
            "/api/v1/drift/" + GivenId.ofDrift(client, id) + "/rebase",
            ConsoleClient.body().put("reason", reason));
    out().println(Listing.safe(answer.path("reason").asText()));
    return 0;
  }

  private static String state(JsonNode item) {
    if (!item.path("unknown").asText().isEmpty()) {
      return "unknown";
    }
    return item.path("signal").asText().isEmpty() ? "usual" : "drifting";
  }

  private static String percent(JsonNode item, String field) {
    return item.has(field)
        ? String.format(Locale.ROOT, "%.1f%%", 100 * item.path(field).asDouble())
        : "";
  }

  private void table(Listing listing, JsonNode file) {
    JsonNode newest = file.path("newest");
    PrintWriter out = out();
    String by = newest.path("segmentedBy").asText();
    String segment = newest.path("segment").asText();
    out.println(
        Listing.safe(
            newest.path("table").asText()
                + (by.isEmpty()
                    ? ""
                    : " where " + by + " is " + (segment.isEmpty() ? "missing" : segment))));
    out.println(
        Listing.safe(
            state(newest)
                + ", rule "
                + newest.path("rule").asText()
                + ", reference: "
                + newest.path("reference").asText()));
    out.println("reference since " + Times.of(newest, "referenceFromMillis"));
    out.println(
        "newest window until "
            + Times.of(newest, "untilMillis")
            + ", "
            + newest.path("rows").asLong()
            + " rows");
    if (!newest.path("unknown").asText().isEmpty()) {
      out.println(Listing.safe("not judged: " + newest.path("unknown").asText()));
    }
    List<JsonNode> columns = new ArrayList<>();
    file.path("judged").path("columns").forEach(columns::add);
    columns.sort(
        Comparator.comparing((JsonNode column) -> !column.path("drifted").asBoolean())
            .thenComparing(column -> -column.path("effect").asDouble()));
    if (!columns.isEmpty()) {
      out.println();
      listing.table(
          out,
          columns,
          Column.of("COLUMN", "name"),
          new Column("DRIFTED", column -> column.path("drifted").asBoolean() ? "yes" : ""),
          new Column("ELSEWHERE", column -> known(column, percent(column, "effect"))),
          new Column("P", column -> known(column, probability(column))),
          new Column("HOW", DriftCommand::how));
    }
  }

  private static String known(JsonNode column, String figure) {
    return column.path("unknown").asText().isEmpty() ? figure : "";
  }

  private static String probability(JsonNode column) {
    return String.format(Locale.ROOT, "%.2g", column.path("pValue").asDouble());
  }

  private static String how(JsonNode column) {
    String unknown = column.path("unknown").asText();
    return unknown.isEmpty()
        ? column.path("drifted").asBoolean() ? column.path("how").asText() : ""
        : unknown;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
