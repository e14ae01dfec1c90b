package io.homeostat.ingest.alert;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.SenderTime;
import io.homeostat.ingest.mapping.EntityMapping;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes an event into an alert. Events of one {@code source}, {@code type} and {@code subject} are
 * of one alert, unless {@code homeostatkey} says of which they are. Its labels are the attributes,
 * each behind {@code ce_}, and the data's own texts and numbers; a subject that is an entity is
 * what it is about.
 */
public final class CloudEventAlerts {
  private static final int MOST_LABELS = 64;
  private static final int LONGEST = 1024;

  /** How long an event holds that nobody tells again. */
  private static final long HOLDS_MILLIS = Duration.ofMinutes(5).toMillis();

  private static final List<String> STATES = List.of("status", "state");
  private static final List<String> TEXTS = List.of("summary", "message", "description", "title");
  private static final Set<String> OVER =
      Set.of("resolved", "ok", "closed", "recovered", "cleared", "inactive", "normal");

  private CloudEventAlerts() {}

  /**
   * The alert of an event; nothing, and one rejection, when its time can't be used.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970
   */
  public static Optional<ToldAlert> of(
      CloudEvent event, long receivedMillis, Rejections rejections) {
    String time = event.attribute("time");
    OptionalLong at = time.isEmpty() ? OptionalLong.of(receivedMillis) : JsonText.millis(time);
    if (at.isEmpty()) {
      rejections.add(Reason.TIME_MISSING, 1, "time '" + time + "' is no time of RFC 3339");
      return Optional.empty();
    }
    if (!SenderTime.near(at.getAsLong(), receivedMillis, rejections)) {
      return Optional.empty();
    }
    boolean over = OVER.contains(said(event, STATES).toLowerCase(Locale.ROOT));
    String fingerprint = fingerprint(event);
    return Optional.of(
        new ToldAlert(
            "event " + fingerprint,
            at.getAsLong(),
            new Alert(
                fingerprint,
                labels(event),
                new TreeMap<>(Map.of("summary", said(event, TEXTS))),
                Math.min(at.getAsLong(), receivedMillis),
                // What has ended may begin anew under the same source, type and subject.
                false,
                over ? Alert.State.RESOLVED : Alert.State.FIRING,
                over ? OptionalLong.empty() : OptionalLong.of(receivedMillis + HOLDS_MILLIS))));
  }

  private static String fingerprint(CloudEvent event) {
    SortedMap<String, String> parts = new TreeMap<>();
    for (String part : List.of("source", "homeostatkey", "type", "subject")) {
      parts.put(part, event.attribute(part));
      if (part.equals("homeostatkey") && !event.attribute(part).isEmpty()) {
        break;
      }
    }
    return Fingerprint.of(parts);
  }

  private static SortedMap<String, String> labels(CloudEvent event) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("alertname", event.attribute("type"));
    event.attributes().forEach((name, value) -> put(labels, "ce_" + name, value));
    for (Map.Entry<String, JsonNode> field : event.data().properties()) {
      put(labels, EntityMapping.label(field.getKey()), JsonText.text(field.getValue()));
    }
    put(labels, "severity", event.attribute("severity"));
    put(labels, AlertSignals.KIND_LABEL, event.attribute("homeostatkind"));
    String subject = event.attribute("subject");
    if (isEntity(subject)) {
      put(labels, EntityMapping.OUTRIGHT, subject);
    }
    return labels;
  }

  private static void put(SortedMap<String, String> labels, String name, String value) {
    if (!value.isEmpty() && value.length() <= LONGEST && labels.size() < MOST_LABELS) {
      labels.putIfAbsent(name, value);
    }
  }

  private static boolean isEntity(String subject) {
    try {
      return subject.indexOf(':') > 0 && !EntityId.parse(subject).text().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String said(CloudEvent event, List<String> names) {
    for (String name : names) {
      String text = event.attribute(name);
      String data = JsonText.text(event.data().path(name));
      if (!text.isEmpty() || !data.isEmpty()) {
        String said = text.isEmpty() ? data : text;
        return said.length() > LONGEST ? said.substring(0, LONGEST) : said;
      }
    }
    return "";
  }
}
