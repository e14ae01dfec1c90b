package io.homeostat.ingest.alert;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An alert as Alertmanager and those who speak like it tell it.
 *
 * @param fingerprint what its labels come to, in 16 hexadecimal digits
 * @param labels what it is known by; none is empty
 * @param annotations what else is said about it
 * @param startsMillis since when it fires, in milliseconds since 1970
 * @param startTold whether its sender said so; else that is the door's time
 * @param state whether it fires
 * @param untilMillis for how long that may be believed without being told again; empty for ever
 */
public record Alert(
    String fingerprint,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations,
    long startsMillis,
    boolean startTold,
    State state,
    OptionalLong untilMillis) {

  /** Whether an alert is so now. */
  public enum State {
    FIRING,
    RESOLVED
  }

  public Alert {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /** Its name; empty when it has none. */
  public String name() {
    return labels.getOrDefault("alertname", "");
  }
}
