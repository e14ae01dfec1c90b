package io.homeostat.demo.rag;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users: they ask over real HTTP when the plan says so, whether earlier questions have been
 * answered or not, up to a limit beyond which a question is shed, as a load balancer before the
 * retriever would.
 */
public final class Traffic implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Traffic.class);
  private static final int MOST_IN_FLIGHT = 96;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "traffic"));
  private final Semaphore room = new Semaphore(MOST_IN_FLIGHT);
  private final URI target;
  private final TrafficPlan plan;
  private final InstantSource time;
  private final Runnable shed;

  private Traffic(URI target, TrafficPlan plan, InstantSource time, Runnable shed) {
    this.target = target;
    this.plan = plan;
    this.time = time;
    this.shed = shed;
  }

  /**
   * Starts to ask the retriever at {@code target}.
   *
   * @param shed told of each question that is shed, as too many are unanswered
   */
  public static Traffic start(URI target, TrafficPlan plan, InstantSource time, Runnable shed) {
    Traffic traffic = new Traffic(target, plan, time, shed);
    traffic.scheduleNext();
    return traffic;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void scheduleNext() {
    try {
      var unused =
          clock.schedule(
              this::askAndScheduleNext,
              plan.nextGap(time.instant()).toNanos(),
              TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("closed meanwhile: there is no next question", e);
    }
  }

  private void askAndScheduleNext() {
    Question question = plan.nextQuestion();
    if (room.tryAcquire()) {
      HttpRequest request =
          HttpRequest.newBuilder(target.resolve(question.toPath())).timeout(PATIENCE).build();
      var unused =
          client
              .sendAsync(request, HttpResponse.BodyHandlers.discarding())
              .whenComplete((answer, failure) -> room.release());
    } else {
      shed.run();
    }
    scheduleNext();
  }
}
