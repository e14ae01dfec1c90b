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
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the requests of one protocol: reads each within its limits and in its sender's turn, and
 * answers that it is taken only once Kafka has all that was taken of it.
 */
final class PushDoor implements HttpService {
  private static final Logger log = LoggerFactory.getLogger(PushDoor.class);

  private final PushProtocol protocol;
  private final Common common;
  private final FairTurns turns;

  /**
   * What all doors of a gateway share.
   *
   * @param settings their limits
   * @param senders who may send
   * @param budget what all requests may hold together
   * @param delivery the way to Kafka
   * @param deliveries which signed requests were taken
   * @param counters what was taken and what not
   * @param time the doors' clock
   */
  record Common(
      GatewaySettings settings,
      Senders senders,
      MemoryBudget budget,
      Delivery delivery,
      Deliveries deliveries,
      GatewayCounters counters,
      InstantSource time) {}

  /**
   * A request that may be read.
   *
   * @param sender whose turn it is; where a signature must tell first who it is, or anyone may
   *     send, the address that it comes from
   * @param signatures what must be right before it is read; nothing when it is known who sends
   * @param share what it holds
   */
  private record Admitted(
      String sender, Optional<Signatures> signatures, MemoryBudget.Share share) {}

  /** What a signed request is known by, among all of its sender. */
  private record Signed(String sender, String id) {}

  PushDoor(PushProtocol protocol, Common common, FairTurns turns) {
    this.protocol = protocol;
    this.common = common;
    this.turns = turns;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    RequestHeaders headers = request.headers();
    Admitted admitted;
    try {
      admitted = admit(headers, context.remoteAddress().getAddress().getHostAddress());
    } catch (Refusal refusal) {
      return refuse(headers, refusal);
    }
    CompletableFuture<HttpResponse> response =
        request
            .aggregate()
            .thenComposeAsync(whole -> take(whole, admitted), turns.of(admitted.sender))
            .exceptionally(thrown -> refuse(headers, refusal(thrown)));
    var unused = response.whenComplete((done, thrown) -> admitted.share.giveBack());
    return HttpResponse.of(response);
  }

  /** What can be said before the body is read. */
  private Admitted admit(RequestHeaders headers, String address) throws Refusal {
    String authorization = authorization(headers);
    Signatures signatures = Signatures.of(headers);
    boolean signed = authorization.isEmpty() && signatures.any() && !common.senders().anyone();
    String name = signed ? "" : common.senders().require(authorization);
    protocol.check(headers);
    common.delivery().requireOpen();
    long announced = headers.contentLength();
    long most = common.settings().requestBytes();
    String sender = name.isEmpty() ? address : name;
    MemoryBudget.Share share =
        common
            .budget()
            .reserve(sender, announced < 0 ? most : Math.min(announced, most))
            .orElseThrow(Unpacking::busy);
    return new Admitted(sender, signed ? Optional.of(signatures) : Optional.empty(), share);
  }

  /** GitLab has a header of its own for what others send as a bearer token. */
  private static String authorization(RequestHeaders headers) {
    String token = headers.get("x-gitlab-token", "");
    return headers.get(HttpHeaderNames.AUTHORIZATION, token.isEmpty() ? "" : "Bearer " + token);
  }

  private CompletableFuture<HttpResponse> take(AggregatedHttpRequest request, Admitted admitted) {
    try {
      byte[] body = request.content().array();
      Optional<String> signer = Optional.empty();
      if (admitted.signatures.isPresent()) {
        protocol.checkSigned(request.headers());
        signer = Optional.of(common.senders().requireSigned(admitted.signatures.get(), body));
      }
      Reading reading =
          protocol.read(
              request.headers(), body, admitted.share, common.time().instant().toEpochMilli());
      long weight = reading.facts().stream().mapToLong(Reading.Addressed::weight).sum();
      if (!admitted.share.growTo(weight)) {
        throw Unpacking.busy();
      }
      Optional<Signed> signed =
          signer.map(name -> new Signed(name, id(reading, admitted.signatures.orElseThrow())));
      if (signed.isPresent()) {
        common.deliveries().take(signed.get().sender, signed.get().id);
      }
      common.counters().rejected(protocol.label(), reading.rejections());
      return deliver(reading, signed);
    } catch (Refusal refusal) {
      return CompletableFuture.completedFuture(refuse(request.headers(), refusal));
    }
  }

  private static String id(Reading reading, Signatures signatures) {
    return reading.delivery().orElseGet(() -> HexFormat.of().formatHex(signatures.shown().get(0)));
  }

  private CompletableFuture<HttpResponse> deliver(Reading reading, Optional<Signed> signed) {
    return common
        .delivery()
        .deliver(reading.facts())
        .whenComplete(
            (done, thrown) -> {
              if (thrown != null) {
                signed.ifPresent(one -> common.deliveries().forget(one.sender, one.id));
              }
            })
        .thenApply(
            done -> {
              common.counters().accepted(protocol.label(), reading.accepted());
              return reading.answer().get();
            });
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
