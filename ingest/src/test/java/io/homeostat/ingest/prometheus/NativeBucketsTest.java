package io.homeostat.ingest.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.CodedOutputStream;
import io.homeostat.ingest.intake.Buckets;
import io.homeostat.ingest.intake.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NativeBucketsTest {

  /** The bounds of Prometheus' own: an observation is in the bucket whose bounds enclose it. */
  @Property
  void theBoundsEncloseWhatIsCounted(
      @ForAll @IntRange(min = -4, max = 8) int schema,
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double value) {
    double scale = StrictMath.pow(2, schema);
    int index = (int) Math.ceil(StrictMath.log(value) / StrictMath.log(2) * scale - 1e-9);
    NativeBuckets buckets = new NativeBuckets(schema);
    buckets.zero(0, 0);
    buckets.positive(new int[] {index}, new double[] {1});
    double high = buckets.toBuckets().orElseThrow().quantile(1).orElseThrow();
    double low = buckets.toBuckets().orElseThrow().quantile(1e-12).orElseThrow();
    assertThat(high).isGreaterThanOrEqualTo(value * (1 - 1e-6));
    assertThat(low).isLessThanOrEqualTo(value * (1 + 1e-6));
    assertThat(high / low).isCloseTo(StrictMath.pow(2, 1 / scale), within(1e-3 * high / low));
  }

  @Test
  void bothSidesOfZeroAndZeroItselfAreInOrder() {
    NativeBuckets buckets = new NativeBuckets(0);
    buckets.negative(new int[] {1, 3}, new double[] {2, 1});
    buckets.zero(0.001, 4);
    buckets.positive(new int[] {1}, new double[] {3});
    Buckets all = buckets.toBuckets().orElseThrow();
    assertThat(all.bounds()).containsExactly(-8, -4, -2, -1, -0.001, 0.001, 1, 2);
    assertThat(all.counts()).containsExactly(0, 1, 0, 2, 0, 4, 0, 3, 0);
  }

  @Test
  void bucketsOfTheSendersOwnBoundsAreKept() throws Exception {
    HistogramPoint point =
        point(
            out -> {
              out.writeUInt64(1, 6);
              out.writeSInt32(4, -53);
              out.writeByteArray(11, message(span -> span.writeUInt32(2, 3)));
              out.writeByteArray(12, new byte[] {2, 2, 2});
              out.writeByteArray(
                  16,
                  message(
                      list -> {
                        list.writeDoubleNoTag(0.5);
                        list.writeDoubleNoTag(5);
                      }));
            });
    Buckets buckets = point.buckets().orElseThrow();
    assertThat(buckets.bounds()).containsExactly(0.5, 5);
    assertThat(buckets.counts()).containsExactly(1, 2, 3);
  }

  @Test
  void countsThatAreNoWholeNumbersAndOnesThatAreNoneAreToldApart() throws Exception {
    HistogramPoint floats =
        point(
            out -> {
              out.writeDouble(2, 0.3);
              out.writeByteArray(11, message(span -> span.writeUInt32(2, 1)));
              out.writeDouble(13, 0.3);
            });
    assertThat(floats.count()).isEqualTo(0.3);
    assertThat(floats.buckets().orElseThrow().quantile(0.5)).hasValueCloseTo(0.75, within(1e-6));
    HistogramPoint broken =
        point(
            out -> {
              out.writeByteArray(11, message(span -> span.writeUInt32(2, 1)));
              out.writeDouble(13, Double.NaN);
            });
    assertThat(broken.buckets()).isEmpty();
  }

  @Test
  void spansThatDoNotFitTheirCountsContradictThem() throws Exception {
    HistogramPoint point =
        point(out -> out.writeByteArray(11, message(span -> span.writeUInt32(2, 3))));
    assertThat(point.buckets()).isEqualTo(Optional.empty());
    assertThat(point(out -> out.writeSInt32(4, 9)).buckets()).isEmpty();
  }

  @FunctionalInterface
  private interface Body {
    void write(CodedOutputStream out) throws IOException;
  }

  private static HistogramPoint point(Body body) throws IOException, MalformedException {
    byte[] bytes = message(body);
    HistogramPoint point = new HistogramPoint(bytes);
    point.read(bytes, 0, bytes.length);
    return point;
  }

  private static byte[] message(Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    body.write(out);
    out.flush();
    return bytes.toByteArray();
  }
}
