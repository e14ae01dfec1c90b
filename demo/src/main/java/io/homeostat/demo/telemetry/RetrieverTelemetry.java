package io.homeostat.demo.telemetry;

import static io.homeostat.demo.telemetry.OtlpMessages.number;
import static io.homeostat.demo.telemetry.OtlpMessages.text;

import io.homeostat.demo.rag.Latencies;
import io.homeostat.demo.rag.Question;
import io.homeostat.demo.rag.RequestListener;
import io.homeostat.demo.rag.Retriever;
import io.homeostat.demo.rag.WorkerUsage;
import io.homeostat.demo.telemetry.OtlpMessages.Measurement;
import io.homeostat.demo.telemetry.OtlpMessages.Severity;
import io.opentelemetry.proto.common.v1.AnyValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the retriever tells: each second its metrics, each ten seconds a summary in its log, and a
 * line for a slow question or a failure, at most a few in a second.
 */
public final class RetrieverTelemetry implements RequestListener {
  private static final int LINES_PER_SECOND = 5;

  /** The Deployment whose workers it tells of, as an entity. */
  public static final String DEPLOYMENT = "deployment:demo/rag/retriever";

  private final OtlpMessages messages = OtlpMessages.service("rag", "retriever");
  private final OtlpMessages workload = OtlpMessages.entity(DEPLOYMENT);
  private final AtomicInteger linesThisSecond = new AtomicInteger();
  private final OtlpExporter exporter;
  private final InstantSource time;
  private final int slowMillis;
  private int secondsToSummary = Latencies.SECONDS;

  /**
   * Tells through {@code exporter}.
   *
   * @param slowMillis a question that takes longer is worth a warning
   */
  public RetrieverTelemetry(OtlpExporter exporter, InstantSource time, int slowMillis) {
    this.exporter = exporter;
    this.time = time;
    this.slowMillis = slowMillis;
  }

  /** Ends a second: tells its metrics, and each ten seconds the summary. */
  public void endSecond(Retriever retriever) {
    linesThisSecond.set(0);
    Latencies.Summary second = retriever.latencies().endSecond();
    List<Measurement> measurements = new ArrayList<>();
    for (int percent : new int[] {50, 95, 99}) {
      second
          .percentileMillis(percent)
          .ifPresent(
              millis ->
                  measurements.add(
                      new Measurement("retriever.search.latency.p" + percent, "ms", millis)));
    }
    measurements.add(new Measurement("retriever.requests", "{request}", second.requests()));
    measurements.add(new Measurement("retriever.errors", "{request}", second.errors()));
    Latencies.Summary recent = retriever.latencies().recent();
    if (recent.requests() > 0) {
      measurements.add(
          new Measurement(
              "retriever.error.ratio", "1", (double) recent.errors() / recent.requests()));
    }
    int answered = recent.requests() - recent.errors();
    if (answered > 0) {
      measurements.add(
          new Measurement("retriever.miss.ratio", "1", (double) recent.misses() / answered));
    }
    measurements.add(new Measurement("retriever.inflight", "{request}", retriever.inFlight()));
    measurements.add(
        new Measurement("retriever.telemetry.dropped", "{message}", exporter.dropped()));
    WorkerUsage.Summary workers = retriever.workers().endSecond();
    measurements.add(
        new Measurement("retriever.arrivals.rate", "{request}/s", workers.arrivalsPerSecond()));
    Instant now = time.instant();
    exporter.metrics(
        messages.metrics(now, measurements).toBuilder()
            .addAllResourceMetrics(
                workload.metrics(now, measured(workers)).getResourceMetricsList())
            .build());
    if (--secondsToSummary == 0) {
      secondsToSummary = Latencies.SECONDS;
      summarise(retriever.latencies().recent());
    }
  }

  private static List<Measurement> measured(WorkerUsage.Summary workers) {
    return List.of(
        new Measurement("workers.utilisation", "1", workers.utilisation()),
        new Measurement("workers.idle_replicas", "{replica}", workers.idleReplicas()),
        new Measurement("workers.waiting", "{request}", workers.waiting()));
  }

  @Override
  public void answered(Question question, double durationMillis) {
    if (durationMillis > slowMillis) {
      line(
          Severity.WARN,
          String.format(
              Locale.ROOT, "slow search: %.1f ms for tenant %d", durationMillis, question.tenant()),
          Map.of(
              "duration_ms", number(durationMillis),
              "tenant", number(question.tenant()),
              "http.route", text("/search")));
    }
  }

  @Override
  public void failed(String reason, double durationMillis) {
    line(
        Severity.ERROR,
        "search failed: " + reason,
        Map.of("duration_ms", number(durationMillis), "http.route", text("/search")));
  }

  private void line(Severity severity, String body, Map<String, AnyValue> attributes) {
    if (linesThisSecond.incrementAndGet() <= LINES_PER_SECOND) {
      exporter.logs(messages.log(time.instant(), severity, body, attributes));
    }
  }

  private void summarise(Latencies.Summary recent) {
    String body =
        String.format(
            Locale.ROOT,
            "served %d searches in %d s, %d failed, p50 %.1f ms, p95 %.1f ms",
            recent.requests(),
            Latencies.SECONDS,
            recent.errors(),
            recent.percentileMillis(50).orElse(0),
            recent.percentileMillis(95).orElse(0));
    exporter.logs(
        messages.log(
            time.instant(),
            Severity.INFO,
            body,
            Map.of("requests", number(recent.requests()), "errors", number(recent.errors()))));
  }
}
