package io.homeostat.core.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Signal;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class MembersTest {
  private static final int MANY = 600;

  @Property(tries = 10)
  void whoIsKeptOfTooManyDoesNotDependOnTheirOrder(@ForAll("orders") List<Integer> order) {
    List<Integer> natural = IntStream.range(0, MANY).boxed().toList();

    Members members = told(order);

    assertThat(members.signals()).hasSize(Members.MOST_SIGNALS);
    assertThat(members).isEqualTo(told(natural));
  }

  @Provide
  Arbitrary<List<Integer>> orders() {
    return Arbitraries.shuffle(IntStream.range(0, MANY).boxed().toList());
  }

  private static Members told(List<Integer> order) {
    Members members = Members.EMPTY;
    for (int i : order) {
      members =
          members.with(
              Facts.signal(EntityId.of("pg-index", "i" + i), "kind", (i * 37 % 101) / 101.0, i));
    }
    return members;
  }

  @Test
  void olderStateOfASignalChangesNothing() {
    Signal resolved = Facts.signal(Facts.INDEX, "kind", 0.5, 100, Signal.State.RESOLVED, 900);
    Members members = Members.EMPTY.with(resolved);

    assertThat(members.with(Facts.signal(Facts.INDEX, "kind", 0.5, 100))).isEqualTo(members);
  }

  @Test
  void signalsAndChangesStandOldestFirst() {
    Members members =
        Members.EMPTY
            .with(Facts.signal(Facts.INDEX, "kind", 0.5, 300))
            .with(Facts.signal(Facts.TABLE, "kind", 0.5, 100))
            .with(Facts.change(Facts.TABLE, 50))
            .with(Facts.change(Facts.TABLE, 20));

    assertThat(members.signals()).extracting(Signal::beganMillis).containsExactly(100L, 300L);
    assertThat(members.changes()).extracting(c -> c.beganMillis()).containsExactly(20L, 50L);
  }

  @Test
  void unknownIsNotResolved() {
    Members members =
        Members.EMPTY.with(Facts.signal(Facts.INDEX, "kind", 0.5, 100, Signal.State.UNKNOWN, 200));

    assertThat(members.resolved()).isFalse();
    assertThat(members.resolved(Facts.INDEX, "kind")).isFalse();
    assertThat(Members.EMPTY.resolved()).isFalse();
  }
}
