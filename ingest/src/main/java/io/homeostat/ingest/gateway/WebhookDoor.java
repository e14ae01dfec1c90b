package io.homeostat.ingest.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Change;
import io.homeostat.ingest.context.SystemsView;
import io.homeostat.ingest.deployment.ArgoCd;
import io.homeostat.ingest.deployment.Told;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes Argo CD's webhooks: who may send is checked before the body is looked at, and 200 is
 * answered only once Kafka has the change. A refusal says why, and what would be right.
 */
final class WebhookDoor implements HttpService {
  /** Where Argo CD sends. */
  static final String ARGO_CD = "/v1/webhooks/argocd";

  private static final Logger log = LoggerFactory.getLogger(WebhookDoor.class);
  private static final String SIGNAL = "argocd";
  private static final String BEARER = "Bearer ";
  private static final int MOST_BYTES = 1024 * 1024;
  private static final int RETRY_AFTER_SECONDS = 2;

  private final ObjectMapper json = new ObjectMapper();
  private final GatewaySettings settings;
  private final Delivery delivery;
  private final GatewayCounters counters;
  private final SystemsView systems;
  private final InstantSource time;

  WebhookDoor(
      GatewaySettings settings,
      Delivery delivery,
      GatewayCounters counters,
      SystemsView systems,
      InstantSource time) {
    this.settings = settings;
    this.delivery = delivery;
    this.counters = counters;
    this.systems = systems;
    this.time = time;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
    context.setMaxRequestLength(Math.min(MOST_BYTES, settings.requestBytes()));
    return HttpResponse.of(
        request
            .aggregate()
            .thenComposeAsync(whole -> take(whole, authorization), context.blockingTaskExecutor())
            .exceptionally(this::refuse));
  }

  private CompletableFuture<HttpResponse> take(
      AggregatedHttpRequest request, String authorization) {
    try {
      authorize(authorization);
      delivery.requireOpen();
      if (!systems.known()) {
        throw new Refusal(Refusal.Cause.KAFKA, "the topology is not read yet; try again");
      }
      Told told = ArgoCd.translate(request.content().array(), time.millis(), systems);
      if (told instanceof Told.Malformed malformed) {
        counters.refused(SIGNAL, Refusal.Cause.MALFORMED);
        return CompletableFuture.completedFuture(
            answer(HttpStatus.BAD_REQUEST, error(malformed.reason(), malformed.remedy())));
      }
      if (told instanceof Told.Nothing nothing) {
        return CompletableFuture.completedFuture(
            answer(HttpStatus.OK, Map.of("ignored", nothing.why())));
      }
      Change change = ((Told.Deployment) told).change();
      return delivery
          .deliver(Stream.SIGNALS, Change::system, List.of(change))
          .thenApply(
              done -> {
                counters.accepted(SIGNAL, 1);
                return answer(
                    HttpStatus.OK, Map.of("change", change.id(), "state", change.state().name()));
              });
    } catch (Refusal refusal) {
      return CompletableFuture.completedFuture(refuse(refusal));
    }
  }

  /** The token is read anew each time, as it may be changed. */
  private void authorize(String authorization) throws Refusal {
    if (settings.webhookToken().isEmpty()) {
      return;
    }
    Path file = settings.webhookToken().get();
    byte[] expected;
    try {
      expected = (BEARER + Files.readString(file).strip()).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      log.warn("the webhooks' token can't be read from {}", file, e);
      throw new Refusal(
          Refusal.Cause.BUSY, "who may send can't be told now: the token's file can't be read", e);
    }
    if (!MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8))) {
      throw new Refusal(
          Refusal.Cause.UNAUTHORIZED,
          authorization.isEmpty() ? "there is no token" : "the token is another one");
    }
  }

  private HttpResponse refuse(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    Refusal refusal =
        cause instanceof Refusal known
            ? known
            : new Refusal(Refusal.Cause.INTERNAL, "this request failed here; see the log", cause);
    if (refusal.why() == Refusal.Cause.INTERNAL) {
      log.warn("a webhook failed", cause);
    }
    counters.refused(SIGNAL, refusal.why());
    return answer(refusal.why().status(), error(refusal.text(), remedy(refusal.why())));
  }

  private static String remedy(Refusal.Cause why) {
    return switch (why) {
      case UNAUTHORIZED ->
          "send 'Authorization: Bearer TOKEN' with the token of gateway.webhook.token.file";
      case BUSY, KAFKA -> "send the same again in a moment";
      default -> "send it again, and see the gateway's log";
    };
  }

  private static Map<String, String> error(String reason, String remedy) {
    Map<String, String> error = new TreeMap<>();
    error.put("error", reason);
    error.put("remedy", remedy);
    return error;
  }

  private HttpResponse answer(HttpStatus status, Map<String, String> body) {
    ResponseHeadersBuilder headers = ResponseHeaders.builder(status).contentType(MediaType.JSON);
    if (status.code() == 429 || status.code() == 503) {
      headers.setInt(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    try {
      return HttpResponse.of(headers.build(), HttpData.wrap(json.writeValueAsBytes(body)));
    } catch (IOException e) {
      throw new UncheckedIOException("text can always be written", e);
    }
  }
}
