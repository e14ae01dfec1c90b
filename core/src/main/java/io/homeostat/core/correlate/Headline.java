package io.homeostat.core.correlate;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Suspect;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One line that says what an incident is about: the likeliest cause, and what is felt. */
final class Headline {
  private static final Comparator<Signal> GRAVEST =
      Comparator.comparing(Signal::severity, Comparator.reverseOrder())
          .thenComparing(Signal::score, Comparator.reverseOrder())
          .thenComparing(Signal::beganMillis)
          .thenComparing(Signal::id);

  private Headline() {}

  /** Such as {@code Index public.documents_source_idx is bloated; retriever latency up}. */
  static String of(Members members, List<Suspect> suspects) {
    List<EntityId> ranked = suspects.stream().map(Suspect::entity).toList();
    List<Signal> ordered =
        members.signals().stream()
            .sorted(
                Comparator.comparing((Signal signal) -> Suspicion.symptom(signal.kind()))
                    .thenComparing(signal -> place(signal, ranked))
                    .thenComparing(GRAVEST))
            .toList();
    Set<String> clauses = new LinkedHashSet<>();
    ordered.stream().limit(1).map(Wording::clause).forEach(clauses::add);
    ordered.stream()
        .filter(signal -> Suspicion.symptom(signal.kind()))
        .limit(1)
        .map(Wording::clause)
        .forEach(clauses::add);
    Set<String> all = new LinkedHashSet<>();
    ordered.stream().map(Wording::clause).forEach(all::add);
    int more = all.size() - clauses.size();
    return String.join("; ", clauses) + (more > 0 ? " (and " + more + " more)" : "");
  }

  private static int place(Signal signal, List<EntityId> ranked) {
    int place = ranked.indexOf(signal.entity());
    return place < 0 ? ranked.size() : place;
  }
}
