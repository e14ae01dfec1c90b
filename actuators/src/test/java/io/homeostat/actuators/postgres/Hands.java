package io.homeostat.actuators.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.action.Actuator.Preparation;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Permit;
import io.homeostat.actuators.action.Result;
import io.homeostat.actuators.kafka.Await;
import io.homeostat.core.model.Command;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Carries commands out on a test's database, without a broker.
 *
 * @param database the database
 */
record Hands(TestDatabase database) {
  static final Permit GRANTED = Optional::empty;
  static final Notes UNHEARD = text -> {};

  IndexRebuild actuator() {
    return IndexRebuild.of(database.targetsFile());
  }

  Result carryOut(Command command) {
    return carryOut(actuator(), command, GRANTED);
  }

  Result carryOut(IndexRebuild actuator, Command command) {
    return carryOut(actuator, command, GRANTED);
  }

  Result carryOut(IndexRebuild actuator, Command command, Permit permit) {
    Preparation preparation = actuator.prepare(command, UNHEARD);
    if (preparation instanceof Preparation.Ready ready) {
      try (var grip = ready.grip()) {
        return grip.apply(permit, UNHEARD);
      }
    }
    return ((Preparation.Ended) preparation).result();
  }

  /** Why a command is refused. */
  String refusal(String id, String table, Map<String, String> parameters) {
    Result result = carryOut(database.command(id, table, 1, parameters));
    assertThat(result).isInstanceOf(Result.Refused.class);
    return result.reason();
  }

  void awaitRebuild(String table) {
    Await.until(
        "the rebuild of " + table + " waits for the reader",
        Duration.ofMinutes(1),
        () -> database.rebuildsUnderWay(table) == 1);
  }
}
