package io.homeostat.ingest.bench;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedMap;

/** A request of remote-write 1.0 that is being written, as Prometheus writes it. */
final class WriteRequest {
  private final ByteArrayOutputStream request = new ByteArrayOutputStream();

  @FunctionalInterface
  private interface Body {
    void write(CodedOutputStream out) throws IOException;
  }

  /** Adds a series with one sample. */
  void add(SortedMap<String, String> labels, long timeMillis, double value) {
    byte[] series =
        message(
            out -> {
              for (var label : labels.entrySet()) {
                out.writeByteArray(
                    1,
                    message(
                        pair -> {
                          pair.writeString(1, label.getKey());
                          pair.writeString(2, label.getValue());
                        }));
              }
              out.writeByteArray(
                  2,
                  message(
                      sample -> {
                        sample.writeDouble(1, value);
                        sample.writeInt64(2, timeMillis);
                      }));
            });
    request.writeBytes(message(out -> out.writeByteArray(1, series)));
  }

  /** All of it, not yet compressed. */
  byte[] bytes() {
    return request.toByteArray();
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
