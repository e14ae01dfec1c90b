package io.homeostat.demo.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.homeostat.demo.Secret;
import io.homeostat.demo.Signature;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is paged in the demo's world: a webhook that checks each page's signature, knows a page by
 * its key, and tells what came at {@code GET /pages}.
 */
public final class PageBook {
  /** Where pages are taken and told. */
  public static final String PATH = "/pages";

  private static final int MOST_PAGES = 1_000;
  private static final int MOST_BYTES = 64 * 1024;

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final String secret;
  private final InstantSource time;

  /**
   * One page that came.
   *
   * @param key its key, the same for every delivery
   * @param kind {@code triggered}, {@code acknowledged} or {@code resolved}
   * @param receivedMillis when it came first
   * @param deliveries how many times it came
   * @param incident what it says of the incident
   */
  public record Entry(
      String key, String kind, long receivedMillis, int deliveries, JsonNode incident) {}

  private PageBook(String secret, InstantSource time) {
    this.secret = secret;
    this.time = time;
  }

  /**
   * Opens the book with the secret in a folder, which is made if there is none.
   *
   * @throws ServiceException when the secret can't be kept
   */
  public static PageBook open(Path secrets, InstantSource time) {
    return new PageBook(new Secret(secretFile(secrets)).value(), time);
  }

  /** Tells the pager how this receiver is reached, in a file of receivers. */
  public static void writeReceivers(Path file, Path secrets, URI control) {
    String text =
        """
        # Written by the demo at each start.
        receivers:
          - name: demo
            kind: webhook
            url: '%s'
            secretFile: '%s'
        """
            .formatted(control.resolve(PATH), secretFile(secrets).toAbsolutePath());
    try {
      Path whole = file.toAbsolutePath();
      Files.createDirectories(whole.getParent());
      Path fresh = whole.resolveSibling(whole.getFileName() + ".new");
      Files.writeString(fresh, text);
      Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ServiceException("cannot write " + file + ": " + e + "; see targets.file", e);
    }
  }

  /** Answers a request of the control API. */
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod()) {
        case "GET" -> answer(exchange, 200, json.writeValueAsBytes(entries()));
        case "POST" -> answer(exchange, take(exchange), new byte[0]);
        default -> answer(exchange, 405, new byte[0]);
      }
    }
  }

  /** All pages, in the order in which they came first. */
  public synchronized List<Entry> entries() {
    return new ArrayList<>(entries.values());
  }

  private int take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    String signature = exchange.getRequestHeaders().getFirst(Signature.HEADER);
    if (key == null || !Signature.holds(secret, signature, body, time.instant())) {
      return 401;
    }
    JsonNode page = json.readTree(body);
    note(key, page.path("kind").asText(), page.path("incident"));
    return 204;
  }

  private synchronized void note(String key, String kind, JsonNode incident) {
    Entry known = entries.get(key);
    entries.put(
        key,
        known == null
            ? new Entry(key, kind, time.millis(), 1, incident)
            : new Entry(
                key,
                known.kind(),
                known.receivedMillis(),
                known.deliveries() + 1,
                known.incident()));
    if (entries.size() > MOST_PAGES) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static Path secretFile(Path secrets) {
    return secrets.resolve("pager.secret");
  }
}
