package io.homeostat.ingest.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.ingest.postgres.BlockingGraph.Blocker;
import io.homeostat.ingest.postgres.BlockingGraph.Waiter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlockingGraphTest {
  private static final Blocker BATCH = new Blocker("batch", "idle in transaction", 312);

  @Test
  void theEndOfAChainHoldsUpAllThatWaitInIt() {
    BlockingGraph graph =
        new BlockingGraph(
            Map.of(2, waiter(7, 1), 3, waiter(5, 2), 4, waiter(3, 2, 3)), Map.of(1, BATCH));
    assertThat(graph.heldUp()).isEqualTo(Map.of(1, Set.of(2, 3, 4)));
    assertThat(graph.longestWait()).isEqualTo(7);
    assertThat(graph.sentence(1))
        .isEqualTo(
            "session 1 (batch, idle in transaction, its transaction open for 312 s) holds up"
                + " session 2 (web, waiting for stock for 7 s), session 3 (web, waiting for stock"
                + " for 5 s), session 4 (web, waiting for stock for 3 s)");
  }

  @Test
  void aSessionThatWaitsForTwoIsHeldUpByBoth() {
    BlockingGraph graph = new BlockingGraph(Map.of(9, waiter(1, 1, 2)), Map.of(1, BATCH));
    assertThat(graph.heldUp()).isEqualTo(Map.of(1, Set.of(9), 2, Set.of(9)));
    assertThat(graph.blocker(2).application()).isEqualTo("?");
  }

  @Test
  void aCircleHasNoEnd() {
    BlockingGraph graph = new BlockingGraph(Map.of(1, waiter(1, 2), 2, waiter(1, 1)), Map.of());
    assertThat(graph.heldUp()).isEmpty();
    assertThat(graph.longestWait()).isEqualTo(1);
  }

  @Test
  void nobodyWaitsForNothing() {
    assertThat(new BlockingGraph(Map.of(), Map.of()).longestWait()).isZero();
  }

  private static Waiter waiter(double seconds, Integer... blockers) {
    return new Waiter("web", seconds, "stock", List.of(blockers));
  }
}
