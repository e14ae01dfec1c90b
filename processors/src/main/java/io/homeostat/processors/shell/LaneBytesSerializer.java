package io.homeostat.processors.shell;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Carries {@link LaneBytes} from the source to the fold. */
public final class LaneBytesSerializer extends ImmutableSerializer<LaneBytes> {
  private static final long serialVersionUID = 1L;
  static final LaneBytesSerializer INSTANCE = new LaneBytesSerializer();

  @Override
  public LaneBytes createInstance() {
    return new LaneBytes(0, 0, 0, new byte[0]);
  }

  @Override
  public void serialize(LaneBytes record, DataOutputView target) throws IOException {
    target.writeInt(record.lane());
    target.writeLong(record.offset());
    target.writeLong(record.appendedMillis());
    writeBytes(record.bytes(), target);
  }

  @Override
  public LaneBytes deserialize(DataInputView source) throws IOException {
    return new LaneBytes(source.readInt(), source.readLong(), source.readLong(), readBytes(source));
  }

  @Override
  public TypeSerializerSnapshot<LaneBytes> snapshotConfiguration() {
    return new Snapshot();
  }

  /** How Flink finds this serializer again. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LaneBytes> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
