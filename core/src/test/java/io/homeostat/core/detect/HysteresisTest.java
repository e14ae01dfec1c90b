package io.homeostat.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.detect.Hysteresis.Turn;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HysteresisTest {
  private final Hysteresis state = new Hysteresis();

  @Test
  void withoutDelaysItFiresAndResolvesAtOnce() {
    assertThat(state.wrong(1, 0)).isEqualTo(Turn.FIRES);
    assertThat(state.wrong(2, 0)).isEqualTo(Turn.STILL_FIRING);
    assertThat(state.well(3, 0)).isEqualTo(Turn.RESOLVES);
    assertThat(state.well(4, 0)).isEqualTo(Turn.NONE);
  }

  @Test
  void aSpellShorterThanTheDelayDoesNotFire() {
    assertThat(state.wrong(0, 10)).isEqualTo(Turn.NONE);
    assertThat(state.wrong(9, 10)).isEqualTo(Turn.NONE);
    assertThat(state.well(10, 10)).isEqualTo(Turn.NONE);
    assertThat(state.wrong(11, 10)).isEqualTo(Turn.NONE);
    assertThat(state.wrong(21, 10)).isEqualTo(Turn.FIRES);
    assertThat(state.beganMillis()).isEqualTo(11);
  }

  @Test
  void aRelapseStartsTheClearingAnew() {
    state.wrong(0, 0);
    assertThat(state.well(1, 10)).isEqualTo(Turn.NONE);
    assertThat(state.wrong(5, 0)).isEqualTo(Turn.STILL_FIRING);
    assertThat(state.well(6, 10)).isEqualTo(Turn.NONE);
    assertThat(state.well(15, 10)).isEqualTo(Turn.NONE);
    assertThat(state.well(16, 10)).isEqualTo(Turn.RESOLVES);
    assertThat(state.beganMillis()).isZero();
  }

  @Test
  void anInterruptionStartsBothDelaysAnew() {
    state.wrong(0, 10);
    state.interrupt();
    assertThat(state.wrong(10, 10)).isEqualTo(Turn.NONE);
    assertThat(state.wrong(20, 10)).isEqualTo(Turn.FIRES);
    state.well(21, 10);
    state.interrupt();
    assertThat(state.open()).isTrue();
    assertThat(state.well(31, 10)).isEqualTo(Turn.NONE);
    assertThat(state.well(41, 10)).isEqualTo(Turn.RESOLVES);
  }

  @Property
  void itFiresAndResolvesInTurns(
      @ForAll @Size(max = 200) List<Boolean> wrong,
      @ForAll @IntRange(max = 5) int forSeconds,
      @ForAll @IntRange(max = 5) int clearSeconds) {
    Hysteresis own = new Hysteresis();
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < wrong.size(); i++) {
      Turn turn = wrong.get(i) ? own.wrong(i, forSeconds) : own.well(i, clearSeconds);
      if (turn == Turn.FIRES) {
        assertThat(wrong.subList(i - forSeconds, i + 1)).doesNotContain(false);
      }
      if (turn == Turn.RESOLVES) {
        assertThat(wrong.subList(i - clearSeconds, i + 1)).doesNotContain(true);
      }
      if (turn == Turn.FIRES || turn == Turn.RESOLVES) {
        turns.add(turn);
      }
    }
    for (int i = 0; i < turns.size(); i++) {
      assertThat(turns.get(i)).isEqualTo(i % 2 == 0 ? Turn.FIRES : Turn.RESOLVES);
    }
  }
}
