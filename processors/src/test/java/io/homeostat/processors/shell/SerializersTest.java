package io.homeostat.processors.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

class SerializersTest {

  @Property(tries = 100)
  void laneRecordComesBackAsItWas(
      @ForAll @IntRange(max = 127) int lane,
      @ForAll long offset,
      @ForAll long millis,
      @ForAll byte[] bytes)
      throws IOException {
    LaneBytes back =
        through(LaneBytesSerializer.INSTANCE, new LaneBytes(lane, offset, millis, bytes));

    assertThat(back.lane()).isEqualTo(lane);
    assertThat(back.offset()).isEqualTo(offset);
    assertThat(back.appendedMillis()).isEqualTo(millis);
    assertThat(back.bytes()).isEqualTo(bytes);
  }

  @Property(tries = 100)
  void outputComesBackAsItWas(
      @ForAll Stream stream,
      @ForAll @IntRange(max = 127) int lane,
      @ForAll byte[] key,
      @ForAll byte[] value)
      throws IOException {
    OutputBytes back =
        through(OutputBytesSerializer.INSTANCE, new OutputBytes(stream, lane, key, value));

    assertThat(back.stream()).isEqualTo(stream);
    assertThat(back.lane()).isEqualTo(lane);
    assertThat(back.key()).isEqualTo(key);
    assertThat(back.value()).isEqualTo(value);
  }

  private static <T> T through(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    DataOutputSerializer copied = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copied);
    assertThat(copied.getCopyOfBuffer()).isEqualTo(out.getCopyOfBuffer());
    var snapshot = serializer.snapshotConfiguration();
    return snapshot
        .restoreSerializer()
        .deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
  }
}
