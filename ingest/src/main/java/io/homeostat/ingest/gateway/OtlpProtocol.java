package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.homeostat.core.model.Fact;
import io.homeostat.ingest.intake.Translated;
import java.util.Optional;

/**
 * OTLP/HTTP: a sender is answered in the encoding that it speaks; of a batch the good part is
 * taken.
 *
 * @param signal metrics or logs
 * @param unpackedBytes the largest body once decompressed
 */
record OtlpProtocol(OtlpSignal signal, int unpackedBytes) implements PushProtocol {
  @Override
  public String label() {
    return signal.label();
  }

  @Override
  public void check(RequestHeaders headers) throws Refusal {
    if (dialectOf(headers).isEmpty()) {
      throw new Refusal(
          Refusal.Cause.CONTENT_TYPE,
          "Content-Type '"
              + headers.get(HttpHeaderNames.CONTENT_TYPE, "")
              + "' is not understood; use application/x-protobuf or application/json");
    }
  }

  @Override
  public Reading read(
      RequestHeaders headers, byte[] body, MemoryBudget.Share share, long receivedMillis)
      throws Refusal {
    Dialect dialect = dialect(headers);
    byte[] unpacked =
        Unpacking.unpack(
            body,
            headers.get(HttpHeaderNames.CONTENT_ENCODING, ""),
            unpackedBytes,
            dialect.weight(),
            share);
    Translated<? extends Fact> translated = signal.read(unpacked, dialect, receivedMillis);
    if (translated.accepted() == 0 && translated.rejections().total() > 0) {
      throw new Refusal(translated.rejections());
    }
    return new Reading(
        translated.facts().stream()
            .map(fact -> new Reading.Addressed(signal.stream(), signal.key(fact), fact))
            .toList(),
        translated.accepted(),
        translated.rejections(),
        () ->
            respond(
                HttpStatus.OK,
                dialect,
                dialect.print(signal.answer(translated.rejections())),
                Optional.empty()));
  }

  @Override
  public HttpResponse refused(RequestHeaders headers, Refusal refusal) {
    Dialect dialect = dialect(headers);
    return respond(
        refusal.why().status(), dialect, dialect.failure(refusal.text()), refusal.retryAfter());
  }

  private static HttpResponse respond(
      HttpStatus status, Dialect dialect, byte[] body, Optional<Integer> retryAfter) {
    ResponseHeadersBuilder headers = ResponseHeaders.builder(status).contentType(dialect.type());
    retryAfter.ifPresent(seconds -> headers.setInt(HttpHeaderNames.RETRY_AFTER, seconds));
    return HttpResponse.of(headers.build(), HttpData.wrap(body));
  }

  private static Dialect dialect(RequestHeaders headers) {
    return dialectOf(headers).orElse(Dialect.PROTOBUF);
  }

  private static Optional<Dialect> dialectOf(RequestHeaders headers) {
    return Dialect.of(Optional.ofNullable(headers.contentType()));
  }
}
