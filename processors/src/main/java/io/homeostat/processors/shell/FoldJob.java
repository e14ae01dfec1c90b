package io.homeostat.processors.shell;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job that runs one fold over the lanes of its stream: source, fold, sink.
 *
 * @param name the job's name; the names and ids of its operators begin with it
 * @param folds makes the fold
 * @param lanes how many lanes each stream has
 */
public record FoldJob(String name, FoldFactory folds, Lanes lanes) {

  public FoldJob {
    if (!name.matches("[a-z][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          "job name '" + name + "' must be lower case letters, digits and '-', such as telemetry");
    }
  }

  /** The stream whose lanes it reads. */
  public Stream input() {
    return folds.create().input();
  }

  /** The version of the state that it keeps: state of another version can't be restored. */
  public int version() {
    return folds.create().version();
  }

  /** The whole job, from the lanes to what comes out. */
  public void build(
      StreamExecutionEnvironment environment,
      Source<LaneBytes, ?, ?> source,
      Sink<OutputBytes> sink) {
    DataStream<LaneBytes> lanes =
        environment
            .fromSource(
                source, WatermarkStrategy.noWatermarks(), name + "-lanes", RecordType.LANE_BYTES)
            .uid(name + "-lanes");
    fold(lanes).sinkTo(sink).uid(name + "-outputs").name(name + "-outputs");
  }

  /**
   * The fold alone, over records of whatever source, each lane's in order. One worker takes them
   * from the source's own thread; several exchange them by lane.
   */
  public DataStream<OutputBytes> fold(DataStream<LaneBytes> records) {
    LaneKeys keys = new LaneKeys(lanes.of(input()));
    KeyedStream<LaneBytes, Integer> keyed =
        records.getParallelism() == 1 && records.getExecutionEnvironment().getParallelism() == 1
            ? DataStreamUtils.reinterpretAsKeyedStream(records, keys)
            : records.keyBy(keys);
    return keyed
        .process(new FoldFunction(folds, lanes), RecordType.OUTPUT_BYTES)
        .uid(name + "-fold")
        .name(name + "-fold");
  }
}
