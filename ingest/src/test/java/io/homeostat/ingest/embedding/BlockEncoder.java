package io.homeostat.ingest.embedding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the compact form of vectors as its description says. */
public final class BlockEncoder {
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
  private int count;

  /** A block without vectors yet, of binary32 values. */
  public BlockEncoder(int role, String collection, String model, int dimension) {
    bytes.put("HSE1".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) role).put((byte) 0).putShort((short) dimension).putInt(0);
    text(collection);
    text(model);
  }

  /** Adds a vector. */
  public void add(long timeMillis, String id, float[] values) {
    bytes.putLong(timeMillis);
    text(id);
    for (float value : values) {
      bytes.putFloat(value);
    }
    count++;
  }

  /** The block with one vector of binary16 values. */
  byte[] half(long timeMillis, String id, short... values) {
    bytes.put(5, (byte) 1).putLong(timeMillis);
    text(id);
    for (short value : values) {
      bytes.putShort(value);
    }
    count++;
    return bytes();
  }

  private void text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    bytes.putShort((short) encoded.length).put(encoded);
  }

  /** What has been written. */
  public byte[] bytes() {
    bytes.putInt(8, count);
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
