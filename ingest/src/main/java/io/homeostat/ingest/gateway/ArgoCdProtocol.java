package io.homeostat.ingest.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Change;
import io.homeostat.ingest.context.SystemsView;
import io.homeostat.ingest.deployment.ArgoCd;
import io.homeostat.ingest.deployment.Told;
import io.homeostat.ingest.intake.Rejections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Argo CD's webhooks. A refusal says why, and what would be right.
 *
 * @param systems which system a deployment belongs to
 */
record ArgoCdProtocol(SystemsView systems) implements PushProtocol {
  /** Where Argo CD sends. */
  static final String PATH = "/v1/webhooks/argocd";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_BYTES = 1024 * 1024;

  @Override
  public String label() {
    return "argocd";
  }

  @Override
  public void check(RequestHeaders headers) throws Refusal {
    if (headers.contentLength() > MOST_BYTES) {
      throw new Refusal(
          Refusal.Cause.TOO_LARGE, "the body is larger than " + MOST_BYTES + " bytes");
    }
    if (!systems.known()) {
      throw new Refusal(Refusal.Cause.KAFKA, "the topology is not read yet");
    }
  }

  @Override
  public Reading read(
      RequestHeaders headers, byte[] body, MemoryBudget.Share share, long receivedMillis)
      throws Refusal {
    byte[] unpacked =
        Unpacking.unpack(
            body,
            headers.get(HttpHeaderNames.CONTENT_ENCODING, ""),
            MOST_BYTES,
            Dialect.HEAVIEST,
            share);
    Told told = ArgoCd.translate(unpacked, receivedMillis, systems);
    if (told instanceof Told.Malformed malformed) {
      throw new Refusal(Refusal.Cause.MALFORMED, malformed.reason() + ": " + malformed.remedy());
    }
    if (told instanceof Told.Nothing nothing) {
      return new Reading(
          List.of(),
          0,
          new Rejections(),
          () -> answer(HttpStatus.OK, Map.of("ignored", nothing.why()), Optional.empty()));
    }
    Change change = ((Told.Changed) told).change();
    return new Reading(
        List.of(new Reading.Addressed(Stream.SIGNALS, change.system(), change)),
        1,
        new Rejections(),
        () ->
            answer(
                HttpStatus.OK,
                Map.of("change", change.id(), "state", change.state().name()),
                Optional.empty()));
  }

  @Override
  public HttpResponse refused(RequestHeaders headers, Refusal refusal) {
    Map<String, String> body = new TreeMap<>();
    body.put("error", refusal.text());
    body.put("remedy", remedy(refusal.why()));
    return answer(refusal.why().status(), body, refusal.retryAfter());
  }

  private static String remedy(Refusal.Cause why) {
    return switch (why) {
      case UNAUTHORIZED -> "send the Authorization of a sender in gateway.senders.file";
      case BUSY, KAFKA -> "send the same again in a moment";
      case INTERNAL -> "send it again, and see the gateway's log";
      default -> "send what deploy/argocd/notifications.yaml has Argo CD send";
    };
  }

  private static HttpResponse answer(
      HttpStatus status, Map<String, String> body, Optional<Integer> retryAfter) {
    ResponseHeadersBuilder headers = ResponseHeaders.builder(status).contentType(MediaType.JSON);
    retryAfter.ifPresent(seconds -> headers.setInt(HttpHeaderNames.RETRY_AFTER, seconds));
    try {
      return HttpResponse.of(headers.build(), HttpData.wrap(JSON.writeValueAsBytes(body)));
    } catch (IOException e) {
      throw new UncheckedIOException("text can always be written", e);
    }
  }
}
