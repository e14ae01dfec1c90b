package io.homeostat.actuators.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.actuators.kafka.SharedBroker;
import io.homeostat.actuators.kafka.TestBroker;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Command;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class LaneWriterTest {
  private final TestBroker broker;

  LaneWriterTest(TestBroker broker) {
    this.broker = broker;
  }

  @Test
  void whoTakesALaneOverFencesTheOneBeforeAndKnowsItsIntents() {
    try (Commands commands = new Commands(broker)) {
      ActionSettings settings =
          new ActionSettings(broker.bootstrap(), Commands.LANES, "0", ActionSettings.Mode.ACT);
      Command first = Commands.command("first", Commands.target(1, 0, 1), 3);
      Command second = Commands.command("second", Commands.target(1, 0, 2), 4);
      try (LaneWriter zombie = writer(settings)) {
        zombie.write(new CommandFacts(first, 1, 10, Commands.LANES).intent(5));
        try (LaneWriter successor = writer(settings)) {
          Journal journal = JournalReader.read(settings, 1, Instant.now());

          assertThat(journal.state("first")).isEqualTo(new CommandState.Intended(5));
          assertThat(journal.newestFence(first.target())).isEqualTo(3);
          assertThat(JournalReader.read(settings, 0, Instant.now()).state("first"))
              .as("it is no command of lane 0")
              .isEqualTo(new CommandState.Open());
          assertThatThrownBy(
                  () -> zombie.write(new CommandFacts(second, 1, 11, Commands.LANES).intent(6)))
              .isInstanceOf(LostLane.class);
          successor.write(
              new CommandFacts(first, 1, 10, Commands.LANES)
                  .outcome(new Result.Refused("the zombie's"), 5, 7));
        }
      }
      assertThat(commands.intents("second")).isEmpty();
      assertThat(JournalReader.read(settings, 1, Instant.now()).state("first"))
          .isEqualTo(new CommandState.Ended());
    }
  }

  @Test
  void anIntentBehindAnothersOpenTransactionIsFoundAllTheSame() {
    ActionSettings settings =
        new ActionSettings(broker.bootstrap(), Commands.LANES, "0", ActionSettings.Mode.ACT);
    Command command = Commands.command("hidden", Commands.target(1, 0, 1), 3);
    try (Producer<byte[], byte[]> other = new KafkaProducer<>(settings.writer(0));
        LaneWriter writer = writer(settings)) {
      other.initTransactions();
      other.beginTransaction();
      var unused = other.send(new ProducerRecord<>(Stream.OUTCOMES.topic(), 0, null, new byte[1]));
      other.flush();
      writer.write(new CommandFacts(command, 1, 10, Commands.LANES).intent(5));

      CompletableFuture<Journal> reading =
          CompletableFuture.supplyAsync(() -> JournalReader.read(settings, 1, Instant.now()));
      assertThatThrownBy(() -> reading.get(1, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
      other.abortTransaction();
      assertThat(reading.join().state("hidden")).isEqualTo(new CommandState.Intended(5));
    }
  }

  @Test
  void progressStopsBelowTheLowestCommandThatIsUnderWay() {
    LaneProgress progress = new LaneProgress(5);
    assertThat(progress.current()).isEqualTo(5);
    progress.begin(5);
    progress.begin(7);
    progress.begin(9);
    assertThat(progress.withDone(7)).isEqualTo(5);
    progress.end(7);
    assertThat(progress.withDone(5)).isEqualTo(9);
    progress.end(5);
    assertThat(progress.current()).isEqualTo(9);
    progress.end(9);
    assertThat(progress.current()).isEqualTo(10);
  }

  private static LaneWriter writer(ActionSettings settings) {
    ConsumerGroupMetadata group;
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings.commands())) {
      group = consumer.groupMetadata();
    }
    return LaneWriter.open(
        new KafkaProducer<>(settings.writer(1)), 1, () -> group, new LaneProgress(0));
  }
}
