package io.homeostat.cli.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Verbs about actions: what is proposed, what waits for people, what can be undone. */
@Command(
    name = "actions",
    description = {
      "Look at proposed actions; approve or deny what waits for people; have an effect undone.",
      "An approval counts for the plan that is shown, by its hash, once, and only in time."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  homeostat actions list --state awaiting",
      "  homeostat actions show 3f0c…",
      "  homeostat actions approve 3f0c… --plan a1b2c3d4 --reason 'looked at it'",
      "  homeostat actions deny 3f0c… --reason 'after the sale'",
      "  homeostat actions undo 3f0c… --reason 'it was the wrong revision'"
    })
public final class ActionsCommand implements Runnable {
  private static final int SHORTEST_PREFIX = 8;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: list, show, approve, deny or undo");
  }

  @Command(
      name = "list",
      description = "List proposed actions, newest first.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat actions list --state awaiting --output json")
  int list(
      @Mixin ConsoleOptions options,
      @Mixin Listing listing,
      @Option(
              names = "--state",
              paramLabel = "STATE",
              description = "Only those in this state, such as awaiting or verified.")
          @Nullable String state,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "50",
              description = "At most so many; 50 unless given.")
          int limit) {
    String path =
        "/api/v1/actions?limit=" + limit + (state == null ? "" : "&state=" + Paths.part(state));
    listing.print(
        out(),
        options.client().get(path).path("actions"),
        "There are no such actions.",
        Column.of("ID", "id"),
        new Column("STATE", item -> item.path("state").asText().toLowerCase(Locale.ROOT)),
        Column.of("ACTION", "action"),
        Column.of("TARGET", "target"),
        new Column("PROPOSED", item -> Times.of(item, "proposedMillis")),
        new Column("WAITS UNTIL", item -> waits(item) ? Times.of(item, "untilMillis") : ""));
    return 0;
  }

  @Command(
      name = "show",
      description = "Show all of one action: plan, evidence, gates, outcome, verdict.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat actions show 3f0c…")
  int show(
      @Mixin ConsoleOptions options,
      @Mixin Listing listing,
      @Parameters(paramLabel = "ID", description = ID) String id) {
    ConsoleClient client = options.client();
    JsonNode action = client.get("/api/v1/actions/" + GivenId.ofAction(client, id));
    listing.print(out(), action, () -> new ActionView(out()).print(action));
    return 0;
  }

  @Command(
      name = "approve",
      description = {
        "Approve a plan that waits for people.",
        "Without --plan the plan as it stands now is meant: look at it first with show."
      },
      footerHeading = "%nExample:%n",
      footer = "  homeostat actions approve 3f0c… --plan a1b2c3d4 --reason 'looked at it'")
  int approve(
      @Mixin ConsoleOptions options,
      @Parameters(paramLabel = "ID", description = ID) String id,
      @Option(names = "--plan", paramLabel = "HASH", description = PLAN) @Nullable String plan,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "Why; it stands in the audit.")
          String reason) {
    return say(options.client(), id, "approve", plan, reason);
  }

  @Command(
      name = "deny",
      description =
          "Deny a plan that waits for people; it is not proposed again for the same failure.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat actions deny 3f0c… --reason 'after the sale'")
  int deny(
      @Mixin ConsoleOptions options,
      @Parameters(paramLabel = "ID", description = ID) String id,
      @Option(names = "--plan", paramLabel = "HASH", description = PLAN) @Nullable String plan,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              required = true,
              description = "Why; it stands in the incident's timeline and the audit.")
          String reason) {
    return say(options.client(), id, "deny", plan, reason);
  }

  @Command(
      name = "undo",
      description = {
        "Have an effect undone, as an action of its own: proposed, governed and verified like any.",
        "The target is paused afterwards, so that it is not done again behind your back."
      },
      footerHeading = "%nExample:%n",
      footer = "  homeostat actions undo 3f0c… --reason 'it was the wrong revision'")
  int undo(
      @Mixin ConsoleOptions options,
      @Parameters(paramLabel = "ID", description = ID) String id,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "Why; it stands in the incident's timeline and the audit.")
          String reason) {
    ObjectNode body = ConsoleClient.body().put("reason", reason);
    ConsoleClient client = options.client();
    return told(client.post("/api/v1/actions/" + GivenId.ofAction(client, id) + "/undo", body));
  }

  private static final String ID = "The action's id, or its first four characters or more.";
  private static final String PLAN =
      "The hash of the plan that you have looked at, or its first eight characters or more.";

  private int say(
      ConsoleClient client, String id, String word, @Nullable String plan, String reason) {
    String path = "/api/v1/actions/" + GivenId.ofAction(client, id);
    String shown = client.get(path).path("planHash").asText();
    boolean same = plan == null || (plan.length() >= SHORTEST_PREFIX && shown.startsWith(plan));
    ObjectNode body =
        ConsoleClient.body().put("planHash", same ? shown : plan).put("reason", reason);
    return told(client.post(path + "/" + word, body));
  }

  private int told(JsonNode answer) {
    out().println(Listing.safe(answer.path("reason").asText()));
    return 0;
  }

  private static boolean waits(JsonNode item) {
    return item.path("state").asText().equals("AWAITING");
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
