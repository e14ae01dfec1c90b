package io.homeostat.cli.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.people.Listing.Column;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verbs about incidents: what is wrong, what is done about it, who looks after it. */
@Command(
    name = "incidents",
    description = "Look at incidents; say that you look after one; write into its timeline.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  homeostat incidents list --state open",
      "  homeostat incidents show 9be1… --output yaml",
      "  homeostat incidents ack 9be1…",
      "  homeostat incidents note 9be1… 'the nightly import was late'"
    })
public final class IncidentsCommand implements Runnable {
  private static final String ID = "The incident's id, or its first four characters or more.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: list, show, ack or note");
  }

  @Command(
      name = "list",
      description = "List incidents, newest first.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat incidents list --state healed --output json")
  int list(
      @Mixin ConsoleOptions options,
      @Mixin Listing listing,
      @Option(
              names = "--state",
              paramLabel = "STATE",
              description = "Only those in this state, such as open or healed.")
          @Nullable String state,
      @Option(names = "--system", paramLabel = "SYSTEM", description = "Only those of this system.")
          @Nullable String system,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "50",
              description = "At most so many; 50 unless given.")
          int limit) {
    String path =
        "/api/v1/incidents?limit="
            + limit
            + (state == null ? "" : "&state=" + Paths.part(state))
            + (system == null ? "" : "&system=" + Paths.part(system));
    listing.print(
        out(),
        options.client().get(path).path("incidents"),
        "There are no such incidents.",
        Column.of("ID", "id"),
        new Column("STATE", item -> item.path("state").asText().toLowerCase(Locale.ROOT)),
        new Column("SEVERITY", item -> item.path("severity").asText().toLowerCase(Locale.ROOT)),
        Column.of("SYSTEM", "system"),
        new Column("OPENED", item -> Times.of(item, "openedMillis")),
        Column.of("TITLE", "title"));
    return 0;
  }

  @Command(
      name = "show",
      description = "Show all of one incident: suspects, timeline, and why nothing is done, if so.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat incidents show 9be1…")
  int show(
      @Mixin ConsoleOptions options,
      @Mixin Listing listing,
      @Parameters(paramLabel = "ID", description = ID) String id) {
    ConsoleClient client = options.client();
    JsonNode file = client.get("/api/v1/incidents/" + GivenId.ofIncident(client, id));
    listing.print(out(), file, () -> table(file.path("incident")));
    return 0;
  }

  @Command(
      name = "ack",
      description = "Say that you have seen an incident and look after it.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat incidents ack 9be1… --text 'calling the vendor'")
  int ack(
      @Mixin ConsoleOptions options,
      @Parameters(paramLabel = "ID", description = ID) String id,
      @Option(
              names = "--text",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "What more is to be said.")
          String text) {
    return say(options, id, "ack", text);
  }

  @Command(
      name = "note",
      description = "Write a note into an incident's timeline.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat incidents note 9be1… 'the nightly import was late'")
  int note(
      @Mixin ConsoleOptions options,
      @Parameters(paramLabel = "ID", description = ID) String id,
      @Parameters(paramLabel = "TEXT", description = "The note.") String text) {
    return say(options, id, "notes", text);
  }

  private int say(ConsoleOptions options, String id, String verb, String text) {
    ConsoleClient client = options.client();
    JsonNode answer =
        client.post(
            "/api/v1/incidents/" + GivenId.ofIncident(client, id) + "/" + verb,
            ConsoleClient.body().put("text", text));
    out().println(Listing.safe(answer.path("reason").asText()));
    return 0;
  }

  private void table(JsonNode incident) {
    PrintWriter out = out();
    out.println(Listing.safe(incident.path("title").asText()));
    out.printf(
        "%s, %s, in system %s, since %s%n",
        incident.path("state").asText().toLowerCase(Locale.ROOT),
        incident.path("severity").asText().toLowerCase(Locale.ROOT),
        Listing.safe(incident.path("system").asText()),
        Times.of(incident, "openedMillis"));
    if (!incident.path("inaction").asText().isEmpty()) {
      out.println(
          "Why nothing is being done: "
              + Listing.safe(incident.path("inaction").asText()).replace("; ", ";\n  "));
    }
    for (JsonNode suspect : incident.path("suspects")) {
      out.printf(
          "suspect  %s (%s)%n",
          Listing.safe(suspect.path("entity").asText()),
          Listing.safe(suspect.path("reason").asText()));
    }
    for (JsonNode moment : incident.path("timeline")) {
      out.printf(
          "%s  %-9s %s%n",
          Times.of(moment, "timeMillis"),
          moment.path("kind").asText().toLowerCase(Locale.ROOT),
          Listing.safe(moment.path("text").asText()));
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
