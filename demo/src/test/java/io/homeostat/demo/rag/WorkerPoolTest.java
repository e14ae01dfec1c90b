package io.homeostat.demo.rag;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.demo.Eventually;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class WorkerPoolTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final WorkerPool workers = new WorkerPool();
  private final AtomicInteger done = new AtomicInteger();

  @AfterEach
  void stop() {
    workers.close();
  }

  @Test
  void withoutReplicasSearchesWaitAndBeyondTheBoundAreTurnedAway() throws Exception {
    for (int i = 0; i < WorkerPool.MOST_WAITING; i++) {
      assertThat(workers.submit(done::incrementAndGet)).isTrue();
    }
    assertThat(workers.submit(done::incrementAndGet)).isFalse();
    assertThat(workers.waiting()).isEqualTo(WorkerPool.MOST_WAITING);
    assertThat(workers.endSecond().utilisation()).isEqualTo(1);
    assertThat(done).hasValue(0);
    workers.resize(4);
    Eventually.await("all are done", LIMIT, () -> done.get() == WorkerPool.MOST_WAITING);
  }

  @Test
  void aReplicaTakesSoManySearchesAtOnceAndItsWorkersPayAfterTheAnswer() throws Exception {
    workers.resize(1);
    for (int i = 0; i < WorkerPool.PER_REPLICA + 1; i++) {
      workers.submit(done::incrementAndGet);
    }
    assertThat(workers.waiting()).isEqualTo(1);
    Eventually.await("the first are done", LIMIT, () -> done.get() == WorkerPool.PER_REPLICA);
    Eventually.await("the last got a worker", LIMIT, () -> done.get() > WorkerPool.PER_REPLICA);
  }

  @Test
  void idleReplicasAreToldAsSuch() {
    workers.resize(3);
    workers.endSecond();
    WorkerUsage.Summary idle = workers.endSecond();
    assertThat(idle.utilisation()).isZero();
    assertThat(idle.idleReplicas()).isEqualTo(3);
    assertThat(idle.arrivalsPerSecond()).isZero();
  }
}
