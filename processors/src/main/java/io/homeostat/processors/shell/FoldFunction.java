package io.homeostat.processors.shell;

import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneDriver;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Output;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a fold over the lanes of one worker: decodes each record once, hands it to the {@link
 * LaneDriver}, encodes what comes out. No timer, no clock. A record that can't be decoded goes to
 * the dead letters.
 */
public final class FoldFunction extends KeyedProcessFunction<Integer, LaneBytes, OutputBytes> {
  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(FoldFunction.class);

  private final FoldFactory folds;
  private final int telemetryLanes;
  private final int signalLanes;

  private transient FoldRun run;

  public FoldFunction(FoldFactory folds, Lanes lanes) {
    this.folds = folds;
    this.telemetryLanes = lanes.telemetry();
    this.signalLanes = lanes.signals();
  }

  @Override
  public void open(OpenContext context) {
    run = new FoldRun();
  }

  @Override
  public void processElement(LaneBytes record, Context context, Collector<OutputBytes> out)
      throws Exception {
    run.take(record, out);
  }

  /** What lives as long as the worker does. */
  private final class FoldRun {
    private final Wire wire = new Wire();
    private final LaneDriver driver;
    private final StateCells cells;
    private final ValueState<Long> folded;
    private final OutputWriter outputs;
    private final Counter repeated;
    private final Counter undecodable;

    FoldRun() {
      Lanes lanes = new Lanes(telemetryLanes, signalLanes);
      Fold fold = folds.create();
      driver = new LaneDriver(fold, lanes);
      cells = new StateCells(getRuntimeContext(), driver.tables());
      folded =
          getRuntimeContext()
              .getState(new ValueStateDescriptor<>("shell.folded", LongSerializer.INSTANCE));
      outputs = new OutputWriter(wire, driver.source(), fold.input());
      var metrics = getRuntimeContext().getMetricGroup();
      repeated = metrics.counter("repeatedRecords");
      undecodable = metrics.counter("undecodableRecords");
    }

    void take(LaneBytes record, Collector<OutputBytes> out) throws Exception {
      Long last = folded.value();
      if (last != null && record.offset() <= last) {
        skip(record, last);
        return;
      }
      folded.update(record.offset());
      Message message;
      try {
        message = wire.decode(record.bytes());
      } catch (WireException e) {
        undecodable.inc();
        out.collect(outputs.deadLetter(record, String.valueOf(e.getMessage())));
        return;
      }
      var taken =
          driver.apply(
              record.lane(),
              cells,
              new LaneRecord(
                  record.offset(), record.appendedMillis(), message.origin(), message.fact()));
      for (Output output : taken) {
        out.collect(outputs.encode(output));
      }
    }

    private void skip(LaneBytes record, long last) {
      if (repeated.getCount() == 0) {
        log.warn(
            "{}: record {} of lane {} is not after {}, which is folded already; it is left out. If"
                + " the topic was made anew, move the checkpoints away to begin anew",
            driver.source(),
            record.offset(),
            record.lane(),
            last);
      }
      repeated.inc();
    }
  }
}
