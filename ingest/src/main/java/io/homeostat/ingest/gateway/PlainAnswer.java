package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.homeostat.ingest.intake.Rejections;

/** Answers in plain text, for senders that read no more than the status. */
final class PlainAnswer {

  private PlainAnswer() {}

  /**
   * A refusal. What may be tried again is always a 503: Prometheus and Alertmanager give up on 429.
   */
  static HttpResponse refused(Refusal refusal) {
    HttpStatus status =
        refusal.why().passing() ? HttpStatus.SERVICE_UNAVAILABLE : refusal.why().status();
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(status).contentType(MediaType.PLAIN_TEXT_UTF_8);
    refusal.retryAfter().ifPresent(seconds -> headers.setInt(HttpHeaderNames.RETRY_AFTER, seconds));
    return HttpResponse.of(headers.build(), HttpData.ofUtf8(refusal.text() + "\n"));
  }

  /** A request of which Kafka has all that was taken. */
  static HttpResponse taken(long accepted, Rejections rejections) {
    return rejections.total() == 0
        ? HttpResponse.of(HttpStatus.NO_CONTENT)
        : inPart(accepted, rejections);
  }

  /** A request of which a part was not taken, and would not be if it came again. */
  static HttpResponse inPart(long accepted, Rejections rejections) {
    return HttpResponse.of(
        HttpStatus.BAD_REQUEST, MediaType.PLAIN_TEXT_UTF_8, text(accepted, rejections));
  }

  /** How much was taken, and what not. */
  static String text(long accepted, Rejections rejections) {
    return accepted + " taken, " + rejections.total() + " not: " + rejections.message() + "\n";
  }
}
