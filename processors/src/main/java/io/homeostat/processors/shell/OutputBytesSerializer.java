package io.homeostat.processors.shell;

import io.homeostat.core.lane.Stream;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Carries {@link OutputBytes} from the fold to the sink, where they don't share a thread. */
public final class OutputBytesSerializer extends ImmutableSerializer<OutputBytes> {
  private static final long serialVersionUID = 1L;
  static final OutputBytesSerializer INSTANCE = new OutputBytesSerializer();

  @Override
  public OutputBytes createInstance() {
    return new OutputBytes(Stream.SIGNALS, 0, new byte[0], new byte[0]);
  }

  @Override
  public void serialize(OutputBytes output, DataOutputView target) throws IOException {
    target.writeUTF(output.stream().name());
    target.writeInt(output.lane());
    writeBytes(output.key(), target);
    writeBytes(output.value(), target);
  }

  @Override
  public OutputBytes deserialize(DataInputView source) throws IOException {
    return new OutputBytes(
        Stream.valueOf(source.readUTF()), source.readInt(), readBytes(source), readBytes(source));
  }

  @Override
  public TypeSerializerSnapshot<OutputBytes> snapshotConfiguration() {
    return new Snapshot();
  }

  /** How Flink finds this serializer again. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<OutputBytes> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
