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
import io.homeostat.ingest.deployment.Flux;
import io.homeostat.ingest.deployment.GitHub;
import io.homeostat.ingest.deployment.GitLab;
import io.homeostat.ingest.deployment.Places;
import io.homeostat.ingest.deployment.Told;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.mapping.EntityMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Deployers' webhooks, each tool's at a path of its own. What is no change is answered with 200 and
 * the reason, and counted; a refusal says why, and what would be right.
 *
 * @param form whose
 * @param systems which system what was changed belongs to
 * @param mapping which entity labels are about
 */
record DeployerProtocol(Form form, SystemsView systems, EntityMapping mapping)
    implements PushProtocol {

  /** Whose words. */
  enum Form {
    ARGOCD("send what deploy/argocd/notifications.yaml has Argo CD send"),
    GITHUB("send GitHub's own webhooks as application/json"),
    GITLAB("send GitLab's own webhooks"),
    FLUX("send the events of Flux's provider generic or generic-hmac");

    private final String remedy;

    Form(String remedy) {
      this.remedy = remedy;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Where they are sent to. */
    String path() {
      return "/v1/webhooks/" + label();
    }
  }

  /** GitHub says in a header what a body is about. */
  private static final String EVENT = "x-github-event";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_BYTES = 1024 * 1024;

  @Override
  public String label() {
    return form.label();
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
    Told told = translate(headers, unpacked, receivedMillis);
    if (told instanceof Told.Malformed malformed) {
      throw new Refusal(Refusal.Cause.MALFORMED, malformed.reason() + ": " + malformed.remedy());
    }
    if (told instanceof Told.Nothing nothing) {
      Rejections ignored = new Rejections();
      ignored.add(Reason.NOT_A_CHANGE, 1, nothing.why());
      return new Reading(
          List.of(),
          0,
          ignored,
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

  private Told translate(RequestHeaders headers, byte[] body, long receivedMillis) {
    Places places = new Places(mapping, systems);
    return switch (form) {
      case ARGOCD -> ArgoCd.translate(body, receivedMillis, systems);
      case GITHUB -> GitHub.translate(headers.get(EVENT, ""), body, receivedMillis, places);
      case GITLAB -> GitLab.translate(body, receivedMillis, places);
      case FLUX -> Flux.translate(body, receivedMillis, places);
    };
  }

  @Override
  public HttpResponse refused(RequestHeaders headers, Refusal refusal) {
    Map<String, String> body = new TreeMap<>();
    body.put("error", refusal.text());
    body.put("remedy", remedy(refusal.why()));
    return answer(refusal.why().status(), body, refusal.retryAfter());
  }

  private String remedy(Refusal.Cause why) {
    return switch (why) {
      case UNAUTHORIZED ->
          "send the Authorization or the signature of a sender in gateway.senders.file";
      case BUSY, KAFKA -> "send the same again in a moment";
      case INTERNAL -> "send it again, and see the gateway's log";
      default -> form.remedy;
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
