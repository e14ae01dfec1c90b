package io.homeostat.core.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One vector that an embedding model made, as its sender gave it: values may be NaN, infinite or
 * all zero, and their number may differ from the other vectors' of its collection. Whoever compares
 * vectors counts such ones apart.
 *
 * @param collection what the vector is stored in or searched in, such as {@code
 *     collection:prod/rag/documents}
 * @param model the model and its version, as the sender names them, such as {@code embedder/v3}; 1
 *     to 200 characters
 * @param role whether it stands for a document or for a query
 * @param id names the document or query within its collection; at most 500 characters, may be empty
 * @param timeMillis when it was made, by the sender's clock, in milliseconds since 1970
 * @param receivedMillis the door's time
 * @param encoding how a value is written
 * @param values the values one after the other, little-endian; 1 to 16,384 of them
 */
public record EmbeddingVector(
    EntityId collection,
    String model,
    Role role,
    String id,
    long timeMillis,
    long receivedMillis,
    Encoding encoding,
    byte[] values)
    implements Fact {
  /** The most values that a vector may have. */
  public static final int MOST_DIMENSIONS = 16_384;

  /** The most characters of a model's name. */
  public static final int LONGEST_MODEL = 200;

  /** The most characters of an id. */
  public static final int LONGEST_ID = 500;

  public EmbeddingVector {
    if (model.isBlank() || model.length() > LONGEST_MODEL) {
      throw new IllegalArgumentException(
          "model '" + model + "' of a vector must have 1 to " + LONGEST_MODEL + " characters");
    }
    if (id.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "the id of a vector has " + id.length() + " characters; " + LONGEST_ID + " are the most");
    }
    int dimension = values.length / encoding.bytes();
    if (values.length % encoding.bytes() != 0 || dimension < 1 || dimension > MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          values.length
              + " bytes are no vector of "
              + encoding
              + ": it must have 1 to "
              + MOST_DIMENSIONS
              + " values of "
              + encoding.bytes()
              + " bytes");
    }
  }

  /** What a vector stands for. */
  public enum Role {
    DOCUMENT,
    QUERY
  }

  /** How a value is written: IEEE 754's binary32 or binary16. */
  public enum Encoding {
    FLOAT32(4),
    FLOAT16(2);

    private final int bytes;

    Encoding(int bytes) {
      this.bytes = bytes;
    }

    /** The bytes of one value. */
    public int bytes() {
      return bytes;
    }
  }

  /** A vector of binary32 values. */
  public static EmbeddingVector of(
      EntityId collection,
      String model,
      Role role,
      String id,
      long timeMillis,
      long receivedMillis,
      float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new EmbeddingVector(
        collection, model, role, id, timeMillis, receivedMillis, Encoding.FLOAT32, bytes.array());
  }

  public int dimension() {
    return values.length / encoding.bytes();
  }

  /** The values, decoded; exact in both encodings. */
  public float[] floats() {
    float[] floats = new float[dimension()];
    ByteBuffer bytes = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
    if (encoding == Encoding.FLOAT32) {
      bytes.asFloatBuffer().get(floats);
    } else {
      for (int i = 0; i < floats.length; i++) {
        floats[i] = half(bytes.getShort(2 * i));
      }
    }
    return floats;
  }

  /** Binary16: a sign, 5 bits of exponent with a bias of 15, 10 bits of fraction. */
  private static float half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    float size =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Float.intBitsToFloat(((exponent + 127 - 15) << 23) | (fraction << 13));
        };
    return bits < 0 ? -size : size;
  }
}
