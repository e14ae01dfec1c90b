package io.homeostat.schemas.patroni;

import io.homeostat.schemas.targets.PatroniTarget;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Patroni's REST API as a client sees it: one request, one answer, within a limit of time. */
public final class PatroniApi {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  /** An answer, whatever its status. */
  public record Answer(int status, String body) {}

  /**
   * Reads something.
   *
   * @throws IOException when there is no answer within {@code limit}
   */
  public Answer get(URI api, String path, Duration limit) throws IOException {
    return send(HttpRequest.newBuilder(api.resolve(path)).timeout(limit).GET().build());
  }

  /**
   * Asks for a change.
   *
   * @param json the request's body
   * @throws IOException when there is no answer within {@code limit}: whether the request has
   *     arrived is not known then
   */
  public Answer post(URI api, String path, String json, PatroniTarget.Login login, Duration limit)
      throws IOException {
    String secret = login.user() + ":" + login.password();
    return send(
        HttpRequest.newBuilder(api.resolve(path))
            .timeout(limit)
            .header("Content-Type", "application/json")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)))
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  private Answer send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + request.uri(), e);
    }
  }
}
