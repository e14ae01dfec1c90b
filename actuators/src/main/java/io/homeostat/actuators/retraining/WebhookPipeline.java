package io.homeostat.actuators.retraining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.homeostat.actuators.webhook.Signature;
import io.homeostat.schemas.targets.PipelineTarget;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A server of anybody's that keeps the webhook's protocol: {@code POST url} asks for the run of an
 * {@code Idempotency-Key}, {@code GET url/key} tells whether there is one. Both are signed.
 */
final class WebhookPipeline implements Pipeline {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_NAME = 256;
  private static final int FOUND = 200;
  private static final int NOT_FOUND = 404;

  private final URI url;
  private final String secret;
  private final PipelineHttp http;
  private final Duration limit;
  private final InstantSource clock;

  private WebhookPipeline(
      URI url, String secret, PipelineHttp http, Duration limit, InstantSource clock) {
    this.url = url;
    this.secret = secret;
    this.http = http;
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * Opens it.
   *
   * @param limit the longest wait for one answer
   * @param clock tells when a request is signed
   * @throws IOException when the secret can't be read
   */
  static WebhookPipeline open(
      PipelineTarget.Webhook target, PipelineHttp http, Duration limit, InstantSource clock)
      throws IOException {
    return new WebhookPipeline(target.url(), target.secret(), http, limit, clock);
  }

  @Override
  public String kind() {
    return "webhook";
  }

  @Override
  public Optional<Run> find(String id) throws IOException {
    String escaped = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    URI one = URI.create(url + "/" + escaped);
    PipelineHttp.Reply reply = http.send(signed(one, id).GET().build(), limit);
    if (reply.status() == FOUND) {
      return Optional.of(run(id, reply));
    } else if (reply.status() == NOT_FOUND && json(reply).path("id").asText().equals(id)) {
      return Optional.empty();
    }
    throw new IOException(
        PipelineTarget.server(url)
            + " tells neither by 200, nor by 404 with the id, whether it has a run: "
            + reply.told());
  }

  @Override
  public Optional<String> objection() {
    return Optional.empty();
  }

  @Override
  public Optional<Underway> underway() {
    return Optional.empty();
  }

  @Override
  public Answer request(String id, String json) {
    HttpRequest request =
        signed(url, json)
            .header(Signature.KEY_HEADER, id)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
            .build();
    return http.ask(request, limit, reply -> run(id, reply), () -> find(id));
  }

  @Override
  public void close() {}

  /**
   * A request that is signed.
   *
   * @param text its body; where it has none, the id that it asks after
   */
  private HttpRequest.Builder signed(URI to, String text) {
    return HttpRequest.newBuilder(to)
        .header(Signature.HEADER, Signature.of(secret, clock.instant(), text));
  }

  /** The pipeline may name the run; where it does not, the id does. */
  private static Run run(String id, PipelineHttp.Reply reply) {
    JsonNode name = json(reply).path("run");
    String text = name.isValueNode() ? name.asText().strip() : "";
    return new Run(text.isEmpty() ? id : text.substring(0, Math.min(LONGEST_NAME, text.length())));
  }

  private static JsonNode json(PipelineHttp.Reply reply) {
    try {
      return JSON.readTree(reply.body());
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // What is no JSON tells nothing.
    }
  }
}
