package io.homeostat.processors.shell;

import io.homeostat.core.form.ByteSink;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes each cell as the length and the bytes of its form. It needs no form to read one, so one
 * serializer serves every table, and a checkpoint can be restored before the fold is there.
 */
public final class CellSerializer extends TypeSerializer<Cell> {
  private static final long serialVersionUID = 1L;

  private transient ByteSink sink = new ByteSink();

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<Cell> duplicate() {
    return new CellSerializer();
  }

  @Override
  public Cell createInstance() {
    return Cell.encoded(new byte[0]);
  }

  @Override
  public Cell copy(Cell from) {
    return from.share();
  }

  @Override
  public Cell copy(Cell from, Cell reuse) {
    return from.share();
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(Cell cell, DataOutputView target) throws IOException {
    sink.clear();
    cell.write(sink);
    ImmutableSerializer.writeBytes(sink.toByteArray(), target);
  }

  @Override
  public Cell deserialize(DataInputView source) throws IOException {
    return Cell.encoded(ImmutableSerializer.readBytes(source));
  }

  @Override
  public Cell deserialize(Cell reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    ImmutableSerializer.writeBytes(ImmutableSerializer.readBytes(source), target);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CellSerializer;
  }

  @Override
  public int hashCode() {
    return CellSerializer.class.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<Cell> snapshotConfiguration() {
    return new Snapshot();
  }

  private void readObject(java.io.ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    sink = new ByteSink();
  }

  /** How Flink finds this serializer again. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Cell> {
    public Snapshot() {
      super(CellSerializer::new);
    }
  }
}
