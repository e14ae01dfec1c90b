package io.homeostat.core.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DueQueueTest {
  private static final long STEP = 1_000;

  private final DueQueue queue = new DueQueue("test", STEP);
  private final MapCells cells = new MapCells();

  /** Schedules a key, or comes to a time. */
  private record Move(boolean schedule, long timeMillis) {}

  /** A key in the model. */
  private record Waiting(long bucket, int place, String key) {}

  @Provide
  Arbitrary<List<Move>> moves() {
    Arbitrary<Move> move =
        Combinators.combine(
                Arbitraries.of(true, true, false), Arbitraries.longs().between(-3_000, 30_000))
            .as(Move::new);
    return move.list().ofMaxSize(60);
  }

  @Property
  void whatComesOutIsWhatANaiveListGives(@ForAll("moves") List<Move> moves) {
    DueQueue own = new DueQueue("test", STEP);
    MapCells state = new MapCells();
    List<Waiting> model = new ArrayList<>();
    long now = Long.MIN_VALUE;
    long drained = Long.MIN_VALUE;
    for (int i = 0; i < moves.size(); i++) {
      Move move = moves.get(i);
      String key = "key" + i % 7;
      if (move.schedule()) {
        long bucket = (long) Math.ceil(move.timeMillis() / (double) STEP);
        model.add(new Waiting(Math.max(bucket, drained + 1), i, key));
        own.schedule(state, move.timeMillis(), key);
      } else {
        now = Math.max(now, move.timeMillis());
        drained = Math.floorDiv(now, STEP);
        long last = drained;
        List<String> expected =
            model.stream()
                .filter(waiting -> waiting.bucket() <= last)
                .sorted(Comparator.comparingLong(Waiting::bucket).thenComparing(Waiting::place))
                .map(Waiting::key)
                .toList();
        model.removeIf(waiting -> waiting.bucket() <= last);
        assertThat(own.due(state, now)).isEqualTo(expected);
      }
    }
  }

  @Test
  void aKeyComesOutAtTheFirstTickAtOrAfterItsTimeRoundedUp() {
    queue.due(cells, 0);
    queue.schedule(cells, 1_001, "late");
    queue.schedule(cells, 1_000, "sharp");
    assertThat(queue.due(cells, 999)).isEmpty();
    assertThat(queue.due(cells, 1_999)).containsExactly("sharp");
    assertThat(queue.due(cells, 2_000)).containsExactly("late");
    assertThat(queue.due(cells, 9_000)).isEmpty();
  }

  @Test
  void aKeyWhoseTimeHasPassedComesOutAtTheNextStep() {
    queue.due(cells, 10_000);
    queue.schedule(cells, 3_000, "past");
    assertThat(queue.due(cells, 10_999)).isEmpty();
    assertThat(queue.due(cells, 11_000)).containsExactly("past");
  }

  @Test
  void whatWasScheduledBeforeTheFirstTickComesOutInOrderHoweverOldItIs() {
    queue.schedule(cells, 3_600_000, "in an hour");
    queue.schedule(cells, 5_000, "soon");
    queue.schedule(cells, Long.MIN_VALUE + 1, "long ago");
    queue.schedule(cells, 1_000, "just now");
    assertThat(queue.due(cells, 1_000)).containsExactly("long ago", "just now");
    queue.schedule(cells, 4_000, "sooner");
    assertThat(queue.due(cells, 10_000)).containsExactly("sooner", "soon");
    assertThat(queue.due(cells, 3_600_000)).containsExactly("in an hour");
  }

  @Test
  void nothingIsKeptOfWhatHasComeOut() {
    for (int i = 0; i < 100; i++) {
      queue.schedule(cells, i * 50L, "key" + i);
    }
    queue.due(cells, 100_000);
    List<String> left = new ArrayList<>();
    cells.forEach(queue.tables().get(0), (key, value) -> left.add(key));
    assertThat(left).isEmpty();
  }
}
