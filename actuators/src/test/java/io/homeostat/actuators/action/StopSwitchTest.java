package io.homeostat.actuators.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.kafka.Await;
import io.homeostat.actuators.kafka.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopSwitchTest {
  private final Path folder;

  StopSwitchTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void itAnswersByTheNewestControlAndForbidsWhereItCannotBeReadWithinTwoSeconds() {
    try (TestBroker broker = TestBroker.start(folder, Commands.LANES);
        Commands commands = new Commands(broker);
        StopSwitch stop =
            StopSwitch.open(
                new ActionSettings(
                    broker.bootstrap(), Commands.LANES, "0", ActionSettings.Mode.ACT))) {
      assertThat(stop.objection()).as("never set").isEmpty();
      commands.control(true);
      assertThat(stop.objection())
          .hasValueSatisfying(why -> assertThat(why.reason()).contains("a test"));
      commands.control(false);
      assertThat(stop.objection()).as("released").isEmpty();

      broker.stop();
      long began = System.nanoTime();
      assertThat(stop.objection())
          .hasValueSatisfying(why -> assertThat(why.reason()).contains("could not be read"));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));

      broker.restart();
      Await.until("it is read again", Duration.ofSeconds(30), () -> stop.objection().isEmpty());
    }
  }
}
