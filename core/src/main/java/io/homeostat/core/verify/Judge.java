package io.homeostat.core.verify;

import io.homeostat.core.correlate.Watch;
import io.homeostat.core.model.Check;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.Plot;
import io.homeostat.core.model.Verdict;
import io.homeostat.core.model.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges an effect by means before and after: the target and the symptoms must have improved, and
 * an untouched peer must not have. One series that is missing makes all of it unknown.
 */
public final class Judge {
  private Judge() {}

  /**
   * What was measured for one check.
   *
   * @param before the answer about the time before; empty where none came
   * @param after the answer about the time after; empty where none came
   */
  public record Measured(Optional<Observation> before, Optional<Observation> after) {}

  /**
   * What the answers show.
   *
   * @param measured one per check, in their order
   */
  public static Judgement judge(Verification verification, Watch watch, List<Measured> measured) {
    List<Plot> plots = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      plots.add(Plots.of(verification.checks().get(i), watch, measured.get(i)));
    }
    return compare(List.copyOf(plots));
  }

  private static Judgement compare(List<Plot> plots) {
    List<Comparison> all = plots.stream().map(Comparison::of).toList();
    List<Comparison> unknown = all.stream().filter(each -> !each.known()).toList();
    if (all.isEmpty() || !unknown.isEmpty()) {
      return new Judgement.Missing(missing(unknown), plots);
    }
    List<Comparison> peers = in(all, Check.Role.PEER);
    List<Comparison> targets = in(all, Check.Role.TARGET);
    List<Comparison> symptoms = in(all, Check.Role.SYMPTOM);
    boolean still = peers.stream().allMatch(Comparison::still);
    boolean better = targets.stream().allMatch(Comparison::improved);
    boolean harmed = still && symptoms.stream().anyMatch(Comparison::harmed);
    if (better && still && symptoms.stream().allMatch(Comparison::improved)) {
      return new Judgement.Told(
          Verdict.Result.VERIFIED,
          list(all, c -> c.check().role() != Check.Role.PEER)
              + (peers.isEmpty() ? "" : "; peer unchanged: " + list(peers, c -> true)),
          plots);
    }
    Verdict.Result result = harmed ? Verdict.Result.HARMED : Verdict.Result.NOT_IMPROVED;
    String reason =
        harmed
            ? "worse than before: " + list(symptoms, Comparison::harmed)
            : unimproved(targets, symptoms, peers, still);
    return better && still
        ? new Judgement.Recovering(result, reason, plots)
        : new Judgement.Told(result, reason, plots);
  }

  private static String unimproved(
      List<Comparison> targets, List<Comparison> symptoms, List<Comparison> peers, boolean still) {
    if (still) {
      return "not improved as promised: "
          + list(Stream.concat(targets.stream(), symptoms.stream()).toList(), c -> !c.improved());
    }
    double best = targets.stream().mapToDouble(Comparison::ratio).min().orElse(1);
    boolean shared = peers.stream().anyMatch(peer -> peer.ratio() < 1 && peer.ratio() <= best * 2);
    return (shared
            ? "not our doing: the untouched peer improved too: "
            : "can't be told to be our doing: the untouched peer moved too: ")
        + list(peers, c -> !c.still())
        + ", beside "
        + list(targets, c -> true);
  }

  private static String missing(List<Comparison> unknown) {
    return unknown.isEmpty()
        ? "nothing was to be compared"
        : "no data before or after for "
            + unknown.stream().map(Comparison::name).distinct().collect(Collectors.joining(", "));
  }

  private static List<Comparison> in(List<Comparison> all, Check.Role role) {
    return all.stream().filter(each -> each.check().role() == role).toList();
  }

  private static String list(List<Comparison> comparisons, Predicate<Comparison> which) {
    return comparisons.stream()
        .filter(which)
        .map(Comparison::text)
        .collect(Collectors.joining(", "));
  }
}
