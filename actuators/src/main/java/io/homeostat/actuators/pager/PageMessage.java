package io.homeostat.actuators.pager;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.homeostat.actuators.webhook.Signature;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Page;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Suspect;
import io.homeostat.core.page.PageOrder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An order in the words of its receiver.
 *
 * @param url where it is posted
 * @param headers by name
 * @param body JSON
 */
record PageMessage(URI url, Map<String, String> headers, String body) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST_SUMMARY = 1024;
  private static final int MOST_SUSPECTS = 3;

  /**
   * The message of an order.
   *
   * @param console the console's address, for a link to the incident
   * @param now when it is signed
   */
  static PageMessage of(PageOrder order, Receiver receiver, Optional<String> console, Instant now) {
    Optional<String> link = console.map(base -> base + "/#/incidents/" + order.incident().id());
    String body = json(out -> write(out, order, receiver, link));
    Map<String, String> headers = new TreeMap<>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    headers.put(Signature.KEY_HEADER, order.key());
    if (receiver instanceof Receiver.Webhook webhook) {
      webhook
          .secret()
          .ifPresent(secret -> headers.put(Signature.HEADER, Signature.of(secret, now, body)));
    }
    return new PageMessage(receiver.url(), headers, body);
  }

  private static void write(
      JsonGenerator out, PageOrder order, Receiver receiver, Optional<String> link)
      throws IOException {
    if (receiver instanceof Receiver.PagerDuty duty) {
      pagerDuty(out, order, duty, link);
    } else if (receiver instanceof Receiver.Slack) {
      slack(out, order, link);
    } else {
      webhook(out, order, link);
    }
  }

  private static void webhook(JsonGenerator out, PageOrder order, Optional<String> link)
      throws IOException {
    out.writeStringField("kind", lower(order.kind()));
    out.writeStringField("key", order.key());
    out.writeStringField("receiver", order.receiver());
    out.writeNumberField("count", order.count());
    out.writeObjectFieldStart("incident");
    out.writeStringField("id", order.incident().id());
    out.writeStringField("title", order.incident().title());
    details(out, order.incident());
    if (link.isPresent()) {
      out.writeStringField("link", link.get());
    }
    out.writeEndObject();
  }

  private static void pagerDuty(
      JsonGenerator out, PageOrder order, Receiver.PagerDuty receiver, Optional<String> link)
      throws IOException {
    Incident incident = order.incident();
    out.writeStringField("routing_key", receiver.routingKey());
    out.writeStringField("event_action", action(order.kind()));
    out.writeStringField("dedup_key", incident.id());
    if (order.kind() != Page.State.TRIGGERED) {
      return;
    }
    out.writeStringField("client", "Homeostat");
    if (link.isPresent()) {
      out.writeStringField("client_url", link.get());
    }
    out.writeObjectFieldStart("payload");
    out.writeStringField("summary", cut(incident.title()));
    out.writeStringField("source", incident.system());
    out.writeStringField("severity", lower(incident.severity()));
    out.writeStringField("timestamp", Instant.ofEpochMilli(incident.openedMillis()).toString());
    out.writeObjectFieldStart("custom_details");
    details(out, incident);
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void slack(JsonGenerator out, PageOrder order, Optional<String> link)
      throws IOException {
    Incident incident = order.incident();
    String title = escaped(incident.title());
    String text =
        switch (order.kind()) {
          case RESOLVED -> ":white_check_mark: *Over* (" + lower(incident.state()) + "): " + title;
          case ACKNOWLEDGED -> ":eyes: *Taken on*: " + title;
          case SENDING, TRIGGERED ->
              (incident.severity() == Severity.CRITICAL ? ":rotating_light:" : ":warning:")
                  + " *"
                  + escaped(incident.system())
                  + "* ("
                  + lower(incident.severity())
                  + "): "
                  + title
                  + (incident.inaction().isEmpty() ? "" : "\n" + escaped(incident.inaction()));
        };
    out.writeStringField(
        "text", text + link.map(target -> "\n<" + escaped(target) + "|The incident>").orElse(""));
  }

  private static void details(JsonGenerator out, Incident incident) throws IOException {
    out.writeStringField("system", incident.system());
    out.writeStringField("state", lower(incident.state()));
    out.writeStringField("severity", lower(incident.severity()));
    out.writeStringField("opened", Instant.ofEpochMilli(incident.openedMillis()).toString());
    if (!incident.inaction().isEmpty()) {
      out.writeStringField("inaction", incident.inaction());
    }
    List<Suspect> suspects = incident.suspects();
    out.writeArrayFieldStart("suspects");
    for (Suspect suspect : suspects.subList(0, Math.min(MOST_SUSPECTS, suspects.size()))) {
      out.writeString(suspect.entity().text() + ": " + suspect.reason());
    }
    out.writeEndArray();
  }

  private static String action(Page.State kind) {
    return switch (kind) {
      case SENDING, TRIGGERED -> "trigger";
      case ACKNOWLEDGED -> "acknowledge";
      case RESOLVED -> "resolve";
    };
  }

  /** Slack's three special characters. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_SUMMARY ? text : text.substring(0, LONGEST_SUMMARY - 1) + "…";
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String json(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      writing.to(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @FunctionalInterface
  private interface Writing {
    void to(JsonGenerator out) throws IOException;
  }
}
