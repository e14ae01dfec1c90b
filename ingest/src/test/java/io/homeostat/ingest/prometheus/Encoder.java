package io.homeostat.ingest.prometheus;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Writes remote-write messages as the two protocols say, with protobuf's own writer. */
public final class Encoder {

  /**
   * A series with samples.
   *
   * @param labels with {@code __name__}
   * @param samples its samples
   * @param histograms native histograms, encoded
   */
  public record Series(
      SortedMap<String, String> labels, List<Sample> samples, List<byte[]> histograms) {}

  /** A sample. */
  public record Sample(long timeMillis, double value) {}

  @FunctionalInterface
  private interface Body {
    void write(CodedOutputStream out) throws IOException;
  }

  private Encoder() {}

  /** {@code prometheus.WriteRequest}. */
  public static byte[] v1(List<Series> series) {
    return message(
        out -> {
          for (Series one : series) {
            out.writeByteArray(
                1,
                message(
                    body -> {
                      for (var label : one.labels().entrySet()) {
                        body.writeByteArray(
                            1,
                            message(
                                pair -> {
                                  pair.writeString(1, label.getKey());
                                  pair.writeString(2, label.getValue());
                                }));
                      }
                      samples(body, one);
                      for (byte[] histogram : one.histograms()) {
                        body.writeByteArray(4, histogram);
                      }
                    }));
          }
        });
  }

  /** {@code io.prometheus.write.v2.Request}. */
  public static byte[] v2(List<Series> series) {
    List<String> symbols = new ArrayList<>(List.of(""));
    byte[] all =
        message(
            out -> {
              for (Series one : series) {
                out.writeByteArray(5, v2(one, symbols));
              }
            });
    return message(
        out -> {
          for (String symbol : symbols) {
            out.writeString(4, symbol);
          }
          out.writeRawBytes(all);
        });
  }

  private static byte[] v2(Series series, List<String> symbols) {
    return message(
        body -> {
          byte[] refs =
              message(
                  list -> {
                    for (var label : series.labels().entrySet()) {
                      list.writeUInt32NoTag(symbol(symbols, label.getKey()));
                      list.writeUInt32NoTag(symbol(symbols, label.getValue()));
                    }
                  });
          body.writeByteArray(1, refs);
          samples(body, series);
          for (byte[] histogram : series.histograms()) {
            body.writeByteArray(3, histogram);
          }
        });
  }

  private static int symbol(List<String> symbols, String text) {
    int at = symbols.indexOf(text);
    if (at >= 0) {
      return at;
    }
    symbols.add(text);
    return symbols.size() - 1;
  }

  private static void samples(CodedOutputStream body, Series series) throws IOException {
    for (Sample sample : series.samples()) {
      body.writeByteArray(
          2,
          message(
              out -> {
                out.writeFixed64(1, Double.doubleToRawLongBits(sample.value()));
                out.writeInt64(2, sample.timeMillis());
              }));
    }
  }

  /**
   * A native histogram of schema 0 with buckets above zero, from bucket 1 on: (1, 2], (2, 4], …
   *
   * @param counts how many are in each
   */
  public static byte[] histogram(long timeMillis, double sum, long... counts) {
    return message(
        out -> {
          long total = 0;
          for (long count : counts) {
            total += count;
          }
          out.writeUInt64(1, total);
          out.writeDouble(3, sum);
          out.writeByteArray(
              11,
              message(
                  span -> {
                    span.writeSInt32(1, 1);
                    span.writeUInt32(2, counts.length);
                  }));
          out.writeByteArray(
              12,
              message(
                  deltas -> {
                    long before = 0;
                    for (long count : counts) {
                      deltas.writeSInt64NoTag(count - before);
                      before = count;
                    }
                  }));
          out.writeInt64(15, timeMillis);
        });
  }

  private static byte[] message(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      body.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
