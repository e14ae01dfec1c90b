package io.homeostat.cli.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.cli.people.Listing.Column;
import io.homeostat.core.document.Durations;
import java.io.PrintWriter;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verbs about targets: which of them Homeostat is kept from. */
@Command(
    name = "targets",
    description = {
      "Keep Homeostat from acting on a target, and let it act there again.",
      "A paused target passes no gate; what was granted before goes on to its end."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  homeostat targets list",
      "  homeostat targets pause pg-index:prod/rag/public.documents_idx --for 2h --reason 'a"
          + " migration'",
      "  homeostat targets resume pg-index:prod/rag/public.documents_idx"
    })
public final class TargetsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: list, pause or resume");
  }

  @Command(
      name = "list",
      description = "List the targets that are paused.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat targets list --output yaml")
  int list(@Mixin ConsoleOptions options, @Mixin Listing listing) {
    listing.print(
        out(),
        options.client().get("/api/v1/targets").path("paused"),
        "No target is paused.",
        Column.of("TARGET", "target"),
        Column.of("BY", "by"),
        new Column("SINCE", item -> Times.of(item, "sinceMillis")),
        new Column("UNTIL", item -> Times.of(item, "untilMillis")),
        Column.of("REASON", "reason"));
    return 0;
  }

  @Command(
      name = "pause",
      description = "Keep Homeostat from acting on a target, and on what is part of it.",
      footerHeading = "%nExample:%n",
      footer =
          "  homeostat targets pause pg-index:prod/rag/public.documents_idx --for 2h --reason 'a"
              + " migration'")
  int pause(
      @Mixin ConsoleOptions options,
      @Parameters(paramLabel = "TARGET", description = "The entity, kind:scope/name.")
          String target,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              required = true,
              description = "Why; it stands at every action that is refused for it.")
          String reason,
      @Option(
              names = "--for",
              paramLabel = "DURATION",
              description = "How long, such as 2h; until it is resumed unless given.")
          @Nullable String length) {
    ObjectNode body = ConsoleClient.body().put("target", target).put("reason", reason);
    if (length != null) {
      long millis =
          Durations.parse(length)
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.subcommands().get("pause"),
                          "--for is '" + length + "': give a duration such as 30m or 2h"));
      body.put("untilMillis", InstantSource.system().millis() + millis);
    }
    return told(options.client().post("/api/v1/targets/pause", body));
  }

  @Command(
      name = "resume",
      description = "Let Homeostat act on a target again.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat targets resume pg-index:prod/rag/public.documents_idx")
  int resume(
      @Mixin ConsoleOptions options,
      @Parameters(paramLabel = "TARGET", description = "The entity, kind:scope/name.")
          String target,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "Why; it stands in the audit.")
          String reason) {
    ObjectNode body = ConsoleClient.body().put("target", target).put("reason", reason);
    return told(options.client().post("/api/v1/targets/resume", body));
  }

  private int told(JsonNode answer) {
    out().println(Listing.safe(answer.path("reason").asText()));
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
