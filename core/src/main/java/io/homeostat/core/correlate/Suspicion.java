package io.homeostat.core.correlate;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Suspect;
import io.homeostat.core.topology.Topology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Ranks what may have caused an incident: what is sick itself, what the sick depend on, and what
 * was changed shortly before. A cause lies below its symptoms, so a sick thing that others depend
 * on comes before those others.
 */
public final class Suspicion {
  private static final int MOST_SUSPECTS = 5;
  private static final int MOST_SICK = 64;
  private static final double OWN_WEIGHT = 0.45;
  private static final double BELOW_WEIGHT = 0.35;
  private static final double CHANGE_WEIGHT = 0.2;
  private static final double SYMPTOM_FACTOR = 0.5;
  private static final double FAR_FACTOR = 0.5;
  private static final double LEAST_SCORE = 0.05;
  private static final double RECENT_MILLIS = 300_000;
  // A symptom begins with the second in which it was felt: its cause may be told as begun later.
  private static final long OUT_OF_STEP_MILLIS = 2_000;

  private final Members members;
  private final Topology topology;
  private final NavigableSet<EntityId> sick = new TreeSet<>();
  private final Map<EntityId, Map<EntityId, Integer>> below = new LinkedHashMap<>();

  private Suspicion(Members members, Topology topology) {
    this.members = members;
    this.topology = topology;
    members.signals().stream().map(Signal::entity).distinct().limit(MOST_SICK).forEach(sick::add);
    sick.forEach(entity -> below.put(entity, Reach.below(entity, topology)));
  }

  /** The suspects, likeliest first; at most {@value #MOST_SUSPECTS}. */
  public static List<Suspect> rank(Members members, Topology topology) {
    return new Suspicion(members, topology).rank();
  }

  /**
   * True when a failure of one entity can be the doing of another: of itself, or of what is below.
   */
  public static boolean liesBelow(EntityId suspect, EntityId sick, Topology topology) {
    return suspect.equals(sick) || Reach.below(sick, topology).containsKey(suspect);
  }

  /** True for kinds of failure that are felt rather than caused: latency, errors, throughput. */
  static boolean symptom(String kind) {
    return kind.startsWith("latency")
        || kind.startsWith("error")
        || kind.startsWith("throughput")
        || kind.startsWith("availability");
  }

  private List<Suspect> rank() {
    NavigableSet<EntityId> candidates = new TreeSet<>(sick);
    members.changes().forEach(change -> candidates.add(change.entity()));
    if (sick.size() > 1) {
      shared().forEach(candidates::add);
    }
    return candidates.stream()
        .map(this::suspect)
        .filter(suspect -> suspect.score() >= LEAST_SCORE)
        .sorted(
            Comparator.comparingDouble(Suspect::score).reversed().thenComparing(Suspect::entity))
        .limit(MOST_SUSPECTS)
        .toList();
  }

  /** What every sick entity lies above: it may be sick itself though nothing says so. */
  private NavigableSet<EntityId> shared() {
    Map<EntityId, Integer> counts = new TreeMap<>();
    below
        .values()
        .forEach(each -> each.keySet().forEach(key -> counts.merge(key, 1, Integer::sum)));
    NavigableSet<EntityId> shared = new TreeSet<>();
    counts.forEach(
        (entity, count) -> {
          if (count == sick.size()) {
            shared.add(entity);
          }
        });
    return shared;
  }

  private Suspect suspect(EntityId entity) {
    List<String> reasons = new ArrayList<>();
    double score =
        OWN_WEIGHT * own(entity, reasons)
            + BELOW_WEIGHT * dependents(entity, reasons)
            + CHANGE_WEIGHT * changed(entity, reasons);
    return new Suspect(entity, Math.round(score * 1000) / 1000.0, String.join("; ", reasons));
  }

  private double own(EntityId entity, List<String> reasons) {
    Optional<Signal> gravest =
        members.signals().stream()
            .filter(signal -> signal.entity().equals(entity))
            .max(
                Comparator.comparingDouble(Suspicion::weight)
                    .thenComparing(Signal::id, Comparator.reverseOrder()));
    gravest.ifPresent(
        signal ->
            reasons.add(Wording.clause(signal) + " (score " + Wording.score(signal.score()) + ")"));
    return gravest.map(Suspicion::weight).orElse(0.0);
  }

  private static double weight(Signal signal) {
    return symptom(signal.kind()) ? SYMPTOM_FACTOR * signal.score() : signal.score();
  }

  private double dependents(EntityId entity, List<String> reasons) {
    List<EntityId> above =
        sick.stream()
            .filter(each -> !each.equals(entity))
            .filter(each -> below.getOrDefault(each, Map.of()).containsKey(entity))
            .toList();
    int others = sick.size() - (sick.contains(entity) ? 1 : 0);
    if (above.isEmpty() || others == 0) {
      return 0;
    }
    reasons.add(
        Wording.name(above.get(0))
            + (above.size() > 1
                ? " and " + (above.size() - 1) + " more depend on it"
                : " depends on it"));
    return (double) above.size() / others;
  }

  private double changed(EntityId entity, List<String> reasons) {
    double best = 0;
    Optional<Change> closest = Optional.empty();
    for (Change change : members.changes()) {
      double near = near(entity, change);
      if (near > best) {
        best = near;
        closest = Optional.of(change);
      }
    }
    closest.ifPresent(
        change -> reasons.add(change.kind() + " change " + when(change) + ": " + change.summary()));
    return best;
  }

  private String when(Change change) {
    long before = members.openedMillis() - change.beganMillis();
    return before >= 0
        ? Wording.span(before) + " before it opened"
        : Wording.span(-before) + " after it opened";
  }

  /**
   * 1 for a change of the entity itself right before, less for one next to it or one long before;
   * half when it came after by more than {@value #OUT_OF_STEP_MILLIS} ms.
   */
  private double near(EntityId entity, Change change) {
    double distance;
    if (change.entity().equals(entity)) {
      distance = 1;
    } else if (sick.contains(entity) && adjacent(entity, change.entity())) {
      distance = FAR_FACTOR;
    } else {
      return 0;
    }
    long before = members.openedMillis() - change.beganMillis();
    return before >= -OUT_OF_STEP_MILLIS
        ? distance * RECENT_MILLIS / (RECENT_MILLIS + Math.max(0, before))
        : distance * FAR_FACTOR;
  }

  private boolean adjacent(EntityId entity, EntityId other) {
    return topology.needs(entity).anyMatch(other::equals)
        || topology.neededBy(entity).anyMatch(other::equals);
  }
}
