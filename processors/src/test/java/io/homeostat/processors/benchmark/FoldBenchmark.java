package io.homeostat.processors.benchmark;

import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneDriver;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.MapCells;
import io.homeostat.core.lane.Output;
import io.homeostat.core.telemetry.TelemetryFold;
import io.homeostat.processors.shell.FoldFactory;
import io.homeostat.processors.shell.FoldFunction;
import io.homeostat.processors.shell.LaneBytes;
import io.homeostat.processors.shell.LaneKeys;
import io.homeostat.processors.shell.OutputBytes;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What a sample costs, without network and threads: making and decoding its frame, the bare fold,
 * and the fold in Flink's operator with state on the heap. One invocation is one second of a load
 * of 100,000 series in frames of 50.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1500m", "-XX:+UseSerialGC"})
public class FoldBenchmark {
  private static final int ENTITIES = 2_000;
  private static final int SERIES = 50;
  private static final int SAMPLES = ENTITIES * SERIES;

  /** Which fold. */
  @Param({"aggregate", "telemetry"})
  public String fold = "aggregate";

  private final FrameLoad load = new FrameLoad(ENTITIES, SERIES);
  private final Wire wire = new Wire();
  private final List<MapCells> cells = new ArrayList<>();
  private LaneDriver driver = new LaneDriver(new AggregateFold(), load.lanes());
  private KeyedOneInputStreamOperatorTestHarness<Integer, LaneBytes, OutputBytes> harness =
      harness(AggregateFold::new);
  private long place;

  public FoldBenchmark() {}

  /** Runs it, as its annotations say. */
  public static void main(String[] arguments) throws RunnerException {
    new Runner(new OptionsBuilder().include(FoldBenchmark.class.getName()).build()).run();
  }

  /** A new lane for each trial. */
  @Setup(Level.Trial)
  public void begin() throws Exception {
    FoldFactory folds = fold.equals("telemetry") ? TelemetryFold::new : AggregateFold::new;
    Fold bare = folds.create();
    driver = new LaneDriver(bare, load.lanes());
    cells.clear();
    for (int lane = 0; lane < load.lanes().telemetry(); lane++) {
      cells.add(new MapCells());
    }
    harness = harness(folds);
    harness.open();
    place = 0;
  }

  /** Ends the operator. */
  @TearDown(Level.Trial)
  public void end() throws Exception {
    harness.close();
  }

  /** What making the records costs, which is part of every other figure. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public void source(Blackhole hole) {
    for (long end = nextSecond(); place < end; place++) {
      hole.consume(load.record(place));
    }
  }

  /** Decoding alone. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public void decoded(Blackhole hole) throws WireException {
    for (long end = nextSecond(); place < end; place++) {
      hole.consume(wire.decode(load.record(place).bytes()));
    }
  }

  /** Decode and fold, state in plain maps. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public void bareFold(Blackhole hole) throws WireException {
    for (long end = nextSecond(); place < end; place++) {
      LaneBytes record = load.record(place);
      Message message = wire.decode(record.bytes());
      List<Output> outputs =
          driver.apply(
              record.lane(),
              cells.get(record.lane()),
              new LaneRecord(
                  record.offset(), record.appendedMillis(), message.origin(), message.fact()));
      for (Output output : outputs) {
        hole.consume(wire.encode(output.origin(), output.fact()));
      }
    }
  }

  /** The same in Flink's operator. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public void shellFold(Blackhole hole) throws Exception {
    for (long end = nextSecond(); place < end; place++) {
      harness.processElement(new StreamRecord<>(load.record(place)));
    }
    hole.consume(harness.getOutput().size());
    harness.getOutput().clear();
  }

  private long nextSecond() {
    return place + ENTITIES + load.lanes().telemetry();
  }

  private KeyedOneInputStreamOperatorTestHarness<Integer, LaneBytes, OutputBytes> harness(
      FoldFactory folds) {
    try {
      return new KeyedOneInputStreamOperatorTestHarness<>(
          new KeyedProcessOperator<>(new FoldFunction(folds, load.lanes())),
          new LaneKeys(load.lanes().telemetry()),
          Types.INT,
          LaneKeys.MAX_PARALLELISM,
          1,
          0);
    } catch (Exception e) {
      throw new IllegalStateException("no operator", e);
    }
  }
}
