package io.homeostat.actuators.pager;

import io.homeostat.core.lane.ContextAssembly;
import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.MapCells;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Page;
import io.homeostat.core.page.PageOrder;
import io.homeostat.core.rules.Route;
import io.homeostat.core.rules.RuleParser;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pager's time in office, from the log's beginning: reads what people were told, the rules, and
 * the incidents; once it knows all that was there, it sends what is due. What is about to be sent
 * is durable before it is sent.
 */
final class Office implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Office.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> reader;
  private final Producer<byte[], byte[]> writer;
  private final Courier courier;
  private final InstantSource time;
  private final PagerCounters counters;
  private final Wire wire = new Wire();
  private final Docket docket = new Docket();
  private final MapCells context = new MapCells();
  private final Queue<Courier.Delivery> delivered = new ConcurrentLinkedQueue<>();
  private final Map<TopicPartition, Long> unread;
  private List<Route> routes = List.of();
  private long written;

  /**
   * Takes office: fences whoever held it before.
   *
   * @param reader reads in no group
   * @param writer transactional
   */
  Office(
      Consumer<byte[], byte[]> reader,
      Producer<byte[], byte[]> writer,
      Courier courier,
      InstantSource time,
      PagerCounters counters) {
    this.reader = reader;
    this.writer = writer;
    this.courier = courier;
    this.time = time;
    this.counters = counters;
    writer.initTransactions();
    List<TopicPartition> partitions = new ArrayList<>();
    for (Stream stream : List.of(Stream.PAGES, Stream.CONTEXT, Stream.INCIDENTS)) {
      reader
          .partitionsFor(stream.topic())
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
    unread = new HashMap<>(reader.endOffsets(partitions));
  }

  /** One turn: reads what has come, takes in what was delivered, sends what is due. */
  void turn() {
    for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
      if (record.value() != null) {
        take(record);
      }
    }
    for (Courier.Delivery one = delivered.poll(); one != null; one = delivered.poll()) {
      takeDelivery(one);
    }
    unread.entrySet().removeIf(end -> reader.position(end.getKey()) >= end.getValue());
    if (unread.isEmpty()) {
      counters.open(docket.size());
      docket.due(routes, time.millis()).forEach(this::send);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    Fact fact;
    try {
      fact = wire.decode(record.value()).fact();
    } catch (WireException e) {
      log.warn(
          "{}-{}@{} can't be read: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
      return;
    }
    if (fact instanceof Incident incident) {
      docket.seen(incident);
    } else if (fact instanceof Page page && !unread.isEmpty()) {
      docket.told(page);
    } else if (fact instanceof ContextChunk chunk) {
      ContextAssembly.take(context, chunk)
          .filter(document -> document.key().equals(ContextDocument.RULES))
          .ifPresent(this::takeRules);
    }
  }

  private void takeRules(ContextDocument rules) {
    try {
      routes = rules.gone() ? List.of() : RuleParser.parse(rules.text()).routes();
      log.info("{} routes are in force", routes.size());
    } catch (io.homeostat.core.document.DocumentException e) {
      log.warn(
          "the rules {} can't be read; the routes before stay: {}",
          rules.version(),
          e.getMessage());
    }
  }

  private void send(PageOrder order) {
    docket.keep(docket.of(order).underway(order, time.millis())).ifPresent(this::write);
    log.info(
        "tells {} that {} is {}: {}",
        order.receiver(),
        order.incident().id(),
        order.kind(),
        order.incident().title());
    var unused = courier.send(order).thenAccept(delivered::add);
  }

  private void takeDelivery(Courier.Delivery delivery) {
    PageOrder order = delivery.order();
    counters.delivered(order.receiver(), delivery.reply());
    switch (delivery.reply()) {
      case TAKEN -> log.info("{} knows of {} ({})", order.receiver(), order.key(), delivery.why());
      case LATER, NEVER ->
          log.warn(
              "the receiver {} has not taken the page of {}: {}",
              order.receiver(),
              order.incident().id(),
              delivery.why());
    }
    docket
        .keep(
            docket
                .of(order)
                .replied(order, delivery.reply(), delivery.pauseMillis(), time.millis()))
        .ifPresent(this::write);
  }

  /** Writes a page and returns once it is durable. */
  private void write(Page page) {
    Origin origin = new Origin("pager", 0, ++written, 0);
    writer.beginTransaction();
    var unused =
        writer.send(
            new ProducerRecord<>(
                Stream.PAGES.topic(),
                0,
                page.incident().getBytes(StandardCharsets.UTF_8),
                wire.encode(origin, page)));
    writer.commitTransaction();
  }

  @Override
  public void close() {
    reader.close();
    writer.close(Duration.ofSeconds(2));
  }
}
