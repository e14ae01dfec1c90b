package io.homeostat.processors.benchmark;

import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import io.homeostat.schemas.wire.Wire;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** The ways in which one would do without lanes: the same aggregates, keyed by Flink itself. */
final class KeyedRivals {

  private KeyedRivals() {}

  /** One state per entity, for a frame at a time. */
  static final class ByEntity extends KeyedProcessFunction<String, Tuple2<String, byte[]>, byte[]> {
    private static final long serialVersionUID = 1L;
    private transient Wire wire;
    private transient ValueState<double[]> cell;

    @Override
    public void open(OpenContext context) {
      wire = new Wire();
      cell = getRuntimeContext().getState(cells());
    }

    @Override
    public void processElement(
        Tuple2<String, byte[]> record, Context context, Collector<byte[]> out) throws Exception {
      if (wire.decode(record.f1).fact() instanceof MetricFrame frame) {
        double[] present = cell.value();
        double[] next =
            present == null ? new double[AggregateFold.WIDTH * frame.values().length] : present;
        AggregateFold.addFrame(next, frame.values());
        cell.update(next);
      }
    }
  }

  /** Takes frames apart into samples, each with the name of its series. */
  static final class ToSamples
      extends RichFlatMapFunction<Tuple2<String, byte[]>, Tuple2<String, Double>> {
    private static final long serialVersionUID = 1L;
    private transient Wire wire;
    private transient Map<String, Map<SeriesNames, String[]>> names;

    @Override
    public void open(OpenContext context) {
      wire = new Wire();
      names = new HashMap<>();
    }

    @Override
    public void flatMap(Tuple2<String, byte[]> record, Collector<Tuple2<String, Double>> out)
        throws Exception {
      if (wire.decode(record.f1).fact() instanceof MetricFrame frame) {
        String[] series =
            names
                .computeIfAbsent(record.f0, entity -> new IdentityHashMap<>())
                .computeIfAbsent(frame.series(), columns -> full(record.f0, columns));
        for (int i = 0; i < series.length; i++) {
          out.collect(Tuple2.of(series[i], frame.values()[i]));
        }
      }
    }

    private static String[] full(String entity, SeriesNames columns) {
      return columns.names().stream().map(name -> entity + "|" + name).toArray(String[]::new);
    }
  }

  /** One state per series, for a sample at a time. */
  static final class BySeries extends KeyedProcessFunction<String, Tuple2<String, Double>, byte[]> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<double[]> cell;

    @Override
    public void open(OpenContext context) {
      cell = getRuntimeContext().getState(cells());
    }

    @Override
    public void processElement(
        Tuple2<String, Double> sample, Context context, Collector<byte[]> out) throws Exception {
      double[] present = cell.value();
      double[] next = present == null ? new double[AggregateFold.WIDTH] : present;
      AggregateFold.addSample(next, 0, sample.f1);
      cell.update(next);
    }
  }

  private static ValueStateDescriptor<double[]> cells() {
    return new ValueStateDescriptor<>(
        "cell", PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO);
  }
}
