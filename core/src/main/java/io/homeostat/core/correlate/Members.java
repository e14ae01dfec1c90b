package io.homeostat.core.correlate;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The signals and changes of an incident. What it holds at the end does not depend on the order in
 * which they came.
 *
 * @param signals each in its newest state, oldest first
 * @param changes oldest first
 */
public record Members(List<Signal> signals, List<Change> changes) {
  /** Nothing yet. */
  public static final Members EMPTY = new Members(List.of(), List.of());

  /** The most signals that an incident holds; of more, the gravest are kept. */
  public static final int MOST_SIGNALS = 512;

  /** The most changes; of more, the earliest are kept: they are likelier causes. */
  public static final int MOST_CHANGES = 64;

  private static final Comparator<Signal> BY_BEGINNING =
      Comparator.comparingLong(Signal::beganMillis).thenComparing(Signal::id);
  private static final Comparator<Change> BY_TIME =
      Comparator.comparingLong(Change::beganMillis).thenComparing(Change::id);

  /** Gravest first: what still fires before what does not, then by severity and score. */
  private static final Comparator<Signal> BY_GRAVITY =
      Comparator.comparing((Signal signal) -> signal.state() == Signal.State.RESOLVED)
          .thenComparing(Signal::severity, Comparator.reverseOrder())
          .thenComparing(Signal::score, Comparator.reverseOrder())
          .thenComparing(BY_BEGINNING);

  public Members {
    signals = List.copyOf(signals);
    changes = List.copyOf(changes);
  }

  /** With a signal, or its newer state; an older state than the known one changes nothing. */
  public Members with(Signal signal) {
    Optional<Signal> known = signal(signal.id());
    if (known.filter(old -> old.updatedMillis() > signal.updatedMillis()).isPresent()) {
      return this;
    }
    List<Signal> more = new ArrayList<>(signals);
    known.ifPresent(more::remove);
    int place = Collections.binarySearch(more, signal, BY_BEGINNING);
    more.add(place < 0 ? -place - 1 : place, signal);
    if (more.size() > MOST_SIGNALS) {
      more.remove(Collections.max(more, BY_GRAVITY));
    }
    return new Members(more, changes);
  }

  /** With a change, or its newer state. */
  public Members with(Change change) {
    Optional<Change> known =
        changes.stream().filter(each -> each.id().equals(change.id())).findFirst();
    if (known.filter(old -> old.updatedMillis() > change.updatedMillis()).isPresent()) {
      return this;
    }
    List<Change> more = new ArrayList<>(changes);
    known.ifPresent(more::remove);
    more.add(change);
    more.sort(BY_TIME);
    return new Members(signals, more.size() > MOST_CHANGES ? more.subList(0, MOST_CHANGES) : more);
  }

  public Optional<Signal> signal(String id) {
    return signals.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** The signals in a state. */
  public List<Signal> in(Signal.State state) {
    return signals.stream().filter(signal -> signal.state() == state).toList();
  }

  /** The same without the signals that are resolved. */
  public Members unresolved() {
    return new Members(
        signals.stream().filter(signal -> signal.state() != Signal.State.RESOLVED).toList(),
        changes);
  }

  /** True when there are signals, and all of them are resolved. */
  public boolean resolved() {
    return !signals.isEmpty()
        && signals.stream().allMatch(signal -> signal.state() == Signal.State.RESOLVED);
  }

  /** True when no signal of this kind on this entity is unresolved. */
  public boolean resolved(EntityId entity, String kind) {
    return signals.stream()
        .filter(signal -> signal.entity().equals(entity) && signal.kind().equals(kind))
        .allMatch(signal -> signal.state() == Signal.State.RESOLVED);
  }

  /** True when a member was raised by the same rule about the same series. */
  public boolean knows(Signal signal) {
    return signals.stream()
        .anyMatch(
            each ->
                each.rule().equals(signal.rule())
                    && each.entity().equals(signal.entity())
                    && each.series().equals(signal.series()));
  }

  /** True when a member is this change, in whatever state. */
  public boolean knows(Change change) {
    return changes.stream().anyMatch(each -> each.id().equals(change.id()));
  }

  /** When the first signal began. */
  public long openedMillis() {
    return signals.get(0).beganMillis();
  }

  public Severity severity() {
    return signals.stream()
        .map(Signal::severity)
        .max(Comparator.naturalOrder())
        .orElse(Severity.INFO);
  }

  public double score() {
    return signals.stream().mapToDouble(Signal::score).max().orElse(0);
  }
}
