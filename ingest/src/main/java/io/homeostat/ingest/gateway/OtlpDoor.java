package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.homeostat.core.model.Fact;
import io.homeostat.ingest.otlp.Translated;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one signal's requests: reads each within its limits, translates it, and answers 200 only
 * once Kafka has all that was taken of it.
 */
final class OtlpDoor implements HttpService {
  private static final Logger log = LoggerFactory.getLogger(OtlpDoor.class);
  private static final int RETRY_AFTER_SECONDS = 2;

  private final OtlpSignal signal;
  private final GatewaySettings settings;
  private final MemoryBudget budget;
  private final Delivery delivery;
  private final GatewayCounters counters;
  private final InstantSource time;

  OtlpDoor(
      OtlpSignal signal,
      GatewaySettings settings,
      MemoryBudget budget,
      Delivery delivery,
      GatewayCounters counters,
      InstantSource time) {
    this.signal = signal;
    this.settings = settings;
    this.budget = budget;
    this.delivery = delivery;
    this.counters = counters;
    this.time = time;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    Dialect dialect = Dialect.of(contentType(request.headers())).orElse(Dialect.PROTOBUF);
    MemoryBudget.Share share;
    try {
      share = admit(request.headers());
    } catch (Refusal refusal) {
      return refuse(dialect, refusal);
    }
    Executor blocking = context.blockingTaskExecutor();
    CompletableFuture<HttpResponse> response =
        request
            .aggregate()
            .thenComposeAsync(whole -> take(whole, dialect, share), blocking)
            .exceptionally(thrown -> refuse(dialect, refusal(thrown)));
    var unused = response.whenComplete((done, thrown) -> share.giveBack());
    return HttpResponse.of(response);
  }

  /** What can be said before the body is read. */
  private MemoryBudget.Share admit(RequestHeaders headers) throws Refusal {
    if (Dialect.of(contentType(headers)).isEmpty()) {
      throw new Refusal(
          Refusal.Cause.CONTENT_TYPE,
          "Content-Type '"
              + headers.get(HttpHeaderNames.CONTENT_TYPE, "")
              + "' is not understood; use application/x-protobuf or application/json");
    }
    delivery.requireOpen();
    long announced = headers.contentLength();
    long most = settings.requestBytes();
    return budget
        .reserve(announced < 0 ? most : Math.min(announced, most))
        .orElseThrow(Unpacking::busy);
  }

  private CompletableFuture<HttpResponse> take(
      AggregatedHttpRequest request, Dialect dialect, MemoryBudget.Share share) {
    try {
      byte[] body =
          Unpacking.unpack(
              request.content().array(),
              request.headers().get(HttpHeaderNames.CONTENT_ENCODING, ""),
              settings.unpackedBytes(),
              dialect.weight(),
              share);
      Translated<? extends Fact> translated =
          signal.read(body, dialect, time.instant().toEpochMilli());
      counters.rejected(signal, translated.rejections());
      if (translated.accepted() == 0 && translated.rejections().total() > 0) {
        throw new Refusal(Refusal.Cause.NOTHING_USABLE, translated.rejections().message());
      }
      return delivery
          .deliver(signal, translated.facts())
          .thenApply(
              done -> {
                counters.accepted(signal, translated.accepted());
                return respond(
                    HttpStatus.OK,
                    dialect,
                    dialect.print(signal.answer(translated.rejections())),
                    Optional.empty());
              });
    } catch (Refusal refusal) {
      return CompletableFuture.completedFuture(refuse(dialect, refusal));
    }
  }

  private Refusal refusal(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    if (cause instanceof ContentTooLargeException) {
      return new Refusal(Refusal.Cause.TOO_LARGE, GatewayErrors.tooLarge(settings.requestBytes()));
    }
    log.warn("a request for {} failed", signal.label(), cause);
    return new Refusal(Refusal.Cause.INTERNAL, "this request failed here; see the log", cause);
  }

  private HttpResponse refuse(Dialect dialect, Refusal refusal) {
    counters.refused(signal, refusal.why());
    return respond(
        refusal.why().status(),
        dialect,
        dialect.failure(refusal.text()),
        refusal.why().passing() ? Optional.of(RETRY_AFTER_SECONDS) : Optional.empty());
  }

  private static HttpResponse respond(
      HttpStatus status, Dialect dialect, byte[] body, Optional<Integer> retryAfter) {
    ResponseHeadersBuilder headers = ResponseHeaders.builder(status).contentType(dialect.type());
    retryAfter.ifPresent(seconds -> headers.setInt(HttpHeaderNames.RETRY_AFTER, seconds));
    return HttpResponse.of(headers.build(), HttpData.wrap(body));
  }

  private static Optional<MediaType> contentType(RequestHeaders headers) {
    return Optional.ofNullable(headers.contentType());
  }
}
