package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.local.LocalHomeostat;
import io.homeostat.cli.local.Port;
import io.homeostat.cli.local.PortWish;
import io.homeostat.cli.local.ProcessTable;
import io.homeostat.cli.local.Settings;
import io.homeostat.cli.local.StatusFile;
import io.homeostat.core.document.CheckResult;
import io.homeostat.core.rules.RuleParser;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts everything on this machine and keeps it running. */
@Command(
    name = "up",
    description = {
      "Start everything on this machine and keep it running until Ctrl-C.",
      "A later `up` on the same data folder resumes where this one was stopped, however it was"
          + " stopped."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  homeostat up                        the demo's world, the usual ports",
      "  homeostat up --demo index-bloat     and break it once all is ready",
      "  homeostat up --observe              the same, but change nothing",
      "  homeostat up --free-ports --data /tmp/second    a second one beside it",
      "  homeostat up --port console=8080    another port for the console"
    })
final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Place place = new Place();

  @Option(
      names = "--observe",
      description = "Look and tell, but change nothing, whatever the rules allow.")
  private boolean observe;

  @Option(
      names = "--free-ports",
      description = "Take ports that are free; a later start on the same folder keeps them.")
  private boolean freePorts;

  @Option(
      names = "--usual-ports",
      description = "Take the usual ports again after a start with others.")
  private boolean usualPorts;

  @Option(
      names = "--port",
      paramLabel = "NAME=PORT",
      description =
          "One port: kafka, kafka-controller, flink, gateway, console, demo-postgres,"
              + " demo-retriever, demo-control, demo-git or demo-kubernetes.")
  private Map<String, Integer> given = new LinkedHashMap<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A further setting for the processes, such as demo.documents=20000.")
  private Map<String, String> further = new LinkedHashMap<>();

  @Option(
      names = "--demo",
      paramLabel = "FAULT",
      description = "Inject a fault into the demo's world once all is ready (see `demo list`).")
  private @Nullable String fault;

  @Option(
      names = "--no-demo",
      description = "Start without the demo's world; needs --targets, --rules and --topology.")
  private boolean withoutDemo;

  @Option(
      names = "--targets",
      paramLabel = "FILE",
      description = "The databases to watch and to heal (YAML).")
  private @Nullable Path targets;

  @Option(names = "--rules", paramLabel = "DIR", description = "The rules' folder (YAML files).")
  private @Nullable Path rules;

  @Option(
      names = "--topology",
      paramLabel = "FILE",
      description = "The systems and their parts (YAML).")
  private @Nullable Path topology;

  @Override
  public Integer call() throws InterruptedException {
    checkUsage();
    LocalHomeostat homeostat =
        new LocalHomeostat(
            place.folder(),
            place.distribution(),
            withoutDemo ? ProcessTable.withoutDemo() : ProcessTable.withDemo(),
            new PortWish(source(), ports()),
            world(),
            observe ? Settings.Mode.OBSERVE : Settings.Mode.BY_RULES,
            further());
    boolean good = homeostat.run(System.out, InstantSource.system(), this::afterReady);
    return good ? 0 : 1;
  }

  private void afterReady(Settings settings) {
    if (fault == null) {
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    try {
      DemoControl demo =
          new DemoControl("http://127.0.0.1:" + settings.ports().number(Port.DEMO_CONTROL));
      JsonNode answer = demo.post("/faults/" + fault);
      new DemoView(out)
          .started(
              fault, answer, StatusFile.addresses(settings.folder()).getOrDefault("console", ""));
    } catch (CommandException e) {
      out.println("homeostat: the fault was not injected: " + e.getMessage());
    }
    out.flush();
  }

  private void checkUsage() {
    if (withoutDemo && (targets == null || rules == null || topology == null)) {
      throw usage(
          "--no-demo needs --targets, --rules and --topology: what shall be watched, and how?");
    }
    if (withoutDemo && fault != null) {
      throw usage("--demo needs the demo's world, which --no-demo leaves out: give one of the two");
    }
    if (fault != null && !fault.matches("[a-z][a-z0-9-]*")) {
      throw usage("there is no fault '" + fault + "'; `demo list` tells which there are");
    }
    if (freePorts && usualPorts) {
      throw usage("--free-ports and --usual-ports exclude each other: give one of the two");
    }
  }

  private Map<String, String> further() {
    for (String key : further.keySet()) {
      if (!key.matches("[a-z][a-z0-9]*([.-][a-z0-9]+)+")) {
        throw usage("--set " + key + ": a setting's key looks like demo.documents");
      }
    }
    return further;
  }

  private PortWish.Source source() {
    if (freePorts) {
      return PortWish.Source.FREE;
    }
    return usualPorts ? PortWish.Source.USUAL : PortWish.Source.LAST;
  }

  private Map<Port, Integer> ports() {
    Map<Port, Integer> ports = new EnumMap<>(Port.class);
    given.forEach(
        (title, number) -> {
          Port port =
              Port.titled(title)
                  .orElseThrow(
                      () -> usage("there is no port '" + title + "'; see --help for their names"));
          if (number < 1 || number > 65_535) {
            throw usage("port " + title + " is " + number + ": give a number from 1 to 65535");
          }
          ports.put(port, number);
        });
    return ports;
  }

  private Settings.World world() {
    Path demo = place.home().resolve("demo");
    Settings.World world =
        new Settings.World(
            targets == null ? place.folder().root().resolve("demo/targets.yaml") : targets,
            rules == null ? demo.resolve("rules") : rules,
            topology == null ? demo.resolve("topology.yaml") : topology);
    require("--rules", world.rules());
    requireSound(world.rules());
    require("--topology", world.topology());
    if (targets != null) {
      require("--targets", world.targets());
    }
    return world;
  }

  private static void require(String option, Path path) {
    if (!Files.isReadable(path)) {
      throw new CommandException(path + " can't be read: name the right place with " + option);
    }
  }

  /** Rules with mistakes are not taken into use: that would stand in a log alone. */
  private static void requireSound(Path rules) {
    if (RuleParser.check(YamlFiles.read(rules, "rule")) instanceof CheckResult.Broken<?> broken) {
      throw new CommandException(
          broken.problems().stream()
              .map(problem -> "\n  " + problem)
              .collect(
                  Collectors.joining(
                      "",
                      "the rules in " + rules + " would not be taken into use:",
                      "\ncorrect them; `homeostat rules check "
                          + rules
                          + "` tells when they are sound")));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
