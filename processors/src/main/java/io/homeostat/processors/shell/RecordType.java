package io.homeostat.processors.shell;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Flink's type of a record that has a serializer of its own, so that nothing is left to Kryo.
 *
 * @param <T> the record
 */
public final class RecordType<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1L;

  /** What the source gives to the fold. */
  public static final TypeInformation<LaneBytes> LANE_BYTES =
      new RecordType<>(LaneBytes.class, LaneBytesSerializer.INSTANCE);

  /** What the fold gives to the sink. */
  public static final TypeInformation<OutputBytes> OUTPUT_BYTES =
      new RecordType<>(OutputBytes.class, OutputBytesSerializer.INSTANCE);

  private final Class<T> type;
  private final TypeSerializer<T> serializer;

  private RecordType(Class<T> type, TypeSerializer<T> serializer) {
    this.type = type;
    this.serializer = serializer;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer.duplicate();
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordType<?> that && type == that.type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof RecordType<?>;
  }
}
