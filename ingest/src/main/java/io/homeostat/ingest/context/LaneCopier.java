package io.homeostat.ingest.context;

import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.Fact;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.wire.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Copies into lanes. A copy's origin is the place of what was copied, so a second copy of the same
 * is dropped where the first has arrived. Each call returns once every lane has all of it: only
 * then may something newer follow.
 */
final class LaneCopier {
  private static final String CONTEXT_SOURCE = "broadcaster";
  private static final String CONTROL_SOURCE = "controls";
  private static final List<Stream> INBOXES =
      Arrays.stream(Stream.values()).filter(s -> s.kind() == Stream.Kind.INBOX).toList();

  private final Producer<byte[], byte[]> producer;
  private final Lanes lanes;
  private final Wire wire = new Wire();

  LaneCopier(Producer<byte[], byte[]> producer, Lanes lanes) {
    this.producer = producer;
    this.lanes = lanes;
  }

  /**
   * Copies a document into every lane of every inbox.
   *
   * @throws ServiceException when a lane did not take all of it
   */
  void copy(ContextEntry entry) {
    for (ContextChunk chunk : entry.chunks()) {
      byte[] value =
          encode(new Origin(CONTEXT_SOURCE, 0, entry.lastOffset(), chunk.index()), chunk);
      List<Future<RecordMetadata>> written = new ArrayList<>();
      INBOXES.forEach(stream -> send(stream, value, written));
      // A lane that missed this piece would drop it as a duplicate once the next one is there.
      await("the document '" + entry.key() + "'", written);
    }
  }

  /**
   * Copies the stop switch's position into every lane of the governor.
   *
   * @param offset where it stands in its topic
   * @throws ServiceException when a lane did not take it
   */
  void copy(long offset, Control control) {
    List<Future<RecordMetadata>> written = new ArrayList<>();
    send(Stream.GOVERNANCE, encode(new Origin(CONTROL_SOURCE, 0, offset, 0), control), written);
    await("the control at " + offset, written);
  }

  private byte[] encode(Origin origin, Fact fact) {
    return wire.encode(origin, fact);
  }

  @SuppressWarnings("NullAway") // A record without a key has null in Kafka's place for it.
  private void send(Stream stream, byte[] value, List<Future<RecordMetadata>> written) {
    for (int lane = 0; lane < lanes.of(stream); lane++) {
      written.add(producer.send(new ProducerRecord<>(stream.topic(), lane, null, value)));
    }
  }

  private static void await(String what, List<Future<RecordMetadata>> written) {
    try {
      for (Future<RecordMetadata> each : written) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new ServiceException(what + " can't be copied into all lanes: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("interrupted while copying " + what, e);
    }
  }
}
