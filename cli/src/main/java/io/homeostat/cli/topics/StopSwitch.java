package io.homeostat.cli.topics;

import io.homeostat.cli.CommandException;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Control;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.topics.Topics;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The stop switch: the last record of the topic {@code controls}, which everyone who makes effects
 * reads directly. It stays as it is across restarts.
 *
 * @param bootstrap the broker's address
 */
public record StopSwitch(String bootstrap) {
  private static final Duration LIMIT = Duration.ofSeconds(8);
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * Sets it, and returns once the log holds it.
   *
   * @throws CommandException when the broker does not take it: then nothing has changed for certain
   */
  public void set(Control control) {
    Map<String, Object> settings =
        new HashMap<>(KafkaSettings.producer(bootstrap, "homeostat-switch"));
    settings.put("max.block.ms", LIMIT.toMillis());
    settings.put("request.timeout.ms", (int) LIMIT.toMillis() / 2);
    settings.put("delivery.timeout.ms", (int) LIMIT.toMillis());
    String source = "cli/" + UUID.randomUUID();
    try (DoorPublisher door =
        new DoorPublisher(new KafkaProducer<>(settings), Lanes.LOCAL, source)) {
      door.publish(Stream.CONTROLS, Topics.STOP_KEY, control)
          .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new CommandException(
          "the stop switch could not be set, since Kafka does not answer at "
              + bootstrap
              + ": is `homeostat up` running? If effects must end now, end the process `actuators`"
              + " (homeostat status)",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted while setting the stop switch: set it again", e);
    }
  }

  /**
   * Its position; empty when it was never set.
   *
   * @throws CommandException when the broker does not answer
   */
  public Optional<Control> read() {
    Map<String, Object> settings =
        new HashMap<>(KafkaSettings.consumer(bootstrap, "homeostat-switch"));
    settings.put("default.api.timeout.ms", (int) LIMIT.toMillis());
    settings.put("request.timeout.ms", (int) LIMIT.toMillis());
    TopicPartition lane = new TopicPartition(Stream.CONTROLS.topic(), 0);
    Wire wire = new Wire();
    Optional<Control> last = Optional.empty();
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      consumer.assign(Set.of(lane));
      consumer.seekToBeginning(Set.of(lane));
      long end = consumer.endOffsets(Set.of(lane)).getOrDefault(lane, 0L);
      while (consumer.position(lane) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.value() != null
              && wire.decode(record.value()).fact() instanceof Control control) {
            last = Optional.of(control);
          }
        }
      }
      return last;
    } catch (KafkaException | WireException e) {
      throw new CommandException(
          "the stop switch can't be read at " + bootstrap + ": " + e.getMessage(), e);
    }
  }
}
