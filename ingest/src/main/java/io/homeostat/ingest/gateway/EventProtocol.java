package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import io.homeostat.ingest.alert.AlertBook;
import io.homeostat.ingest.alert.AlertSignals;
import io.homeostat.ingest.alert.CloudEvent;
import io.homeostat.ingest.alert.CloudEventAlerts;
import io.homeostat.ingest.alert.CloudEvents;
import io.homeostat.ingest.alert.Newest;
import io.homeostat.ingest.alert.PagerDuty;
import io.homeostat.ingest.alert.ToldAlert;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Events of others that say how something is: CloudEvents 1.0 and PagerDuty's webhooks. Each
 * becomes a signal when it says something new; one that was overtaken by a newer one changes
 * nothing.
 *
 * @param form which of the two
 * @param signals makes alerts into signals
 * @param known whether it is known to which system an entity belongs
 * @param book what was told before
 * @param newest how new that was
 * @param unpackedBytes the largest body once decompressed
 */
record EventProtocol(
    Form form,
    AlertSignals signals,
    BooleanSupplier known,
    AlertBook book,
    Newest newest,
    int unpackedBytes)
    implements PushProtocol {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final String ATTRIBUTE = "ce-";

  /** What the bodies look like. */
  enum Form {
    CLOUD_EVENTS("cloudevents", "/v1/events"),
    PAGERDUTY("pagerduty", "/v1/webhooks/pagerduty");

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
  }

  /** What a request tells, and by what its sender knows it. */
  private record Content(List<ToldAlert> alerts, Optional<String> delivery) {}

  @Override
  public String label() {
    return form.label;
  }

  @Override
  public void check(RequestHeaders headers) throws Refusal {
    String type = type(headers);
    boolean right =
        form == Form.PAGERDUTY
            ? type.startsWith("application/json")
            : type.startsWith(STRUCTURED)
                || type.startsWith(BATCH)
                || headers.contains(ATTRIBUTE + "specversion");
    if (!right) {
      throw new Refusal(
          Refusal.Cause.CONTENT_TYPE,
          "Content-Type '"
              + type
              + "' is not understood; use "
              + (form == Form.PAGERDUTY
                  ? "application/json"
                  : STRUCTURED + ", " + BATCH + ", or headers " + ATTRIBUTE + "specversion, …"));
    }
    if (!known.getAsBoolean()) {
      throw new Refusal(Refusal.Cause.KAFKA, "the topology is not read yet; try again");
    }
  }

  @Override
  public void checkSigned(RequestHeaders headers) throws Refusal {
    if (form == Form.CLOUD_EVENTS && headers.contains(ATTRIBUTE + "specversion")) {
      throw new Refusal(
          Refusal.Cause.UNAUTHORIZED,
          "attributes in headers are not under the signature; sign a structured event");
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
      Content content =
          form == Form.PAGERDUTY
              ? paged(unpacked, receivedMillis)
              : events(headers, unpacked, receivedMillis, rejections);
      return reading(content, receivedMillis, rejections);
    } catch (MalformedException e) {
      throw new Refusal(Refusal.Cause.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  private static Content paged(byte[] body, long receivedMillis) throws MalformedException {
    PagerDuty.Webhook webhook = PagerDuty.read(body, receivedMillis);
    List<ToldAlert> alerts =
        webhook instanceof PagerDuty.Incident incident ? List.of(incident.told()) : List.of();
    return new Content(alerts, Optional.of(webhook.delivery()));
  }

  private static Content events(
      RequestHeaders headers, byte[] body, long receivedMillis, Rejections rejections)
      throws MalformedException {
    String type = type(headers);
    List<CloudEvent> events;
    if (type.startsWith(BATCH)) {
      events = CloudEvents.batch(body, rejections);
    } else if (type.startsWith(STRUCTURED)) {
      events = List.of(CloudEvents.structured(body));
    } else {
      TreeMap<String, String> attributes = new TreeMap<>();
      headers.forEach(
          (name, value) -> {
            if (name.toString().startsWith(ATTRIBUTE)) {
              attributes.put(name.toString().substring(ATTRIBUTE.length()), value);
            }
          });
      events = List.of(CloudEvents.binary(attributes, type, body));
    }
    List<ToldAlert> alerts = new ArrayList<>();
    for (CloudEvent event : events) {
      CloudEventAlerts.of(event, receivedMillis, rejections).ifPresent(alerts::add);
    }
    return new Content(alerts, Optional.empty());
  }

  private Reading reading(Content content, long receivedMillis, Rejections rejections)
      throws Refusal {
    List<AlertBook.Word> news = new ArrayList<>();
    List<ToldAlert> heard = new ArrayList<>();
    for (ToldAlert told : content.alerts) {
      try {
        AlertBook.Word word =
            new AlertBook.Word(
                signals.of(told.alert(), receivedMillis),
                told.alert().untilMillis(),
                !told.alert().startTold());
        if (newest.isNews(told)) {
          book.news(word).ifPresent(news::add);
        }
        heard.add(told);
      } catch (IllegalArgumentException e) {
        rejections.add(Reason.ENTITY, 1, String.valueOf(e.getMessage()));
      }
    }
    if (heard.isEmpty() && rejections.total() > 0) {
      throw new Refusal(rejections);
    }
    return new Reading(
        news.stream().map(AlertProtocol::addressed).toList(),
        heard.size(),
        rejections,
        () -> {
          book.told(news);
          heard.forEach(newest::note);
          return rejections.total() == 0
              ? HttpResponse.of(HttpStatus.NO_CONTENT)
              : PlainAnswer.inPart(heard.size(), rejections);
        },
        content.delivery);
  }

  @Override
  public HttpResponse refused(RequestHeaders headers, Refusal refusal) {
    return PlainAnswer.refused(refusal);
  }

  private static String type(RequestHeaders headers) {
    return headers.get(HttpHeaderNames.CONTENT_TYPE, "").toLowerCase(Locale.ROOT);
  }
}
