package io.homeostat.processors.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.form.CellForm;
import io.homeostat.core.form.FormException;
import io.homeostat.core.form.Forms;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class CellTest {
  private static final CellForm<double[]> FORM = Forms.of(double[].class);
  private final CellSerializer serializer = new CellSerializer();

  @Test
  void whatTheFoldChangesAfterACopyIsNotSeenInWhatACheckpointWrites() throws IOException {
    Cell inCheckpoint = Cell.of(FORM, new double[] {1, 2});
    Cell live = serializer.copy(inCheckpoint);

    live.value(FORM)[0] = 99;

    assertThat(written(inCheckpoint)).isEqualTo(written(Cell.of(FORM, new double[] {1, 2})));
    assertThat(live.value(FORM)).containsExactly(99, 2);
  }

  @Test
  void twoCheckpointsAtOnceKeepTheirOwnValues() throws IOException {
    Cell first = Cell.of(FORM, new double[] {1});
    Cell second = serializer.copy(first);
    second.value(FORM)[0] = 2;
    Cell live = serializer.copy(second);
    live.value(FORM)[0] = 3;

    assertThat(written(first)).isEqualTo(written(Cell.of(FORM, new double[] {1})));
    assertThat(written(second)).isEqualTo(written(Cell.of(FORM, new double[] {2})));
    assertThat(written(live)).isEqualTo(written(Cell.of(FORM, new double[] {3})));
  }

  @Test
  void untouchedValueIsNotCopiedAtAll() {
    double[] value = {1, 2, 3};
    Cell cell = Cell.of(FORM, value);

    assertThat(serializer.copy(cell).peek(FORM)).isSameAs(value);
  }

  @Test
  void valueChangedInPlaceIsTheSameObjectAtTheNextRecord() {
    Cell cell = serializer.copy(Cell.of(FORM, new double[] {1}));

    assertThat(cell.value(FORM)).isSameAs(cell.value(FORM));
  }

  @Test
  void whatWasReadFromACheckpointIsWrittenAgainByteForByteWithoutItsForm() throws IOException {
    byte[] bytes = written(Cell.of(FORM, new double[] {4, 5}));

    Cell restored = read(bytes);

    assertThat(written(restored)).isEqualTo(bytes);
    assertThat(written(serializer.copy(restored))).isEqualTo(bytes);
    assertThat(restored.value(FORM)).containsExactly(4, 5);
    assertThat(written(restored)).isEqualTo(bytes);
  }

  @Test
  void copyOfARestoredValueIsItsOwn() throws IOException {
    Cell restored = read(written(Cell.of(FORM, new double[] {4})));
    Cell live = serializer.copy(restored);

    live.value(FORM)[0] = 7;

    assertThat(restored.value(FORM)).containsExactly(4);
  }

  @Test
  void brokenBytesAreSaidToBe() throws IOException {
    Cell broken = Cell.encoded(new byte[] {127, 1, 2});

    assertThatThrownBy(() -> broken.value(FORM)).isInstanceOf(FormException.class);
  }

  private byte[] written(Cell cell) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(cell, out);
    return out.getCopyOfBuffer();
  }

  private Cell read(byte[] bytes) throws IOException {
    return serializer.deserialize(new DataInputDeserializer(bytes));
  }
}
