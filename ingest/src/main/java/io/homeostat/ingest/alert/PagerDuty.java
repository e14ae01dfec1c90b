package io.homeostat.ingest.alert;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.ingest.intake.MalformedException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads PagerDuty's webhooks of version 3 (PagerDuty developer documentation, "Webhooks V3", "Event
 * Data Types"): an incident's state becomes an alert's. Labels: {@code pagerduty_service}, {@code
 * pagerduty_service_id}, {@code pagerduty_incident}, {@code severity}.
 */
public final class PagerDuty {
  /** The client that our own pager names; its incidents are not told to us again. */
  private static final String OURSELVES = "Homeostat";

  private static final int LONGEST = 1024;

  /** What a webhook says. */
  public sealed interface Webhook {
    /** The delivery's id. */
    String delivery();
  }

  /** An incident is in a state. */
  public record Incident(String delivery, ToldAlert told) implements Webhook {}

  /** It says nothing of an incident's state. */
  public record Nothing(String delivery, String why) implements Webhook {}

  private PagerDuty() {}

  /**
   * Reads a webhook.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970
   * @throws MalformedException when the body is no webhook of version 3
   */
  public static Webhook read(byte[] body, long receivedMillis) throws MalformedException {
    JsonNode event = JsonText.read(body).path("event");
    String delivery = needed(event, "event", "id");
    String type = needed(event, "event", "event_type");
    JsonNode data = event.path("data");
    if (!type.startsWith("incident.") || !"incident".equals(data.path("type").asText())) {
      return new Nothing(delivery, "an event " + type + " is no incident's state");
    }
    if (OURSELVES.equals(event.path("client").path("name").asText())) {
      return new Nothing(delivery, "Homeostat itself has told of this");
    }
    String id = needed(data, "event.data", "id");
    String status = needed(data, "event.data", "status");
    long at = time(event, "event.occurred_at", "occurred_at");
    long created = data.has("created_at") ? time(data, "event.data.created_at", "created_at") : at;
    boolean over =
        switch (status) {
          case "resolved" -> true;
          case "triggered", "acknowledged" -> false;
          default ->
              throw new MalformedException("event.data.status '" + cut(status) + "' is not known");
        };
    SortedMap<String, String> labels = labels(data, id);
    return new Incident(
        delivery,
        new ToldAlert(
            "pagerduty " + id,
            at,
            new Alert(
                fingerprint(id),
                labels,
                new TreeMap<>(Map.of("summary", cut(data.path("title").asText()))),
                Math.min(created, receivedMillis),
                // An incident may be opened anew, and keeps its beginning.
                false,
                over ? Alert.State.RESOLVED : Alert.State.FIRING,
                OptionalLong.empty())));
  }

  private static SortedMap<String, String> labels(JsonNode data, String id) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("alertname", "PagerDuty incident");
    labels.put("pagerduty_incident", id);
    put(labels, "pagerduty_service", data.path("service").path("summary"));
    put(labels, "pagerduty_service_id", data.path("service").path("id"));
    put(labels, "pagerduty_priority", data.path("priority").path("summary"));
    String priority = labels.getOrDefault("pagerduty_priority", "");
    labels.put("severity", priority.isEmpty() ? cut(data.path("urgency").asText()) : priority);
    return labels;
  }

  private static void put(SortedMap<String, String> labels, String name, JsonNode value) {
    String text = cut(JsonText.text(value));
    if (!text.isEmpty()) {
      labels.put(name, text);
    }
  }

  private static String fingerprint(String id) {
    return Fingerprint.of(new TreeMap<>(Map.of("pagerduty_incident", id)));
  }

  private static String needed(JsonNode node, String place, String field)
      throws MalformedException {
    String text = JsonText.text(node.path(field));
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new MalformedException(
          place + "." + field + " is missing or too long: the body is no webhook of version 3");
    }
    return text;
  }

  private static long time(JsonNode node, String place, String field) throws MalformedException {
    String text = JsonText.text(node.path(field));
    return JsonText.millis(text)
        .orElseThrow(
            () -> new MalformedException(place + " '" + cut(text) + "' is no time of RFC 3339"));
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }
}
