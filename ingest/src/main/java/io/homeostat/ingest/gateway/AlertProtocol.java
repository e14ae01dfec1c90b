package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import io.homeostat.core.lane.Stream;
import io.homeostat.ingest.alert.Alert;
import io.homeostat.ingest.alert.AlertBook;
import io.homeostat.ingest.alert.AlertSignals;
import io.homeostat.ingest.alert.Alerts;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Alerts: {@code POST /api/v2/alerts}, by which Homeostat stands for an Alertmanager, and
 * Alertmanager's own webhook. Each alert becomes a signal when it says something new.
 *
 * @param form which of the two
 * @param signals makes alerts into signals
 * @param known whether it is known to which system an entity belongs
 * @param book what was told before
 * @param unpackedBytes the largest body once decompressed
 */
record AlertProtocol(
    Form form, AlertSignals signals, BooleanSupplier known, AlertBook book, int unpackedBytes)
    implements PushProtocol {

  /** What the bodies look like. */
  enum Form {
    /** A list of alerts. */
    REQUEST("alerts", "/api/v2/alerts") {
      @Override
      List<Alert> read(byte[] body, long receivedMillis, Rejections rejections)
          throws MalformedException {
        return Alerts.ofRequest(body, receivedMillis, rejections);
      }
    },
    /** A group's notification, version 4. */
    WEBHOOK("alertmanager", "/v1/webhooks/alertmanager") {
      @Override
      List<Alert> read(byte[] body, long receivedMillis, Rejections rejections)
          throws MalformedException {
        return Alerts.ofWebhook(body, receivedMillis, rejections);
      }
    };

    private final String label;
    private final String path;

    Form(String label, String path) {
      this.label = label;
      this.path = path;
    }

    /** Where they are sent to. */
    String path() {
      return path;
    }

    abstract List<Alert> read(byte[] body, long receivedMillis, Rejections rejections)
        throws MalformedException;
  }

  @Override
  public String label() {
    return form.label;
  }

  @Override
  public void check(RequestHeaders headers) throws Refusal {
    MediaType type = headers.contentType();
    if (type == null || !type.is(MediaType.JSON)) {
      throw new Refusal(
          Refusal.Cause.CONTENT_TYPE,
          "Content-Type '"
              + headers.get(HttpHeaderNames.CONTENT_TYPE, "")
              + "' is not understood; use application/json");
    }
    if (!known.getAsBoolean()) {
      throw new Refusal(Refusal.Cause.KAFKA, "the topology is not read yet; try again");
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
            unpackedBytes,
            Dialect.JSON.weight(),
            share);
    Rejections rejections = new Rejections();
    try {
      List<AlertBook.Word> news = new ArrayList<>();
      long accepted = 0;
      for (Alert alert : form.read(unpacked, receivedMillis, rejections)) {
        accepted += take(alert, receivedMillis, news, rejections);
      }
      long taken = accepted;
      return new Reading(
          news.stream().map(AlertProtocol::addressed).toList(),
          taken,
          rejections,
          () -> {
            book.told(news);
            return answer(taken, rejections);
          });
    } catch (MalformedException e) {
      throw new Refusal(Refusal.Cause.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  private int take(
      Alert alert, long receivedMillis, List<AlertBook.Word> news, Rejections rejections) {
    try {
      AlertBook.Word word =
          new AlertBook.Word(
              signals.of(alert, receivedMillis), alert.untilMillis(), !alert.startTold());
      book.news(word).ifPresent(news::add);
      return 1;
    } catch (IllegalArgumentException e) {
      rejections.add(Reason.ENTITY, 1, String.valueOf(e.getMessage()));
      return 0;
    }
  }

  /** What goes to the system's own lane. */
  static Reading.Addressed addressed(AlertBook.Word word) {
    return new Reading.Addressed(Stream.SIGNALS, word.signal().system(), word.signal());
  }

  private static HttpResponse answer(long accepted, Rejections rejections) {
    boolean whole = rejections.counts().keySet().stream().allMatch(Reason.LEFT_OUT::equals);
    return whole
        ? HttpResponse.of(HttpStatus.OK, MediaType.JSON, "{}")
        : PlainAnswer.inPart(accepted, rejections);
  }

  @Override
  public HttpResponse refused(RequestHeaders headers, Refusal refusal) {
    return PlainAnswer.refused(refusal);
  }
}
