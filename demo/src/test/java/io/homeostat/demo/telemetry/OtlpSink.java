package io.homeostat.demo.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.homeostat.demo.Loopback;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An OTLP receiver that keeps what it gets. */
public final class OtlpSink implements AutoCloseable {
  private final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
  private final List<ExportLogsServiceRequest> logs = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private final HttpServer server;

  private OtlpSink(int port) throws IOException {
    server = HttpServer.create(Loopback.port(port), 16);
    server.createContext("/", this::receive);
  }

  public static OtlpSink start(int port) throws IOException {
    OtlpSink sink = new OtlpSink(port);
    sink.server.start();
    return sink;
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public List<ExportMetricsServiceRequest> metrics() {
    return metrics;
  }

  public List<ExportLogsServiceRequest> logs() {
    return logs;
  }

  /** What it answers from now on; it keeps only what it answers with 200. */
  public void answer(int newStatus) {
    status.set(newStatus);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (status.get() == 200) {
        switch (exchange.getRequestURI().getPath()) {
          case "/v1/metrics" -> metrics.add(ExportMetricsServiceRequest.parseFrom(body));
          case "/v1/logs" -> logs.add(ExportLogsServiceRequest.parseFrom(body));
          default -> throw new IOException("not OTLP: " + exchange.getRequestURI());
        }
      }
      exchange.sendResponseHeaders(status.get(), -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
