package io.homeostat.core.correlate;

import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Moment;
import java.util.ArrayList;
import java.util.List;

/**
 * All that happened in an incident, oldest first. Of a long story the beginning and the end are
 * kept; the same entry twice counts once.
 *
 * @param moments the entries, by time
 * @param omitted how many were left out after the first {@value #KEPT_FIRST}
 */
public record Chronicle(List<Moment> moments, int omitted) {
  /** Nothing has happened. */
  public static final Chronicle EMPTY = new Chronicle(List.of(), 0);

  private static final int KEPT_FIRST = 100;
  private static final int KEPT = Incident.LONGEST_TIMELINE - 1;
  private static final int MOST_PROGRESS = 12;

  public Chronicle {
    moments = List.copyOf(moments);
  }

  /** With an entry more, in its place by time, after those of the same time. */
  public Chronicle with(Moment moment) {
    if (moments.contains(moment)) {
      return this;
    }
    List<Moment> more = new ArrayList<>(moments);
    if (moment.kind() == Moment.Kind.PROGRESS) {
      dropOldProgress(more, moment.reference());
    }
    int at = more.size();
    while (at > 0 && more.get(at - 1).timeMillis() > moment.timeMillis()) {
      at--;
    }
    more.add(at, moment);
    int left = omitted;
    if (more.size() > KEPT) {
      more.remove(KEPT_FIRST);
      left++;
    }
    return new Chronicle(more, left);
  }

  public Chronicle with(long timeMillis, Moment.Kind kind, String text, String reference) {
    return with(new Moment(timeMillis, kind, text, reference));
  }

  /** The entries for people: where some were left out, a note says how many. */
  public List<Moment> timeline() {
    if (omitted == 0) {
      return moments;
    }
    List<Moment> timeline = new ArrayList<>(moments);
    timeline.add(
        KEPT_FIRST,
        new Moment(
            moments.get(KEPT_FIRST).timeMillis(),
            Moment.Kind.NOTE,
            omitted + (omitted == 1 ? " entry is" : " entries are") + " left out here",
            ""));
    return timeline;
  }

  /** Of one action's progress, the first words and the newest are kept. */
  private static void dropOldProgress(List<Moment> moments, String reference) {
    int seen = 0;
    int newest = -1;
    for (int i = 0; i < moments.size(); i++) {
      Moment each = moments.get(i);
      if (each.kind() == Moment.Kind.PROGRESS && each.reference().equals(reference)) {
        seen++;
        newest = i;
      }
    }
    if (seen >= MOST_PROGRESS) {
      moments.remove(newest);
    }
  }
}
