package io.homeostat.processors.shell;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.CellForm;

/**
 * One value of a fold's state, as Flink holds it. It is read from a checkpoint as bytes and decoded
 * when the fold first asks for it; and when Flink copies a table because a checkpoint is being
 * written, the value itself is copied only if the fold asks for it again.
 */
final class Cell {
  private static final CellForm<byte[]> ENCODED = new Encoded();

  private CellForm<?> form;
  private Object value;
  private boolean shared;

  private Cell(CellForm<?> form, Object value, boolean shared) {
    this.form = form;
    this.value = value;
    this.shared = shared;
  }

  /** A cell that holds {@code value}. */
  static <V> Cell of(CellForm<V> form, V value) {
    return new Cell(form, value, false);
  }

  /** A cell as it stands in a checkpoint. */
  static Cell encoded(byte[] bytes) {
    return new Cell(ENCODED, bytes, false);
  }

  /** The value, which the caller may change in place. */
  <V> V value(CellForm<V> wanted) {
    V present = peek(wanted);
    if (shared) {
      present = wanted.copy(present);
      value = present;
      shared = false;
    }
    return present;
  }

  /** The value, which the caller only reads. */
  @SuppressWarnings("unchecked")
  <V> V peek(CellForm<V> wanted) {
    if (form == ENCODED) {
      value = wanted.read(new ByteSource((byte[]) value));
      form = wanted;
      shared = false;
    }
    return (V) value;
  }

  /** A second cell with the same value; this one is only written from now on. */
  Cell share() {
    return new Cell(form, value, true);
  }

  /** Writes the value in its form. */
  @SuppressWarnings("unchecked")
  void write(ByteSink sink) {
    ((CellForm<Object>) form).write(value, sink);
  }

  /** The form of a value that nobody has asked for yet. */
  private static final class Encoded implements CellForm<byte[]> {
    @Override
    public void write(byte[] value, ByteSink sink) {
      sink.writeRaw(value, 0, value.length);
    }

    @Override
    public byte[] read(ByteSource source) {
      throw new IllegalStateException("a value is decoded in its own form");
    }

    @Override
    public byte[] copy(byte[] value) {
      return value;
    }
  }
}
