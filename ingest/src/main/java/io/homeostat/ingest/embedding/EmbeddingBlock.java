package io.homeostat.ingest.embedding;

import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.SenderTime;
import io.homeostat.ingest.intake.Translated;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads vectors of one collection, model and role in the compact form {@code
 * application/vnd.homeostat.embeddings}. All numbers are little-endian:
 *
 * <pre>
 *   4 bytes  "HSE1"
 *   1 byte   role: 0 document, 1 query
 *   1 byte   encoding: 0 binary32, 1 binary16
 *   2 bytes  dimension, unsigned
 *   4 bytes  how many vectors
 *   2 bytes  length of the collection's entity, then that in UTF-8
 *   2 bytes  length of the model, then that in UTF-8
 *   each vector:
 *     8 bytes  time, milliseconds since 1970; 0 for the door's
 *     2 bytes  length of the id, then that in UTF-8
 *     dimension · 4 or 2 bytes
 * </pre>
 */
public final class EmbeddingBlock {
  private static final byte[] MAGIC = {'H', 'S', 'E', '1'};
  private static final int HEAD_BYTES = 16;
  private static final int TIME_AND_LENGTH = 10;

  private final ByteBuffer bytes;

  private EmbeddingBlock(byte[] body) {
    this.bytes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Translates a request. Vectors whose time is far are rejected, each by itself.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970
   * @throws MalformedException when the bytes are not of the form
   */
  public static Translated<EmbeddingVector> translate(byte[] body, long receivedMillis)
      throws MalformedException {
    try {
      return new EmbeddingBlock(body).read(receivedMillis);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  private Translated<EmbeddingVector> read(long receivedMillis) throws MalformedException {
    need(HEAD_BYTES, "the head");
    for (byte expected : MAGIC) {
      if (bytes.get() != expected) {
        throw new MalformedException("the body does not begin with HSE1");
      }
    }
    EmbeddingVector.Role role =
        bytes.get() == 0 ? EmbeddingVector.Role.DOCUMENT : EmbeddingVector.Role.QUERY;
    EmbeddingVector.Encoding encoding =
        bytes.get() == 0 ? EmbeddingVector.Encoding.FLOAT32 : EmbeddingVector.Encoding.FLOAT16;
    requireKnown();
    int size = Short.toUnsignedInt(bytes.getShort()) * encoding.bytes();
    long count = Integer.toUnsignedLong(bytes.getInt());
    EntityId collection = EntityId.parse(text("the collection"));
    String model = text("the model");
    if (count > EmbeddingLines.MOST || count * (size + TIME_AND_LENGTH) > bytes.remaining()) {
      throw new MalformedException(
          count
              + " vectors are announced: more than "
              + EmbeddingLines.MOST
              + ", or more than there are bytes for");
    }
    Rejections rejections = new Rejections();
    List<EmbeddingVector> vectors = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      need(TIME_AND_LENGTH, "vector " + i);
      long told = bytes.getLong();
      long time = told == 0 ? receivedMillis : told;
      String id = text("the id of vector " + i);
      need(size, "vector " + i);
      byte[] values = new byte[size];
      bytes.get(values);
      EmbeddingVector vector =
          new EmbeddingVector(collection, model, role, id, time, receivedMillis, encoding, values);
      if (SenderTime.near(time, receivedMillis, rejections)) {
        vectors.add(vector);
      }
    }
    if (bytes.hasRemaining()) {
      throw new MalformedException(bytes.remaining() + " bytes stand behind the last vector");
    }
    return new Translated<>(vectors, vectors.size(), rejections);
  }

  private void requireKnown() throws MalformedException {
    int role = bytes.get(MAGIC.length);
    int encoding = bytes.get(MAGIC.length + 1);
    if (role < 0 || role > 1 || encoding < 0 || encoding > 1) {
      throw new MalformedException(
          "role " + role + " and encoding " + encoding + " must each be 0 or 1");
    }
  }

  private String text(String what) throws MalformedException {
    need(Short.BYTES, what);
    int length = Short.toUnsignedInt(bytes.getShort());
    need(length, what);
    ByteBuffer part = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException(what + " is no UTF-8");
    }
  }

  private void need(int count, String what) throws MalformedException {
    if (bytes.remaining() < count) {
      throw new MalformedException("the body ends within " + what);
    }
  }
}
