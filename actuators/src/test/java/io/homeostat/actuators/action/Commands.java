package io.homeostat.actuators.action;

import io.homeostat.actuators.kafka.Await;
import io.homeostat.actuators.kafka.KafkaLog;
import io.homeostat.actuators.kafka.TestBroker;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Grants commands as the governor does, turns the stop switch, and reads what is said of them. */
public final class Commands implements AutoCloseable {
  /** The lanes of these tests. */
  public static final Lanes LANES = new Lanes(4, 2);

  private static final long LASTS_MILLIS = 900_000;

  /** The stop switch's key. */
  private static final byte[] SWITCH = "stop".getBytes(StandardCharsets.UTF_8);

  private final TestBroker broker;
  private final Producer<byte[], byte[]> producer;
  private final Wire wire = new Wire();
  private final AtomicLong count = new AtomicLong();

  public Commands(TestBroker broker) {
    this.broker = broker;
    this.producer =
        new KafkaProducer<>(KafkaSettings.producer(broker.bootstrap(), "test-commands"));
  }

  /** A target in a lane and strand; others with another number. */
  static EntityId target(int lane, int strand, int number) {
    return IntStream.iterate(number * 10_000, i -> i + 1)
        .mapToObj(i -> EntityId.of("fake", "test", "target-" + i))
        .filter(target -> LANES.lane(Stream.COMMANDS, target.text()) == lane)
        .filter(target -> Math.floorMod(target.text().hashCode(), CommandFacts.STRANDS) == strand)
        .findFirst()
        .orElseThrow();
  }

  /** A command that may begin within a quarter of an hour. */
  static Command command(String id, EntityId target, long fence) {
    long now = System.currentTimeMillis();
    return new Command(
        id,
        "proposal-" + id,
        "incident-" + id,
        "rag",
        target,
        FakeActuator.ACTION,
        Collections.unmodifiableSortedMap(new TreeMap<>()),
        "plan",
        fence,
        now,
        LASTS_MILLIS,
        now,
        now + LASTS_MILLIS,
        LASTS_MILLIS,
        "rules");
  }

  /** Writes a fact where the governor writes commands. */
  public void grant(Command command) {
    send(
        Stream.COMMANDS,
        LANES.lane(Stream.COMMANDS, command.target().text()),
        command.target().text().getBytes(StandardCharsets.UTF_8),
        wire.encode(new Origin("governor@governance", 0, count.incrementAndGet(), 0), command));
  }

  /** Writes bytes where commands are expected. */
  void write(int lane, byte[] value) {
    send(Stream.COMMANDS, lane, new byte[0], value);
  }

  /** Turns the stop switch. */
  public void control(boolean stopped) {
    Control control =
        new Control(stopped, "a test", "to see what happens", System.currentTimeMillis());
    send(
        Stream.CONTROLS,
        0,
        SWITCH,
        wire.encode(new Origin("test/1", 0, count.incrementAndGet(), 0), control));
  }

  /** Waits for the last outcome of a command. */
  public Outcome awaitLast(String commandId, Duration limit) {
    Await.until(
        "the last outcome of " + commandId,
        limit,
        () -> outcomes(commandId).stream().anyMatch(outcome -> outcome.result().last()));
    List<Outcome> outcomes = outcomes(commandId);
    return outcomes.get(outcomes.size() - 1);
  }

  /** Every outcome of a command, in order. */
  public List<Outcome> outcomes(String commandId) {
    return said(Stream.OUTCOMES, commandId).stream()
        .map(Message::fact)
        .filter(Outcome.class::isInstance)
        .map(Outcome.class::cast)
        .toList();
  }

  /** Every intent of a command. */
  public List<Intent> intents(String commandId) {
    return said(Stream.OUTCOMES, commandId).stream()
        .map(Message::fact)
        .filter(Intent.class::isInstance)
        .map(Intent.class::cast)
        .toList();
  }

  /** What was durably said of a command in a stream. */
  List<Message> said(Stream stream, String commandId) {
    List<Message> said = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : KafkaLog.read(broker, stream)) {
      Message message = decode(record);
      if (concerns(message.fact(), commandId)) {
        said.add(message);
      }
    }
    return said;
  }

  private Message decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return wire.decode(record.value());
    } catch (WireException e) {
      throw new AssertionError("unreadable", e);
    }
  }

  private static boolean concerns(Fact fact, String commandId) {
    return (fact instanceof Intent intent && intent.commandId().equals(commandId))
        || (fact instanceof Outcome outcome && outcome.commandId().equals(commandId));
  }

  private void send(Stream stream, int lane, byte[] key, byte[] value) {
    var unused = producer.send(new ProducerRecord<>(stream.topic(), lane, key, value));
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
