package io.homeostat.actuators.action;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.Command;
import io.homeostat.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes notes, outside of any transaction, from a source of their own: they may be lost, and never
 * hold up what counts. Their offset in that source is the time, made to rise. Safe for several
 * threads.
 */
final class NotePublisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NotePublisher.class);
  private static final String SOURCE = "actuator-notes";

  private final Producer<byte[], byte[]> producer;
  private final Lanes lanes;
  private final InstantSource clock;
  private final Wire wire = new Wire();
  private final Map<Integer, Long> newest = new HashMap<>();

  NotePublisher(Producer<byte[], byte[]> producer, Lanes lanes, InstantSource clock) {
    this.producer = producer;
    this.lanes = lanes;
    this.clock = clock;
  }

  /** Where an actuator says how far a command has come. */
  Notes of(Command command, int lane) {
    return text -> publish(command, lane, text);
  }

  private synchronized void publish(Command command, int lane, String text) {
    long now = clock.millis();
    long place = Math.max(now, newest.getOrDefault(lane, 0L) + 1);
    newest.put(lane, place);
    ActionNote note =
        new ActionNote(command.id(), command.incidentId(), command.system(), now, text);
    byte[] value = wire.encode(new Origin(SOURCE, lane, place, 0), note);
    send(Stream.SIGNALS, command.system(), value);
    send(Stream.OUTCOMES, command.id(), value);
  }

  private void send(Stream stream, String key, byte[] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(
                stream.topic(),
                lanes.lane(stream, key),
                key.getBytes(StandardCharsets.UTF_8),
                value),
            (metadata, error) -> {
              if (error != null) {
                log.info("a note was lost: {}", error.toString());
              }
            });
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
