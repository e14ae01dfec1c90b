package io.homeostat.ingest.gateway;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.xerial.snappy.Snappy;

/** Decompresses a body without ever holding more than it may. */
final class Unpacking {
  private static final int STEP = 64 * 1024;

  private Unpacking() {}

  /**
   * The body as it was before compression.
   *
   * @param encoding the Content-Encoding; empty for none
   * @param weight how many bytes of memory each unpacked byte will take in the end
   * @throws Refusal when the encoding is unknown, the data broken or too large, or memory short
   */
  static byte[] unpack(
      byte[] body, String encoding, int limit, int weight, MemoryBudget.Share share)
      throws Refusal {
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> plain(body, limit, weight, share);
      case "gzip" -> gunzip(body, limit, weight, share);
      default ->
          throw new Refusal(
              Refusal.Cause.CONTENT_ENCODING,
              "Content-Encoding '" + encoding + "' is not understood; use gzip or none");
    };
  }

  private static byte[] plain(byte[] body, int limit, int weight, MemoryBudget.Share share)
      throws Refusal {
    grow(share, (long) body.length * weight);
    within(body.length, limit);
    return body;
  }

  private static byte[] gunzip(byte[] body, int limit, int weight, MemoryBudget.Share share)
      throws Refusal {
    ByteArrayOutputStream unpacked = new ByteArrayOutputStream(Math.min(limit, 4 * STEP));
    byte[] step = new byte[STEP];
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body), STEP)) {
      int read;
      while ((read = in.read(step)) >= 0) {
        within(unpacked.size() + (long) read, limit);
        grow(share, (long) read * weight);
        unpacked.write(step, 0, read);
      }
    } catch (IOException e) {
      throw new Refusal(Refusal.Cause.MALFORMED, "the body is no sound gzip: " + e.getMessage(), e);
    }
    return unpacked.toByteArray();
  }

  /**
   * A body in Snappy's block form, which says at its beginning how large it unpacks.
   *
   * @throws Refusal when the data is broken or too large, or memory short
   */
  static byte[] unsnappy(byte[] body, int limit, int weight, MemoryBudget.Share share)
      throws Refusal {
    try {
      int length = Snappy.uncompressedLength(body);
      within(length < 0 ? Long.MAX_VALUE : length, limit);
      grow(share, (long) length * weight);
      return Snappy.uncompress(body);
    } catch (IOException e) {
      throw new Refusal(
          Refusal.Cause.MALFORMED, "the body is no sound snappy block: " + e.getMessage(), e);
    }
  }

  /**
   * A body in Snappy's block form, unpacked into an array of {@code buffers}, and what is made of
   * it.
   *
   * @throws Refusal when the data is broken or too large, or memory short
   */
  static Reading unsnappy(
      byte[] body, int limit, int weight, MemoryBudget.Share share, Buffers buffers, Reader reader)
      throws Refusal {
    byte[] unpacked = new byte[0];
    try {
      int length = Snappy.uncompressedLength(body);
      within(length < 0 ? Long.MAX_VALUE : length, limit);
      grow(share, (long) length * weight);
      unpacked = buffers.take(length);
      return reader.read(unpacked, Snappy.uncompress(body, 0, body.length, unpacked, 0));
    } catch (IOException e) {
      throw new Refusal(
          Refusal.Cause.MALFORMED, "the body is no sound snappy block: " + e.getMessage(), e);
    } finally {
      buffers.giveBack(unpacked);
    }
  }

  /** Reads what was unpacked, and keeps none of it. */
  @FunctionalInterface
  interface Reader {
    /** Reads the first {@code length} bytes. */
    Reading read(byte[] unpacked, int length) throws Refusal;
  }

  private static void within(long bytes, int limit) throws Refusal {
    if (bytes > limit) {
      throw new Refusal(
          Refusal.Cause.TOO_LARGE,
          "the body unpacks to more than " + limit + " bytes; send smaller batches");
    }
  }

  private static void grow(MemoryBudget.Share share, long bytes) throws Refusal {
    if (!share.grow(bytes)) {
      throw busy();
    }
  }

  /** Too much is under way. */
  static Refusal busy() {
    return new Refusal(Refusal.Cause.BUSY, "too much is under way; try again");
  }
}
