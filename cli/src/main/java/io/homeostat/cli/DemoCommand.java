package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.local.Port;
import io.homeostat.cli.local.StatusFile;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Breaks the demo's world, looks at it, and puts it right. */
@Command(
    name = "demo",
    description = {
      "Break the demo's world, to watch it heal.",
      "WHAT is `list` (the faults there are), `state` (the world as it is), `reset` (end all faults and heal what they did), or a fault's name."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  homeostat demo list",
      "  homeostat demo index-bloat",
      "  homeostat demo primary-loss --variant sick",
      "  homeostat demo burst --end",
      "  homeostat demo state --json",
      "  homeostat demo reset"
    })
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Place place = new Place();

  @Parameters(
      paramLabel = "WHAT",
      description = "list, state, reset, or a fault such as index-bloat.")
  private String what = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides what a fault leaves to chance; the demo's own seed unless given.")
  private @Nullable Long seed;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description = "Which form of the fault, such as killed, sick or stuck of primary-loss.")
  private @Nullable String variant;

  @Option(
      names = "--end",
      description = "End the fault if it runs; what it has caused stays, to be healed.")
  private boolean end;

  @Option(names = "--json", description = "Print what the demo answers, as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (!what.matches("[a-z][a-z0-9-]*")) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no fault '"
              + what
              + "': give list, state, reset or a fault's name, such as index-bloat");
    }
    if (variant != null && !variant.matches("[a-z][a-z0-9]*")) {
      throw new ParameterException(
          spec.commandLine(), "there is no variant '" + variant + "': see `demo list`");
    }
    if (end && (seed != null || Set.of("list", "state", "reset").contains(what))) {
      throw new ParameterException(
          spec.commandLine(),
          "--end ends a fault, and takes no --seed: homeostat demo burst --end");
    }
    DemoControl demo =
        new DemoControl("http://127.0.0.1:" + place.settings().number(Port.DEMO_CONTROL.setting()));
    PrintWriter out = spec.commandLine().getOut();
    JsonNode answer =
        switch (what) {
          case "list" -> demo.get("/faults");
          case "state" -> demo.get("/state");
          case "reset" -> demo.post("/reset");
          default ->
              demo.post(
                  "/faults/" + fault() + (end ? "/end" : seed == null ? "" : "?seed=" + seed));
        };
    if (json) {
      out.println(answer.toPrettyString());
      return 0;
    }
    DemoView view = new DemoView(out);
    switch (what) {
      case "list" -> view.faults(answer);
      case "state" -> view.state(answer);
      case "reset" -> out.println("The demo's world is as it was before any fault.");
      default -> {
        if (end) {
          out.println("The fault " + fault() + " has ended.");
          return 0;
        }
        view.started(
            fault(), answer, StatusFile.addresses(place.folder()).getOrDefault("console", ""));
      }
    }
    return 0;
  }

  private String fault() {
    return variant == null ? what : what + "-" + variant;
  }
}
