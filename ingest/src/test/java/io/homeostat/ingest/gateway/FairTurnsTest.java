package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FairTurnsTest {
  private final Queue<Runnable> executing = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final FairTurns turns = new FairTurns(executing::add, 2);

  @Test
  void anothersTaskWaitsForNoMoreThanOneOfEach() {
    for (int i = 0; i < 100; i++) {
      add("noisy");
    }
    add("quiet");
    add("silent");
    runAll();
    assertThat(done).hasSize(102);
    assertThat(done.indexOf("quiet")).isLessThanOrEqualTo(3);
    assertThat(done.indexOf("silent")).isLessThanOrEqualTo(4);
  }

  @Test
  void noMoreRunThanMay() {
    for (int i = 0; i < 10; i++) {
      add("sender " + i);
    }
    assertThat(executing).hasSize(2);
    executing.remove().run();
    assertThat(executing).hasSize(2);
  }

  @Test
  void aTaskThatFailsLetsTheNextOneRun() {
    turns
        .of("noisy")
        .execute(
            () -> {
              throw new IllegalStateException("as expected");
            });
    add("quiet");
    add("quiet");
    add("quiet");
    assertThatThrownBy(() -> executing.remove().run()).hasMessage("as expected");
    runAll();
    assertThat(done).hasSize(3);
  }

  @Property
  void everyTaskRunsOnceAndEachSendersInOrder(
      @ForAll List<@IntRange(min = 0, max = 4) Integer> senders) {
    List<String> ran = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < senders.size(); i++) {
      String task = senders.get(i) + ":" + String.format("%05d", i);
      expected.add(task);
      turns.of("sender " + senders.get(i)).execute(() -> ran.add(task));
    }
    runAll();
    assertThat(ran).containsExactlyInAnyOrderElementsOf(expected);
    for (int sender = 0; sender <= 4; sender++) {
      String prefix = sender + ":";
      assertThat(ran.stream().filter(task -> task.startsWith(prefix)).toList()).isSorted();
    }
  }

  private void add(String sender) {
    turns.of(sender).execute(() -> done.add(sender));
  }

  private void runAll() {
    while (!executing.isEmpty()) {
      executing.remove().run();
    }
  }
}
