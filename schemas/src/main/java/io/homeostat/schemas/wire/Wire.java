package io.homeostat.schemas.wire;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.FormException;
import io.homeostat.core.form.Forms;
import io.homeostat.core.form.RecordForm;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Writes and reads records in Avro's single-object encoding: {@code C3 01}, the schema's
 * fingerprint (8 bytes, little-endian), the body. A record of an older version is resolved to the
 * newest one by Avro's rules. One instance serves one thread.
 */
public final class Wire {
  private static final int HEADER_BYTES = 10;
  private static final SchemaStore STORE = SchemaStore.load();
  private static final RecordForm<Origin> ORIGIN = Forms.ofRecord(Origin.class);
  private static final Map<Class<?>, Long> NEWEST = newest();

  private final ByteSink sink = new ByteSink(1024);
  private final Interner<EntityId> entities = new Interner<>(14, EntityId::parse);
  private final Interner<SeriesNames> names = new Interner<>(12, SeriesNames::parse);
  private final Interner<String> sources = new Interner<>(8, text -> text);

  /** Every version of every schema. */
  public static SchemaStore schemas() {
    return STORE;
  }

  /** Writes a record. */
  @SuppressWarnings("unchecked")
  public byte[] encode(Origin origin, Fact fact) {
    RecordType<?> type = RecordType.of(fact);
    sink.clear();
    sink.writeByte(0xC3);
    sink.writeByte(0x01);
    sink.writeFixedLong(newest(type));
    ((Form<Object>) (Form<?>) type.form()).write(fact, sink);
    ORIGIN.write(origin, sink);
    return sink.toByteArray();
  }

  /**
   * Reads a record.
   *
   * @throws WireException when the bytes are not ours, are cut off or corrupt, or have a schema
   *     that was never committed
   */
  public Message decode(byte[] bytes) throws WireException {
    if (bytes.length < HEADER_BYTES || bytes[0] != (byte) 0xC3 || bytes[1] != 1) {
      throw new WireException(
          "no Avro single-object encoding: it must begin with C3 01 and a fingerprint");
    }
    ByteSource source = new ByteSource(bytes, 2, bytes.length);
    long fingerprint = source.readFixedLong();
    SchemaStore.Version version =
        STORE
            .find(fingerprint)
            .orElseThrow(
                () ->
                    new WireException(
                        "schema fingerprint "
                            + Long.toHexString(fingerprint)
                            + " was never committed here"));
    try {
      if (fingerprint == newest(version.type())) {
        return read(version.type(), source, bytes);
      }
      byte[] body = resolve(version, bytes);
      return read(version.type(), new ByteSource(body), body);
    } catch (FormException | AvroRuntimeException | IOException e) {
      throw new WireException("a broken " + version.type().name() + ": " + e.getMessage(), e);
    }
  }

  private Message read(RecordType<?> type, ByteSource source, byte[] bytes) throws WireException {
    Fact fact =
        type.type() == MetricFrame.class ? readFrame(source, bytes) : type.form().read(source);
    Origin origin = readOrigin(source, bytes);
    if (source.remaining() > 0) {
      throw new WireException(
          "a " + type.name() + " with " + source.remaining() + " bytes too many");
    }
    return new Message(origin, fact);
  }

  private MetricFrame readFrame(ByteSource source, byte[] bytes) {
    EntityId entity = entities.read(source, bytes);
    long time = source.readLong();
    long received = source.readLong();
    SeriesNames series = names.read(source, bytes);
    double[] values = new Form.Reals().read(source);
    if (values.length != series.size()) {
      throw new FormException(
          "a frame with " + series.size() + " names and " + values.length + " values");
    }
    return new MetricFrame(entity, time, received, series, values);
  }

  private Origin readOrigin(ByteSource source, byte[] bytes) {
    String from = sources.read(source, bytes);
    int lane = source.readInt();
    long offset = source.readLong();
    int index = source.readInt();
    if (from.isEmpty() || lane < 0 || offset < 0 || index < 0) {
      throw new FormException("an origin without a source, or with a negative part");
    }
    return new Origin(from, lane, offset, index);
  }

  private static byte[] resolve(SchemaStore.Version version, byte[] bytes) throws IOException {
    var newest = STORE.newest(version.type()).schema();
    var reader = new GenericDatumReader<>(version.schema(), newest);
    Object value =
        reader.read(
            null,
            DecoderFactory.get()
                .binaryDecoder(Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length), null));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(newest).write(value, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static long newest(RecordType<?> type) {
    return Objects.requireNonNull(NEWEST.get(type.type()), type.name());
  }

  private static Map<Class<?>, Long> newest() {
    Map<Class<?>, Long> newest = new HashMap<>();
    RecordType.all().forEach(type -> newest.put(type.type(), STORE.newest(type).fingerprint()));
    return Map.copyOf(newest);
  }
}
