package io.homeostat.core.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.form.FormException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateFormTest {

  private static byte[] state() {
    PlainRunner runner = new PlainRunner(new CountingFold(), Lanes.LOCAL, 1);
    runner.apply(
        new LaneRecord(
            0,
            1_000,
            new Origin("clock/1", 0, 0, 0),
            new Tick(1_000, Collections.emptySortedMap())));
    runner.apply(new LaneRecord(1, 1_000, new Origin("d/1", 3, 4, 0), CountingFold.note("a")));
    ContextChunk.split("rules", "text")
        .forEach(
            chunk -> runner.apply(new LaneRecord(2, 1_000, new Origin("b/1", 0, 0, 0), chunk)));
    return runner.export();
  }

  private static void read(byte[] bytes) {
    PlainRunner.resume(new CountingFold(), Lanes.LOCAL, bytes);
  }

  @Test
  void anySingleFlippedBitIsFound() {
    byte[] state = state();
    List<Integer> missed = new ArrayList<>();
    for (int i = 0; i < state.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] corrupt = state.clone();
        corrupt[i] ^= (byte) (1 << bit);
        try {
          read(corrupt);
          missed.add(i);
        } catch (FormException expected) {
          assertThat(expected).hasMessageContaining("corrupt");
        }
      }
    }
    assertThat(missed).isEmpty();
  }

  @Test
  void anyCutIsFound() {
    byte[] state = state();
    for (int length = 0; length < state.length; length++) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(FormException.class);
    }
  }

  @Test
  void whatIsReadIsWrittenAgainByteByByte() {
    byte[] state = state();
    PlainRunner again = PlainRunner.resume(new CountingFold(), Lanes.LOCAL, state);
    assertThat(again.export()).isEqualTo(state);
    assertThat(again.offset()).isEqualTo(2);
  }

  @Test
  void aStateOfAnotherVersionIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> PlainRunner.resume(new CountingFold(2), Lanes.LOCAL, state()))
        .isInstanceOf(FormException.class)
        .hasMessageContaining("version 1")
        .hasMessageContaining("version 2")
        .hasMessageContaining("replay");
  }

  @Test
  void theOrderInWhichCellsWereFilledDoesNotShow() {
    Table<Long> table = CountingFold.COUNT;
    MapCells forward = new MapCells();
    MapCells backward = new MapCells();
    for (int i = 0; i < 100; i++) {
      forward.put(table, "key" + i, (long) i);
      backward.put(table, "key" + (99 - i), (long) (99 - i));
    }
    CountingFold fold = new CountingFold();
    assertThat(StateForm.write(fold, fold.tables(), 0, 1, backward))
        .isEqualTo(StateForm.write(fold, fold.tables(), 0, 1, forward));
  }

  @Test
  void aRunnerRefusesARecordThatItHasTakenIn() {
    PlainRunner runner = PlainRunner.resume(new CountingFold(), Lanes.LOCAL, state());
    LaneRecord old =
        new LaneRecord(2, 1_000, new Origin("d/1", 0, 9, 0), CountingFold.note("again"));
    assertThatThrownBy(() -> runner.apply(old))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not stand after 2");
  }
}
