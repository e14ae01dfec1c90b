package io.homeostat.ingest.logs;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes {@code logproto.PushRequest} as the published protocol says, with protobuf's writer. */
public final class LokiEncoder {

  @FunctionalInterface
  private interface Body {
    void write(CodedOutputStream out) throws IOException;
  }

  private LokiEncoder() {}

  /** A request of one stream with one line. */
  public static byte[] push(
      String labels, long unixNanos, String line, Map<String, String> metadata) {
    byte[] time =
        message(
            out -> {
              out.writeInt64(1, Math.floorDiv(unixNanos, 1_000_000_000));
              out.writeInt32(2, (int) Math.floorMod(unixNanos, 1_000_000_000L));
            });
    byte[] entry =
        message(
            out -> {
              out.writeByteArray(1, time);
              out.writeString(2, line);
              for (var pair : metadata.entrySet()) {
                out.writeByteArray(
                    3,
                    message(
                        inner -> {
                          inner.writeString(1, pair.getKey());
                          inner.writeString(2, pair.getValue());
                        }));
              }
            });
    byte[] stream =
        message(
            out -> {
              out.writeString(1, labels);
              out.writeByteArray(2, entry);
              out.writeUInt64(3, 42);
            });
    return message(out -> out.writeByteArray(1, stream));
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
