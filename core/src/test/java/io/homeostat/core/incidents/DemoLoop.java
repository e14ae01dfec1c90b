package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.SeriesNames;
import io.homeostat.core.rules.RuleParser;
import io.homeostat.core.rules.RuleSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** The demo's fault, by the demo's own rules, through all folds of the loop, second by second. */
final class DemoLoop {
  static final long START = 1_700_000_000_000L;
  static final long FAULT = START + 120_000;
  private static final long EFFECT_TAKES_MILLIS = 3_000;
  private static final Path DEMO = Path.of("..", "demo");

  final Brain brain = new Brain(START);

  /** What the actuator says of undoing, by name. */
  final TreeMap<String, String> undo = new TreeMap<>();

  /** Whether what is done helps. */
  boolean helps = true;

  private long healedAt = Long.MAX_VALUE;
  private long dueAt = Long.MAX_VALUE;
  private Optional<Command> underway = Optional.empty();
  private int commandsSeen;

  /** The loop under the demo's rules, edited. */
  static DemoLoop under(UnaryOperator<String> edit) throws IOException {
    DemoLoop loop = new DemoLoop();
    loop.brain.document(ContextDocument.RULES, edit.apply(rules()));
    loop.brain.document(ContextDocument.TOPOLOGY, Files.readString(DEMO.resolve("topology.yaml")));
    return loop;
  }

  /** Lets time pass until something is so, at most ten minutes. */
  void until(BooleanSupplier so) {
    for (long end = brain.now() + 600_000; !so.getAsBoolean(); ) {
      assertThat(brain.now()).as("what is awaited did not come").isLessThan(end);
      run(250);
    }
  }

  void run(long millis) {
    for (long end = brain.now() + millis; brain.now() < end; ) {
      brain.step();
      if (brain.now() % 1_000 == 0) {
        world();
      }
      actuator();
    }
  }

  private void world() {
    long now = brain.now();
    double sick = now < FAULT || now >= healedAt ? 0 : Math.min(1, (now - FAULT) / 5_000.0);
    double noise = Math.sin(now / 7_000.0) * 0.4;
    index(Demo.INDEX, 10e6 * (1 + 3 * sick), 90 - 55 * sick);
    index(Demo.PEER, 12e6, 88);
    frame(
        Demo.RETRIEVER,
        List.of("retriever.search.latency.p95", "retriever.requests"),
        9 + noise + 30 * sick,
        40);
  }

  private void index(EntityId index, double size, double density) {
    frame(
        index,
        List.of(
            "pg.index.size", "pg.index.leaf_density", "pg.index.valid", "pg.index.bytes_per_tuple"),
        size,
        density,
        1,
        size / 100_000);
  }

  private void frame(EntityId entity, List<String> names, double... values) {
    brain.say(
        "gateway",
        Stream.METRICS,
        new MetricFrame(entity, brain.now(), brain.now(), SeriesNames.of(names), values));
  }

  private void actuator() {
    List<Command> commands = brain.all(Stream.COMMANDS, Command.class);
    if (commands.size() > commandsSeen) {
      Command command = commands.get(commandsSeen);
      commandsSeen = commands.size();
      underway = Optional.of(command);
      dueAt = brain.now() + EFFECT_TAKES_MILLIS;
      tell(
          new Intent(
              command.id(),
              command.proposalId(),
              command.incidentId(),
              command.system(),
              command.target(),
              command.fence(),
              "actuator-1",
              brain.now()));
    }
    if (underway.isPresent() && brain.now() >= dueAt) {
      Command command = underway.get();
      underway = Optional.empty();
      healedAt = helps ? Math.min(healedAt, brain.now()) : healedAt;
      tell(
          new Outcome(
              command.id(),
              command.proposalId(),
              command.incidentId(),
              command.system(),
              command.target(),
              command.action(),
              Outcome.Result.APPLIED,
              "rebuilt",
              undo,
              brain.now() - EFFECT_TAKES_MILLIS,
              brain.now()));
    }
  }

  private void tell(Fact fact) {
    brain.say("actuator", Stream.GOVERNANCE, fact);
    brain.say("actuator", Stream.SIGNALS, fact);
  }

  Incident last() {
    List<Incident> all = brain.all(Stream.INCIDENTS, Incident.class);
    assertThat(all).isNotEmpty();
    return all.get(all.size() - 1);
  }

  private static String rules() {
    try (java.util.stream.Stream<Path> files = Files.list(DEMO.resolve("rules"))) {
      List<SourceText> sources =
          files.map(file -> new SourceText(file.getFileName().toString(), read(file))).toList();
      return ((CheckResult.Sound<RuleSet>) RuleParser.check(sources)).document();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
