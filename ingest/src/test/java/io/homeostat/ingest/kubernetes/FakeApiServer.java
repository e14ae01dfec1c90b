package io.homeostat.ingest.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An API server that lists Deployments and streams their changes over plain HTTP, and whose watches
 * can break, stay silent, or lose their place.
 */
final class FakeApiServer implements AutoCloseable {
  private static final String END = "";
  private static final String GONE =
      "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\","
          + "\"status\":\"Failure\",\"reason\":\"Expired\",\"code\":410}}\n";

  private final Map<String, String> objects = new TreeMap<>();
  private final List<BlockingQueue<String>> watches = new CopyOnWriteArrayList<>();
  private final AtomicInteger version = new AtomicInteger(1);
  private final AtomicInteger lists = new AtomicInteger();
  private final AtomicBoolean silent = new AtomicBoolean();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private HttpServer server;

  FakeApiServer() throws IOException {
    server = serve(0);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How often all objects were listed. */
  int lists() {
    return lists.get();
  }

  /** How many watches are open. */
  int watches() {
    return watches.size();
  }

  /** Makes or changes a Deployment. */
  synchronized void put(String name, int replicas, int ready) {
    String type = objects.containsKey(name) ? "MODIFIED" : "ADDED";
    int now = version.incrementAndGet();
    String object =
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"%s","namespace":"rag","uid":"uid-%s",\
        "resourceVersion":"%d","generation":%d},"spec":{"replicas":%d},"status":{"observedGeneration":%d%s}}\
        """
            .formatted(
                name,
                name,
                now,
                now,
                replicas,
                now,
                ready == 0 ? "" : ",\"readyReplicas\":" + ready);
    objects.put(name, object);
    tell(type, object);
  }

  synchronized void delete(String name) {
    tell("DELETED", objects.remove(name));
  }

  /** From now on watches stay open and say nothing, until the next one is opened. */
  void fallSilent() {
    silent.set(true);
  }

  /** Each watch is told that its place is lost. */
  void losePlaces() {
    watches.forEach(watch -> watch.add(GONE));
  }

  /** Goes away, with every connection. */
  void goAway() {
    watches.forEach(watch -> watch.add(END));
    server.stop(0);
  }

  /** Comes back at the same address. */
  void comeBack() throws IOException {
    server = serve(server.getAddress().getPort());
  }

  @Override
  public void close() {
    goAway();
    executor.shutdownNow();
  }

  private void tell(String type, String object) {
    if (!silent.get()) {
      watches.forEach(
          watch -> watch.add("{\"type\":\"" + type + "\",\"object\":" + object + "}\n"));
    }
  }

  private HttpServer serve(int port) throws IOException {
    HttpServer fresh =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
    fresh.setExecutor(executor);
    fresh.createContext("/apis/apps/v1/namespaces/rag/deployments", this::handle);
    fresh.start();
    return fresh;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!"Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
      } else if (exchange.getRequestHeaders().containsKey("Upgrade")) {
        exchange.sendResponseHeaders(503, -1); // so that it is asked for over plain HTTP
      } else if (exchange.getRequestURI().toString().contains("watch=true")) {
        watch(exchange);
      } else {
        list(exchange);
      }
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    byte[] body;
    synchronized (this) {
      lists.incrementAndGet();
      body =
          ("{\"apiVersion\":\"apps/v1\",\"kind\":\"DeploymentList\",\"metadata\":{\"resourceVersion\":\""
                  + version.get()
                  + "\"},\"items\":["
                  + String.join(",", objects.values())
                  + "]}")
              .getBytes(UTF_8);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private void watch(HttpExchange exchange) throws IOException {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    silent.set(false);
    synchronized (this) {
      // Over plain HTTP, fabric8 takes a watch for one only once something has come by it.
      events.add(
          "{\"type\":\"BOOKMARK\",\"object\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\","
              + "\"metadata\":{\"resourceVersion\":\"%d\"}}}%n".formatted(version.get()));
      watches.add(events);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.flush();
      for (String event = events.take(); !event.equals(END); event = events.take()) {
        out.write(event.getBytes(UTF_8));
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      watches.remove(events);
    }
  }
}
