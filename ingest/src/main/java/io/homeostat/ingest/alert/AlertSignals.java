package io.homeostat.ingest.alert;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import io.homeostat.ingest.mapping.EntityMapping;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Makes an alert into a signal. Its id is made of the alert's fingerprint and of the beginning that
 * its sender told, so that the same alert is the same signal whoever tells it, how often, and in
 * whichever group.
 *
 * @param mapping which entity the labels are about
 * @param systemOf the system that an entity belongs to
 */
public record AlertSignals(EntityMapping mapping, Function<EntityId, String> systemOf) {
  /** The label that says what kind of failure it is. */
  public static final String KIND_LABEL = "homeostat_kind";

  private static final String KIND = "alert";
  private static final Pattern KIND_FORM = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final int LONGEST = 500;

  /**
   * The signal of an alert; its times of change are the door's.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970
   * @throws IllegalArgumentException when the labels make no entity
   */
  public Signal of(Alert alert, long receivedMillis) {
    EntityId entity = mapping.map(alert.labels()).entity();
    Severity severity = severity(alert);
    return new Signal(
        Ids.of(
            "alert",
            alert.fingerprint(),
            alert.startTold() ? Long.toString(alert.startsMillis()) : ""),
        entity,
        systemOf.apply(entity),
        alert.name().isEmpty() ? KIND : plain(alert.name()),
        "",
        kind(alert),
        alert.state() == Alert.State.FIRING ? Signal.State.FIRING : Signal.State.RESOLVED,
        severity,
        score(severity),
        alert.startsMillis(),
        receivedMillis,
        Double.NaN,
        Double.NaN,
        explanation(alert, entity),
        "");
  }

  private static String kind(Alert alert) {
    String kind = alert.labels().getOrDefault(KIND_LABEL, "");
    return KIND_FORM.matcher(kind).matches() ? kind : KIND;
  }

  /** The label {@code severity} in the words that are usual; a warning where there is none. */
  private static Severity severity(Alert alert) {
    return switch (alert.labels().getOrDefault("severity", "").toLowerCase(Locale.ROOT)) {
      case "critical", "page", "emergency", "fatal", "error", "high", "p1" -> Severity.CRITICAL;
      case "info", "informational", "notice", "none", "low", "p4", "p5" -> Severity.INFO;
      default -> Severity.WARNING;
    };
  }

  private static double score(Severity severity) {
    return switch (severity) {
      case CRITICAL -> 0.9;
      case WARNING -> 0.6;
      case INFO -> 0.3;
    };
  }

  private static String explanation(Alert alert, EntityId entity) {
    for (String annotation : new String[] {"summary", "description", "message"}) {
      String text = alert.annotations().getOrDefault(annotation, "").strip();
      if (!text.isEmpty()) {
        return plain(text);
      }
    }
    return plain((alert.name().isEmpty() ? "An alert" : alert.name()) + " fires for " + entity);
  }

  private static String plain(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
    return cut.replaceAll("\\p{Cntrl}", " ");
  }
}
