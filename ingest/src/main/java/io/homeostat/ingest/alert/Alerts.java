package io.homeostat.ingest.alert;

import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads alerts, as {@code POST /api/v2/alerts} has them (Prometheus and other clients of
 * Alertmanager) and as Alertmanager's webhook of version 4 does.
 */
public final class Alerts {
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,127}");
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");
  private static final int MOST_LABELS = 64;
  private static final int LONGEST_LABEL = 1024;
  private static final int LONGEST_ANNOTATION = 4096;
  private static final long AHEAD_MILLIS = Duration.ofMinutes(5).toMillis();

  /** How long an alert holds that doesn't say it: Alertmanager's {@code resolve_timeout}. */
  private static final long HOLDS_MILLIS = Duration.ofMinutes(5).toMillis();

  private final long receivedMillis;
  private final Rejections rejections;

  private Alerts(long receivedMillis, Rejections rejections) {
    this.receivedMillis = receivedMillis;
    this.rejections = rejections;
  }

  /**
   * The alerts of a request {@code POST /api/v2/alerts}. One that does not say when it ends is
   * believed for five minutes, as Alertmanager does.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970
   * @param rejections takes what can't be used
   * @throws MalformedException when the body is no list of alerts
   */
  public static List<Alert> ofRequest(byte[] body, long receivedMillis, Rejections rejections)
      throws MalformedException {
    Alerts alerts = new Alerts(receivedMillis, rejections);
    List<Alert> read = new ArrayList<>();
    for (AlertJson.Told told : AlertJson.alerts(body)) {
      alerts.take(told, false).ifPresent(read::add);
    }
    return read;
  }

  /**
   * The alerts of a webhook. Those that Alertmanager has left out count as rejected.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970
   * @param rejections takes what can't be used
   * @throws MalformedException when the body is no webhook of version 4
   */
  public static List<Alert> ofWebhook(byte[] body, long receivedMillis, Rejections rejections)
      throws MalformedException {
    AlertJson.Notification notification = AlertJson.notification(body);
    if (!"4".equals(notification.version()) || notification.alerts() == null) {
      throw new MalformedException(
          "the body is no webhook of version 4 with alerts: its version is "
              + notification.version());
    }
    Alerts alerts = new Alerts(receivedMillis, rejections);
    List<Alert> read = new ArrayList<>();
    for (AlertJson.Told told : notification.alerts()) {
      alerts.take(told, true).ifPresent(read::add);
    }
    rejections.add(
        Reason.LEFT_OUT,
        notification.truncatedAlerts(),
        "Alertmanager left alerts out of group "
            + notification.groupKey()
            + "; set max_alerts: 0 in its webhook_configs");
    return read;
  }

  private Optional<Alert> take(AlertJson.@Nullable Told told, boolean webhook) {
    if (told == null) {
      return reject(Reason.KIND, "an alert is null");
    }
    Optional<SortedMap<String, String>> labels = labels(told.labels());
    if (labels.isEmpty()) {
      return Optional.empty();
    }
    try {
      OptionalLong starts = time("startsAt", told.startsAt());
      OptionalLong ends = time("endsAt", told.endsAt());
      boolean over =
          webhook
              ? "resolved".equals(told.status())
              : ends.isPresent() && ends.getAsLong() <= receivedMillis;
      long start = starts.orElse(over ? ends.orElse(receivedMillis) : receivedMillis);
      if (start > receivedMillis + AHEAD_MILLIS) {
        return reject(Reason.TIME_FAR, "startsAt " + told.startsAt() + " is more than 5 m ahead");
      }
      if (ends.isPresent() && ends.getAsLong() < start) {
        return reject(Reason.TIME_ORDER, "endsAt " + told.endsAt() + " is before startsAt");
      }
      OptionalLong until =
          over || webhook
              ? OptionalLong.empty()
              : OptionalLong.of(ends.orElse(receivedMillis + HOLDS_MILLIS));
      return Optional.of(
          new Alert(
              fingerprint(told, labels.get()),
              labels.get(),
              annotations(told.annotations()),
              start,
              starts.isPresent(),
              over ? Alert.State.RESOLVED : Alert.State.FIRING,
              until));
    } catch (DateTimeException e) {
      return reject(Reason.TIME_MISSING, String.valueOf(e.getMessage()));
    }
  }

  private static String fingerprint(AlertJson.Told told, SortedMap<String, String> labels) {
    String given = told.fingerprint();
    return given != null && FINGERPRINT.matcher(given).matches() ? given : Fingerprint.of(labels);
  }

  private Optional<SortedMap<String, String>> labels(@Nullable Map<String, @Nullable String> told) {
    SortedMap<String, String> labels = new TreeMap<>();
    if (told != null) {
      for (var label : told.entrySet()) {
        String value = label.getValue();
        if (!LABEL.matcher(label.getKey()).matches()
            || (value != null && value.length() > LONGEST_LABEL)) {
          return reject(
              Reason.ATTRIBUTES,
              "label '"
                  + label.getKey()
                  + "' has no name that labels have, or more than 1024"
                  + " characters");
        }
        if (value != null && !value.isEmpty()) {
          labels.put(label.getKey(), value);
        }
      }
    }
    if (labels.isEmpty() || labels.size() > MOST_LABELS) {
      return reject(
          Reason.ATTRIBUTES, "an alert has " + labels.size() + " labels, from 1 to " + MOST_LABELS);
    }
    return Optional.of(labels);
  }

  private static SortedMap<String, String> annotations(
      @Nullable Map<String, @Nullable String> told) {
    SortedMap<String, String> annotations = new TreeMap<>();
    if (told != null) {
      told.forEach(
          (name, value) -> {
            if (value != null && annotations.size() < MOST_LABELS) {
              annotations.put(
                  name, value.substring(0, Math.min(LONGEST_ANNOTATION, value.length())));
            }
          });
    }
    return annotations;
  }

  /** A time in RFC 3339; Go's zero time is none. */
  private static OptionalLong time(String field, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      return time.getYear() <= 1
          ? OptionalLong.empty()
          : OptionalLong.of(time.toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new DateTimeException(field + " '" + text + "' is no time of RFC 3339", e);
    }
  }

  private <T> Optional<T> reject(Reason reason, String example) {
    rejections.add(reason, 1, example);
    return Optional.empty();
  }
}
