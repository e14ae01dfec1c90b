package io.homeostat.actuators.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.action.Actuator.Preparation;
import io.homeostat.actuators.action.Actuator.Recovery;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Permit;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The actuator with a clock of its own and the file of its pipelines. */
final class Retraining {
  /** Since when the data are other ones. */
  static final Instant DRIFTED = Instant.parse("2026-05-04T10:00:00Z");

  static final Instant GRANTED = DRIFTED.plusSeconds(600);
  static final Permit GRANT = Optional::empty;
  static final String MODEL = "model:demo/ranker/v1";

  private static final Notes UNHEARD = text -> {};
  private static final long LASTS_MILLIS = 900_000;

  private final Path folder;
  private final ModelRetraining actuator;
  private volatile Instant now = GRANTED;

  Retraining(Path folder) {
    this.folder = folder;
    this.actuator = new ModelRetraining(folder.resolve("targets.yaml"), () -> now);
  }

  /** Writes {@code targets.file}. */
  void targets(String text) {
    write("targets.yaml", text);
  }

  /** Writes a file beside it. */
  void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** A command as the planner makes one, with more parameters, or with none where one is empty. */
  static Command command(String name, String model, Map<String, String> more) {
    TreeMap<String, String> parameters = new TreeMap<>();
    parameters.put("signal_id", "signal-1");
    parameters.put("signal_kind", "data-drift");
    parameters.put("signal_rule", "features-drift");
    parameters.put("signal_entity", "pg-table:demo/rag/public.features");
    parameters.put("signal_began", DRIFTED.toString());
    parameters.put("signal_explanation", "clicks has moved");
    parameters.put("signal_features", "clicks, dwell_time");
    more.forEach(
        (key, value) -> {
          if (value.isEmpty()) {
            parameters.remove(key);
          } else {
            parameters.put(key, value);
          }
        });
    long granted = GRANTED.toEpochMilli();
    return new Command(
        Ids.of(name),
        "proposal-" + name,
        "incident-" + name,
        "rag",
        EntityId.parse(model),
        ModelRetraining.ACTION,
        parameters,
        "plan-hash",
        7,
        granted,
        LASTS_MILLIS,
        granted,
        granted + LASTS_MILLIS,
        LASTS_MILLIS,
        "rules-1");
  }

  static Command command(String name) {
    return command(name, MODEL, Map.of());
  }

  Preparation prepare(Command command) {
    return actuator.prepare(command, UNHEARD);
  }

  Result carryOut(Command command) {
    return carryOut(command, GRANT);
  }

  Result carryOut(Command command, Permit permit) {
    Preparation preparation = prepare(command);
    if (preparation instanceof Preparation.Ready ready) {
      try (var grip = ready.grip()) {
        return grip.apply(permit, UNHEARD);
      }
    }
    return ((Preparation.Ended) preparation).result();
  }

  Recovery recover(Command command) {
    return actuator.recover(command, UNHEARD);
  }

  Result recovered(Command command) {
    return ((Recovery.Ended) recover(command)).result();
  }

  void assertRefused(Command command, String reason) {
    Result result = carryOut(command);
    assertThat(result).isInstanceOf(Result.Refused.class);
    assertThat(result.reason()).contains(reason);
  }
}
