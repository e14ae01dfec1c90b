package io.homeostat.actuators.governor;

import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.model.Fact;
import io.homeostat.schemas.wire.FactJson;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record put out, in a form that tests can compare.
 *
 * @param topic where it went
 * @param lane the partition
 * @param from the lane that it comes from
 * @param content its origin and what it says
 */
record PutOut(String topic, int lane, int from, String content) {

  static PutOut of(Output output) {
    return new PutOut(
        output.stream().topic(),
        output.lane(),
        output.origin().lane(),
        content(output.origin(), output.fact()));
  }

  static PutOut of(ConsumerRecord<byte[], byte[]> record, Wire wire) throws WireException {
    Message message = wire.decode(record.value());
    return new PutOut(
        record.topic(),
        record.partition(),
        message.origin().lane(),
        content(message.origin(), message.fact()));
  }

  /** By place; the order within a place stays. */
  static List<PutOut> sorted(List<PutOut> all) {
    return all.stream()
        .sorted(
            Comparator.comparing(PutOut::topic)
                .thenComparing(PutOut::lane)
                .thenComparing(PutOut::from))
        .toList();
  }

  /** Below the driver, a failure's trace names the shell that called it. */
  static String content(Origin origin, Fact fact) {
    return (origin + " " + FactJson.text(fact)).replaceFirst("LaneDriver\\.step.*", "");
  }
}
