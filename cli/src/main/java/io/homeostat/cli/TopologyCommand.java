package io.homeostat.cli;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.document.Durations;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.topology.Topology;
import io.homeostat.core.topology.TopologyParser;
import io.homeostat.schemas.service.ServiceConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verbs about what there is, and what depends on what. */
@Command(
    name = "topology",
    description = "What there is and what depends on what: show it, check it, discover it.")
final class TopologyCommand implements Runnable {
  private static final String IMPORT = "io.homeostat.ingest.topology.TopologyMain";
  private static final long LEAST_MILLIS = 10_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do with the topology: show, check or import");
  }

  @Command(
      name = "check",
      description = {
        "Check inventories and what was discovered (*.yaml, *.yml), as they are checked when they"
            + " are taken into use.",
        "Prints every mistake with its file, line and column; ends with 1 when there is one."
      },
      footerHeading = "%nExample:%n",
      footer = "  homeostat topology check demo/topology.yaml discovered")
  int check(
      @Parameters(
              paramLabel = "PATH",
              arity = "1..*",
              description = "The inventory, and the folder of what was discovered.")
          List<Path> paths) {
    PrintWriter out = spec.commandLine().getOut();
    CheckResult<Topology> result = read(paths);
    if (result instanceof CheckResult.Sound<Topology> sound) {
      Topology topology = sound.value();
      out.printf(
          "sound: %s (version %s)%n",
          new TopologyText(topology, TopologyText.Ended.LEFT_OUT).summary(), topology.version());
      return 0;
    }
    return broken(result, out);
  }

  @Command(
      name = "show",
      description = {
        "Show the systems, their entities and what each of them needs.",
        "Without a PATH: what the Homeostat in the data folder was started with."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  homeostat topology show",
        "  homeostat topology show demo/topology.yaml discovered --system rag --ended"
      })
  int show(
      @Parameters(
              paramLabel = "PATH",
              arity = "0..*",
              description = "The inventory, and the folder of what was discovered.")
          @Nullable List<Path> paths,
      @Option(names = "--system", paramLabel = "NAME", description = "Show this system alone.")
          @Nullable String system,
      @Option(
              names = "--ended",
              description = "Show also what is not there any more, with its end.")
          boolean withEnded,
      @Mixin Place place) {
    PrintWriter out = spec.commandLine().getOut();
    CheckResult<Topology> result = read(paths == null || paths.isEmpty() ? inUse(place) : paths);
    if (result instanceof CheckResult.Sound<Topology> sound) {
      TopologyText.Ended ended = withEnded ? TopologyText.Ended.TOLD : TopologyText.Ended.LEFT_OUT;
      new TopologyText(sound.value(), ended)
          .lines(Optional.ofNullable(system))
          .forEach(out::println);
      return 0;
    }
    return broken(result, out);
  }

  @Command(
      name = "import",
      description = {
        "Look at what a targets file lists (catalogues of PostgreSQL, Kubernetes, Redis, Milvus) and"
            + " keep what was found in a folder, which the broadcaster reads"
            + " (topology.discovered.dir).",
        "What is not there any more ends, with its time; from what can't be looked at nothing"
            + " follows.",
        "Ends with 1 when something could not be looked at, with 2 when nothing could."
      },
      footerHeading = "%nExample:%n",
      footer = "  homeostat topology import --targets targets.yaml --out discovered --every 1m")
  int discover(
      @Option(
              names = "--targets",
              paramLabel = "FILE",
              required = true,
              description = "The YAML file that lists databases and clusters.")
          Path targets,
      @Option(
              names = "--out",
              paramLabel = "DIR",
              required = true,
              description = "The folder of what was discovered.")
          Path folder,
      @Option(
              names = "--every",
              paramLabel = "TIME",
              description = "Look again and again, such as each 1m, until interrupted.")
          @Nullable String every) {
    long pause = every == null ? 0 : Durations.parse(every).orElse(0L);
    if (every != null && pause < LEAST_MILLIS) {
      throw new ParameterException(
          spec.commandLine(), "--every is '" + every + "': give at least 10s, such as 1m");
    }
    return IngestProcess.run(
        IMPORT,
        List.of(
            targets.toAbsolutePath().toString(),
            folder.toAbsolutePath().toString(),
            Long.toString(pause)));
  }

  private static List<Path> inUse(Place place) {
    ServiceConfig settings = place.settings();
    return Stream.of("topology.file", "topology.discovered.dir")
        .flatMap(key -> settings.find(key).stream())
        .filter(path -> !path.isBlank())
        .map(Path::of)
        .toList();
  }

  private static CheckResult<Topology> read(List<Path> paths) {
    List<SourceText> sources = new ArrayList<>();
    paths.forEach(path -> sources.addAll(YamlFiles.read(path, "topology")));
    return TopologyParser.check(sources);
  }

  private static int broken(CheckResult<Topology> result, PrintWriter out) {
    var problems = ((CheckResult.Broken<Topology>) result).problems();
    problems.forEach(out::println);
    out.printf("%d mistakes: this topology would not be taken into use%n", problems.size());
    return 1;
  }
}
