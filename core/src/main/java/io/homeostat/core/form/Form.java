package io.homeostat.core.form;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The binary form of a type, as data: Avro's binary encoding of the schema that this tree describes
 * (Apache Avro 1.12 specification, "Binary Encoding"). {@link Forms#of} derives it from records,
 * sealed interfaces of records, enums, {@code Optional}, {@code List}, {@code SortedMap<String,
 * …>}, strings, numbers and arrays of {@code double} and {@code long}.
 *
 * @param <T> the Java type
 */
public sealed interface Form<T> extends CellForm<T>
    permits Form.Text,
        Form.TextValue,
        Form.Number64,
        Form.Number32,
        Form.Real,
        Form.Flag,
        Form.Choice,
        Form.Blob,
        Form.Maybe,
        Form.Items,
        Form.Entries,
        Form.Reals,
        Form.Numbers,
        RecordForm,
        OneOfForm {

  /** True when values hold arrays, so that a copy must be deep. */
  boolean mutable();

  /** A UTF-8 string. */
  record Text() implements Form<String> {
    @Override
    public void write(String value, ByteSink sink) {
      sink.writeString(value);
    }

    @Override
    public String read(ByteSource source) {
      return source.readString();
    }

    @Override
    public String copy(String value) {
      return value;
    }

    @Override
    public boolean mutable() {
      return false;
    }
  }

  /**
   * A value written as its text, such as an entity's id.
   *
   * @param type the class, which has a static {@code parse(String)}
   */
  record TextValue<T extends Textual>(Class<T> type, TextParser<T> parser) implements Form<T> {
    @Override
    public void write(T value, ByteSink sink) {
      sink.writeString(value.text());
    }

    @Override
    public T read(ByteSource source) {
      return parser.parse(source.readString());
    }

    @Override
    public T copy(T value) {
      return value;
    }

    @Override
    public boolean mutable() {
      return false;
    }
  }

  /** Parses a {@link Textual} value. */
  @FunctionalInterface
  interface TextParser<T> {
    T parse(String text);
  }

  /** A 64-bit number. */
  record Number64() implements Form<Long> {
    @Override
    public void write(Long value, ByteSink sink) {
      sink.writeLong(value);
    }

    @Override
    public Long read(ByteSource source) {
      return source.readLong();
    }

    @Override
    public Long copy(Long value) {
      return value;
    }

    @Override
    public boolean mutable() {
      return false;
    }
  }

  /** A 32-bit number. */
  record Number32() implements Form<Integer> {
    @Override
    public void write(Integer value, ByteSink sink) {
      sink.writeLong(value);
    }

    @Override
    public Integer read(ByteSource source) {
      return source.readInt();
    }

    @Override
    public Integer copy(Integer value) {
      return value;
    }

    @Override
    public boolean mutable() {
      return false;
    }
  }

  /** A 64-bit IEEE number. */
  record Real() implements Form<Double> {
    @Override
    public void write(Double value, ByteSink sink) {
      sink.writeDouble(value);
    }

    @Override
    public Double read(ByteSource source) {
      return source.readDouble();
    }

    @Override
    public Double copy(Double value) {
      return value;
    }

    @Override
    public boolean mutable() {
      return false;
    }
  }

  /** A boolean. */
  record Flag() implements Form<Boolean> {
    @Override
    public void write(Boolean value, ByteSink sink) {
      sink.writeBoolean(value);
    }

    @Override
    public Boolean read(ByteSource source) {
      return source.readBoolean();
    }

    @Override
    public Boolean copy(Boolean value) {
      return value;
    }

    @Override
    public boolean mutable() {
      return false;
    }
  }

  /**
   * One of an enum's constants, by its place: constants are only ever added at the end.
   *
   * @param type the enum
   */
  record Choice<E extends Enum<E>>(Class<E> type, List<E> constants) implements Form<E> {
    @Override
    @SuppressWarnings(
        "EnumOrdinal") // the place is the form: constants are only ever added at the end
    public void write(E value, ByteSink sink) {
      sink.writeLong(value.ordinal());
    }

    @Override
    public E read(ByteSource source) {
      int place = source.readInt();
      if (place < 0 || place >= constants.size()) {
        throw new FormException(
            type.getSimpleName() + " has no constant " + place + "; it has " + constants.size());
      }
      return constants.get(place);
    }

    @Override
    public E copy(E value) {
      return value;
    }

    @Override
    public boolean mutable() {
      return false;
    }
  }

  /** Bytes. */
  record Blob() implements Form<byte[]> {
    @Override
    public void write(byte[] value, ByteSink sink) {
      sink.writeBytes(value);
    }

    @Override
    public byte[] read(ByteSource source) {
      return source.readBytes();
    }

    @Override
    public byte[] copy(byte[] value) {
      return value.clone();
    }

    @Override
    public boolean mutable() {
      return true;
    }
  }

  /** Numbers side by side: an Avro array of doubles. */
  record Reals() implements Form<double[]> {
    @Override
    public void write(double[] value, ByteSink sink) {
      if (value.length > 0) {
        sink.writeLong(value.length);
        for (double item : value) {
          sink.writeDouble(item);
        }
      }
      sink.writeLong(0);
    }

    @Override
    public double[] read(ByteSource source) {
      int length = source.readLength(8);
      double[] value = new double[length];
      for (int i = 0; i < length; i++) {
        value[i] = source.readDouble();
      }
      return Blocks.end(source, length, value);
    }

    @Override
    public double[] copy(double[] value) {
      return value.clone();
    }

    @Override
    public boolean mutable() {
      return true;
    }
  }

  /** Whole numbers side by side: an Avro array of longs. */
  record Numbers() implements Form<long[]> {
    @Override
    public void write(long[] value, ByteSink sink) {
      if (value.length > 0) {
        sink.writeLong(value.length);
        for (long item : value) {
          sink.writeLong(item);
        }
      }
      sink.writeLong(0);
    }

    @Override
    public long[] read(ByteSource source) {
      int length = source.readLength(1);
      long[] value = new long[length];
      for (int i = 0; i < length; i++) {
        value[i] = source.readLong();
      }
      return Blocks.end(source, length, value);
    }

    @Override
    public long[] copy(long[] value) {
      return value.clone();
    }

    @Override
    public boolean mutable() {
      return true;
    }
  }

  /**
   * A value that may be absent: Avro's union of null and the type.
   *
   * @param item the form of the value
   */
  record Maybe<T>(Form<T> item) implements Form<Optional<T>> {
    @Override
    public void write(Optional<T> value, ByteSink sink) {
      sink.writeLong(value.isPresent() ? 1 : 0);
      value.ifPresent(present -> item.write(present, sink));
    }

    @Override
    public Optional<T> read(ByteSource source) {
      return switch (source.readInt()) {
        case 0 -> Optional.empty();
        case 1 -> Optional.of(item.read(source));
        default -> throw new FormException("an optional value's branch must be 0 or 1");
      };
    }

    @Override
    public Optional<T> copy(Optional<T> value) {
      return mutable() ? value.map(item::copy) : value;
    }

    @Override
    public boolean mutable() {
      return item.mutable();
    }
  }

  /**
   * An unmodifiable list: an Avro array.
   *
   * @param item the form of the items
   */
  record Items<T>(Form<T> item) implements Form<List<T>> {
    @Override
    public void write(List<T> value, ByteSink sink) {
      if (!value.isEmpty()) {
        sink.writeLong(value.size());
        for (T one : value) {
          item.write(one, sink);
        }
      }
      sink.writeLong(0);
    }

    @Override
    public List<T> read(ByteSource source) {
      return Blocks.readList(source, item);
    }

    @Override
    public List<T> copy(List<T> value) {
      return mutable() ? value.stream().map(item::copy).toList() : value;
    }

    @Override
    public boolean mutable() {
      return item.mutable();
    }
  }

  /**
   * A map from strings, in the order of the keys: an Avro map.
   *
   * @param item the form of the values
   */
  record Entries<T>(Form<T> item) implements Form<SortedMap<String, T>> {
    @Override
    public void write(SortedMap<String, T> value, ByteSink sink) {
      if (!value.isEmpty()) {
        sink.writeLong(value.size());
        value.forEach(
            (key, one) -> {
              sink.writeString(key);
              item.write(one, sink);
            });
      }
      sink.writeLong(0);
    }

    @Override
    public SortedMap<String, T> read(ByteSource source) {
      return Blocks.readMap(source, item);
    }

    @Override
    public SortedMap<String, T> copy(SortedMap<String, T> value) {
      if (!mutable()) {
        return value;
      }
      var copy = new TreeMap<String, T>();
      value.forEach((key, one) -> copy.put(key, item.copy(one)));
      return Collections.unmodifiableSortedMap(copy);
    }

    @Override
    public boolean mutable() {
      return item.mutable();
    }
  }
}
