package io.homeostat.ingest.sender;

import com.google.protobuf.CodedOutputStream;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A process to be scraped, in Prometheus' delimited protobuf (prometheus/client_model, {@code
 * metrics.proto}), in which alone native histograms travel. At each scrape the gauge {@code turn}
 * is one higher, and the histogram {@code latency} has ten more observations of 15 in all, each
 * between 1 and 2. The gauge {@code broken} is 1 or 0, as the test has it.
 */
final class Exposition implements AutoCloseable {
  private static final String TYPE =
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
          + " encoding=delimited";
  private static final int GAUGE = 1;
  private static final int HISTOGRAM = 4;

  private final HttpServer server;
  private final String job;
  private int turns;
  private volatile boolean broken;

  private Exposition(HttpServer server, String job) {
    this.server = server;
    this.job = job;
  }

  /** Starts one that is scraped under the name of {@code job}. */
  static Exposition start(String job) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Exposition exposition = new Exposition(server, job);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] body = exposition.metrics(exposition.next());
          exchange.getResponseHeaders().set("Content-Type", TYPE);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return exposition;
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  void broken(boolean now) {
    broken = now;
  }

  String job() {
    return job;
  }

  private synchronized int next() {
    notifyAll();
    return ++turns;
  }

  /** How often it was scraped. */
  synchronized int turns() {
    return turns;
  }

  /** Waits until it was scraped so often. */
  synchronized void awaitTurns(int wanted) throws InterruptedException {
    while (turns < wanted) {
      wait();
    }
  }

  private byte[] metrics(int turn) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(delimited(family("turn", GAUGE, 2, gauge(turn))));
    body.write(delimited(family("broken", GAUGE, 2, gauge(broken ? 1 : 0))));
    body.write(delimited(family("latency", HISTOGRAM, 7, histogram(turn))));
    return body.toByteArray();
  }

  private static byte[] family(String name, int type, int kind, byte[] value) {
    byte[] metric = message(out -> out.writeByteArray(kind, value));
    return message(
        out -> {
          out.writeString(1, name);
          out.writeEnum(3, type);
          out.writeByteArray(4, metric);
        });
  }

  private static byte[] gauge(int value) {
    return message(out -> out.writeDouble(1, value));
  }

  private static byte[] histogram(int turn) {
    byte[] span =
        message(
            out -> {
              out.writeSInt32(1, 1);
              out.writeUInt32(2, 1);
            });
    return message(
        out -> {
          out.writeUInt64(1, 10L * turn);
          out.writeDouble(2, 15.0 * turn);
          out.writeSInt32(5, 0);
          out.writeDouble(6, 1e-9);
          out.writeByteArray(12, span);
          out.writeSInt64(13, 10L * turn);
        });
  }

  private static byte[] delimited(byte[] message) {
    return message(
        out -> {
          out.writeUInt32NoTag(message.length);
          out.writeRawBytes(message);
        });
  }

  @FunctionalInterface
  private interface Body {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      body.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
