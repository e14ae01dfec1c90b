package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the requests of one protocol: reads each within its limits, and answers that it is taken
 * only once Kafka has all that was taken of it.
 */
final class PushDoor implements HttpService {
  private static final Logger log = LoggerFactory.getLogger(PushDoor.class);

  private final PushProtocol protocol;
  private final Common common;

  /**
   * What all doors of a gateway share.
   *
   * @param settings their limits
   * @param senders who may send
   * @param budget what all requests may hold together
   * @param delivery the way to Kafka
   * @param counters what was taken and what not
   * @param time the doors' clock
   */
  record Common(
      GatewaySettings settings,
      Senders senders,
      MemoryBudget budget,
      Delivery delivery,
      GatewayCounters counters,
      InstantSource time) {}

  PushDoor(PushProtocol protocol, Common common) {
    this.protocol = protocol;
    this.common = common;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    RequestHeaders headers = request.headers();
    MemoryBudget.Share share;
    try {
      share = admit(headers);
    } catch (Refusal refusal) {
      return refuse(headers, refusal);
    }
    Executor blocking = context.blockingTaskExecutor();
    CompletableFuture<HttpResponse> response =
        request
            .aggregate()
            .thenComposeAsync(whole -> take(whole, share), blocking)
            .exceptionally(thrown -> refuse(headers, refusal(thrown)));
    var unused = response.whenComplete((done, thrown) -> share.giveBack());
    return HttpResponse.of(response);
  }

  /** What can be said before the body is read. */
  private MemoryBudget.Share admit(RequestHeaders headers) throws Refusal {
    common.senders().require(headers.get(HttpHeaderNames.AUTHORIZATION, ""));
    protocol.check(headers);
    common.delivery().requireOpen();
    long announced = headers.contentLength();
    long most = common.settings().requestBytes();
    return common
        .budget()
        .reserve(announced < 0 ? most : Math.min(announced, most))
        .orElseThrow(Unpacking::busy);
  }

  private CompletableFuture<HttpResponse> take(
      AggregatedHttpRequest request, MemoryBudget.Share share) {
    try {
      Reading reading =
          protocol.read(
              request.headers(),
              request.content().array(),
              share,
              common.time().instant().toEpochMilli());
      if (!share.growTo(reading.facts().stream().mapToLong(Reading.Addressed::weight).sum())) {
        throw Unpacking.busy();
      }
      common.counters().rejected(protocol.label(), reading.rejections());
      return common
          .delivery()
          .deliver(reading.facts())
          .thenApply(
              done -> {
                common.counters().accepted(protocol.label(), reading.accepted());
                return reading.answer().get();
              });
    } catch (Refusal refusal) {
      return CompletableFuture.completedFuture(refuse(request.headers(), refusal));
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
      return new Refusal(
          Refusal.Cause.TOO_LARGE, GatewayErrors.tooLarge(common.settings().requestBytes()));
    }
    log.warn("a request for {} failed", protocol.label(), cause);
    return new Refusal(Refusal.Cause.INTERNAL, "this request failed here; see the log", cause);
  }

  private HttpResponse refuse(RequestHeaders headers, Refusal refusal) {
    common.counters().refused(protocol.label(), refusal);
    HttpResponse answer = protocol.refused(headers, refusal);
    return refusal.why() == Refusal.Cause.UNAUTHORIZED
        ? answer.mapHeaders(
            plain ->
                plain.withMutations(
                    more -> more.add(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer", "Basic")))
        : answer;
  }
}
