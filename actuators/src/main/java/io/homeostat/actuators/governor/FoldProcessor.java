package io.homeostat.actuators.governor;

import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneDriver;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Folds over the records of one partition; does nothing but decode, fold, encode. */
final class FoldProcessor implements Processor<byte[], byte[], byte[], Routed> {
  private static final int LONGEST_DEAD_LETTER_BYTES = 64 * 1024;

  private final LaneDriver driver;
  private final Wire wire = new Wire();
  private @Nullable ProcessorContext<byte[], Routed> context;
  private @Nullable StoreCells cells;

  FoldProcessor(Fold fold, Lanes lanes) {
    this.driver = new LaneDriver(fold, lanes);
  }

  @Override
  public void init(ProcessorContext<byte[], Routed> context) {
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(StreamsShell.STORE);
    this.context = context;
    this.cells = new StoreCells(store);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ProcessorContext<byte[], Routed> to = Objects.requireNonNull(context);
    RecordMetadata at =
        to.recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record of the inbox has a place"));
    for (Output output : fold(record, at)) {
      String key = output.key();
      to.forward(
          new Record<>(
              key.isEmpty() ? null : key.getBytes(StandardCharsets.UTF_8),
              new Routed(output.lane(), wire.encode(output.origin(), output.fact())),
              record.timestamp()),
          StreamsShell.sink(output.stream()));
    }
  }

  private List<Output> fold(Record<byte[], byte[]> record, RecordMetadata at) {
    byte @Nullable [] bytes = record.value();
    if (bytes == null) {
      return List.of(unreadable(at, "it has no value", new byte[0]));
    }
    Message message;
    try {
      message = wire.decode(bytes);
    } catch (WireException e) {
      return List.of(unreadable(at, String.valueOf(e.getMessage()), bytes));
    }
    StoreCells state = Objects.requireNonNull(cells);
    List<Output> outputs =
        driver.apply(
            at.partition(),
            state,
            new LaneRecord(at.offset(), record.timestamp(), message.origin(), message.fact()));
    state.flush();
    return outputs;
  }

  private Output unreadable(RecordMetadata at, String reason, byte[] bytes) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, LONGEST_DEAD_LETTER_BYTES));
    return new Output(
        Stream.DEAD_LETTERS,
        0,
        "",
        new Origin(driver.source(), at.partition(), at.offset(), 0),
        new DeadLetter(at.topic(), at.partition(), at.offset(), reason, head));
  }
}
