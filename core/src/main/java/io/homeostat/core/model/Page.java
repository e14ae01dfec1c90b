package io.homeostat.core.model;

import java.util.List;

/**
 * What people were told of an incident: written before a receiver is told and once it has taken it,
 * so that a restart neither repeats nor loses a page. The newest one of an incident counts.
 *
 * @param incident the incident's id, by which receivers know the page
 * @param state what they were told last
 * @param receivers who was told or may have been, the newest last; all of them hear of the end
 * @param count how many times it was told that the incident is open
 * @param timeMillis when this was written, by the pager's clock
 */
public record Page(String incident, State state, List<String> receivers, int count, long timeMillis)
    implements Fact {

  public Page {
    receivers = List.copyOf(receivers);
    if (incident.isEmpty() || receivers.isEmpty() || count < 1) {
      throw new IllegalArgumentException(
          "page of '" + incident + "' to " + receivers + ", told " + count + " times: give all");
    }
  }

  /** What people know. */
  public enum State {
    /** Perhaps that it is open: they are being told. */
    SENDING,
    /** That it is open. */
    TRIGGERED,
    /** That somebody has taken it on. */
    ACKNOWLEDGED,
    /** That it is over. */
    RESOLVED
  }
}
