package io.homeostat.actuators.retraining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 *
 * @param limit the longest wait for one answer
 * @param clock tells when a request is signed
 */
record WebhookPipeline(
    PipelineTarget.Webhook target, PipelineHttp http, Duration limit, InstantSource clock)
    implements Pipeline {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_NAME = 256;
  private static final int FOUND = 200;
  private static final int NOT_FOUND = 404;

  @Override
  public String kind() {
    return "webhook";
  }

  @Override
  public Optional<Run> find(String id) throws IOException {
    String escaped = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    URI url = URI.create(target.url() + "/" + escaped);
    PipelineHttp.Reply reply = http.send(signed(url, "").GET().build(), limit);
    return switch (reply.status()) {
      case FOUND -> Optional.of(run(id, reply));
      case NOT_FOUND -> Optional.empty();
      default ->
          throw new IOException(
              url + " tells neither by 200 nor by 404 whether it has a run: " + reply.told());
    };
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
    HttpRequest request;
    try {
      request =
          signed(target.url(), json)
              .header(Signature.KEY_HEADER, id)
              .header("Content-Type", "application/json; charset=utf-8")
              .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
              .build();
    } catch (IOException e) {
      return new Answer.Rejected("the secret could not be read: " + e.getMessage());
    }
    try {
      PipelineHttp.Reply reply = http.send(request, limit);
      if (reply.taken()) {
        return new Answer.Made(run(id, reply));
      }
      return reply.rejected() ? new Answer.Rejected(reply.told()) : new Answer.Lost(reply.told());
    } catch (PipelineHttp.NotSentException e) {
      return new Answer.Rejected(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Answer.Lost(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {}

  private HttpRequest.Builder signed(URI url, String body) throws IOException {
    return HttpRequest.newBuilder(url)
        .header(Signature.HEADER, Signature.of(target.secret(), clock.instant(), body));
  }

  /** The pipeline may name the run; where it does not, the id does. */
  private static Run run(String id, PipelineHttp.Reply reply) {
    try {
      JsonNode name = JSON.readTree(reply.body()).path("run");
      String text = name.isValueNode() ? name.asText().strip() : "";
      return new Run(
          text.isEmpty() ? id : text.substring(0, Math.min(LONGEST_NAME, text.length())));
    } catch (JsonProcessingException e) {
      return new Run(id); // What it says is no JSON: then it names no run.
    }
  }
}
