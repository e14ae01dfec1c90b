package io.homeostat.processors.benchmark;

import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneDriver;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.MapCells;
import io.homeostat.core.telemetry.TelemetryFold;
import io.homeostat.processors.cluster.JobOptions;
import io.homeostat.processors.shell.FoldFunction;
import io.homeostat.processors.shell.FoldJob;
import io.homeostat.processors.shell.LaneBytes;
import io.homeostat.processors.shell.LaneKeys;
import io.homeostat.processors.shell.RecordType;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** One way to carry the load; all of them make the records in the same way. */
enum Contestant {
  SOURCE_ALONE("the source alone") {
    @Override
    void carry(FrameLoad load, int seconds) throws Exception {
      run(load, seconds, (environment, records) -> discard(records));
    }
  },
  BARE_AGGREGATE("aggregate: bare fold") {
    @Override
    void carry(FrameLoad load, int seconds) throws Exception {
      loop(new AggregateFold(), load, seconds);
    }
  },
  SHELL_AGGREGATE("aggregate: Flink shell") {
    @Override
    void carry(FrameLoad load, int seconds) throws Exception {
      FoldJob job = new FoldJob("aggregate", AggregateFold::new, load.lanes());
      run(load, seconds, (environment, records) -> discard(job.fold(records)));
    }
  },
  EXCHANGED_AGGREGATE("aggregate: Flink shell, lanes exchanged") {
    @Override
    void carry(FrameLoad load, int seconds) throws Exception {
      run(
          load,
          seconds,
          (environment, records) ->
              discard(
                  records
                      .keyBy(new LaneKeys(load.lanes().telemetry()))
                      .process(
                          new FoldFunction(AggregateFold::new, load.lanes()),
                          RecordType.OUTPUT_BYTES)
                      .uid("fold")));
    }
  },
  ENTITY_KEYED("aggregate: frames keyed by entity") {
    @Override
    void carry(FrameLoad load, int seconds) throws Exception {
      runKeyed(
          load,
          seconds,
          records ->
              discard(
                  records
                      .keyBy(record -> record.f0, Types.STRING)
                      .process(
                          new KeyedRivals.ByEntity(),
                          PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
                      .uid("by-entity")));
    }
  },
  SERIES_KEYED("aggregate: samples keyed by series") {
    @Override
    void carry(FrameLoad load, int seconds) throws Exception {
      runKeyed(
          load,
          seconds,
          records ->
              discard(
                  records
                      .flatMap(new KeyedRivals.ToSamples())
                      .returns(Types.TUPLE(Types.STRING, Types.DOUBLE))
                      .uid("to-samples")
                      .keyBy(sample -> sample.f0, Types.STRING)
                      .process(
                          new KeyedRivals.BySeries(),
                          PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
                      .uid("by-series")));
    }
  },
  BARE_TELEMETRY("telemetry: bare fold") {
    @Override
    void carry(FrameLoad load, int seconds) throws Exception {
      loop(new TelemetryFold(), load, seconds);
    }
  },
  SHELL_TELEMETRY("telemetry: Flink shell") {
    @Override
    void carry(FrameLoad load, int seconds) throws Exception {
      FoldJob job = new FoldJob("telemetry", TelemetryFold::new, load.lanes());
      run(load, seconds, (environment, records) -> discard(job.fold(records)));
    }
  },
  CHECKPOINTED_TELEMETRY("telemetry: Flink shell, a checkpoint each second") {
    @Override
    void carry(FrameLoad load, int seconds) throws Exception {
      FoldJob job = new FoldJob("telemetry", TelemetryFold::new, load.lanes());
      Path folder = Files.createTempDirectory("benchmark");
      StreamExecutionEnvironment environment =
          StreamExecutionEnvironment.createLocalEnvironment(
              1, JobOptions.durable(1, Duration.ofSeconds(1), folder, Optional.empty()));
      discard(job.fold(source(environment, load, seconds)));
      environment.execute();
    }
  };

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  /** What it is, for a table. */
  String title() {
    return title;
  }

  /** Carries {@code seconds} of the load to the end. */
  abstract void carry(FrameLoad load, int seconds) throws Exception;

  /** Builds the rest of a job. */
  private interface Assembly<T> {
    void accept(StreamExecutionEnvironment environment, DataStream<T> records);
  }

  private interface KeyedAssembly {
    void accept(DataStream<Tuple2<String, byte[]>> records);
  }

  private static void loop(Fold fold, FrameLoad load, int seconds) throws Exception {
    Wire wire = new Wire();
    LaneDriver driver = new LaneDriver(fold, load.lanes());
    List<MapCells> cells = new ArrayList<>();
    for (int lane = 0; lane < load.lanes().telemetry(); lane++) {
      cells.add(new MapCells());
    }
    long count = load.records(seconds);
    for (long place = 0; place < count; place++) {
      LaneBytes record = load.record(place);
      Message message = wire.decode(record.bytes());
      driver
          .apply(
              record.lane(),
              cells.get(record.lane()),
              new LaneRecord(
                  record.offset(), record.appendedMillis(), message.origin(), message.fact()))
          .forEach(output -> wire.encode(output.origin(), output.fact()));
    }
  }

  private static void run(FrameLoad load, int seconds, Assembly<LaneBytes> assembly)
      throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, JobOptions.plain(1));
    assembly.accept(environment, source(environment, load, seconds));
    environment.execute();
  }

  private static void runKeyed(FrameLoad load, int seconds, KeyedAssembly assembly)
      throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, JobOptions.plain(1));
    TypeInformation<Tuple2<String, byte[]>> type =
        Types.TUPLE(Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    GeneratorFunction<Long, Tuple2<String, byte[]>> keyed =
        place -> Tuple2.of(Loads.current().entity(place), Loads.current().record(place).bytes());
    Loads.use(load);
    assembly.accept(
        environment
            .fromSource(
                new DataGeneratorSource<>(keyed, load.records(seconds), type),
                WatermarkStrategy.noWatermarks(),
                "load")
            .uid("load"));
    environment.execute();
  }

  private static DataStream<LaneBytes> source(
      StreamExecutionEnvironment environment, FrameLoad load, int seconds) {
    Loads.use(load);
    GeneratorFunction<Long, LaneBytes> records = place -> Loads.current().record(place);
    return environment
        .fromSource(
            new DataGeneratorSource<>(records, load.records(seconds), RecordType.LANE_BYTES),
            WatermarkStrategy.noWatermarks(),
            "load")
        .uid("load");
  }

  private static void discard(DataStream<?> outputs) {
    outputs.sinkTo(new DiscardingSink<>()).uid("discard");
  }
}
