package io.homeostat.core.correlate;

import io.homeostat.core.model.EntityId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was tried for an incident.
 *
 * @param generation the number of its newest plan
 * @param tries how often in a row planning came to nothing: the wait doubles with each
 * @param refusals how often actuators refused
 * @param attempts how often each playbook was carried out
 * @param superseded proposals given up before their decision was known, newest last
 * @param settled targets about which all is said, newest last
 * @param unjudged effects that wait for the judgement of another one, oldest first
 * @param verified true when an action was verified
 */
public record Efforts(
    int generation,
    int tries,
    int refusals,
    SortedMap<String, Integer> attempts,
    List<Attempt> superseded,
    List<Settled> settled,
    List<Unjudged> unjudged,
    boolean verified) {

  /**
   * An effect that came while another was watched.
   *
   * @param plan what was done, with its command
   * @param effect when
   */
  public record Unjudged(Attempt plan, Effect effect) {}

  /**
   * A target for which a plan was answered with a no that time does not change.
   *
   * @param target the target
   * @param cause what the plan was to answer
   * @param context the versions of the rules and the topology: with others it counts no more
   * @param why one sentence
   */
  public record Settled(EntityId target, Cause cause, String context, String why) {}

  /** Nothing was tried. */
  public static final Efforts NONE =
      new Efforts(0, 0, 0, Collections.emptySortedMap(), List.of(), List.of(), List.of(), false);

  private static final int MOST_KEPT = 16;
  private static final int MOST_DOUBLINGS = 3;
  private static final long FIRST_WAIT_MILLIS = 10_000;
  private static final long LONGEST_WAIT_MILLIS = 60_000;

  public Efforts {
    attempts = Collections.unmodifiableSortedMap(new TreeMap<>(attempts));
    superseded = List.copyOf(superseded);
    settled = List.copyOf(settled);
    unjudged = List.copyOf(unjudged);
  }

  /** How often a playbook was carried out. */
  public int attempts(String playbook) {
    return attempts.getOrDefault(playbook, 0);
  }

  /** The wait before the next try: 10 s, 20 s, 40 s, 60 s, 60 s, … */
  public long waitMillis() {
    return Math.min(
        LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(Math.max(0, tries - 1), MOST_DOUBLINGS));
  }

  public Efforts planned() {
    return new Efforts(
        generation + 1, tries, refusals, attempts, superseded, settled, unjudged, verified);
  }

  public Efforts cameToNothing() {
    return new Efforts(
        generation, tries + 1, refusals, attempts, superseded, settled, unjudged, verified);
  }

  public Efforts fresh() {
    return new Efforts(generation, 0, refusals, attempts, superseded, settled, unjudged, verified);
  }

  public Efforts refused() {
    return new Efforts(
        generation, tries + 1, refusals + 1, attempts, superseded, settled, unjudged, verified);
  }

  /** The playbook was carried out once more, whatever came of it. */
  public Efforts carriedOut(String playbook) {
    SortedMap<String, Integer> counts = new TreeMap<>(attempts);
    counts.merge(playbook, 1, Integer::sum);
    return new Efforts(generation, tries, 0, counts, superseded, settled, unjudged, verified);
  }

  public Efforts withVerified() {
    return new Efforts(generation, 0, refusals, attempts, superseded, settled, unjudged, true);
  }

  /** The attempt was given up before its decision was known; should it be granted, it counts. */
  public Efforts supersede(Attempt attempt) {
    List<Attempt> more = new ArrayList<>(superseded);
    more.add(attempt);
    return new Efforts(
        generation, tries, refusals, attempts, newest(more), settled, unjudged, verified);
  }

  public Optional<Attempt> superseded(String proposalId) {
    return superseded.stream().filter(each -> each.proposalId().equals(proposalId)).findFirst();
  }

  /** The attempt is followed again, or came to its end. */
  public Efforts settle(String proposalId) {
    return new Efforts(
        generation,
        tries,
        refusals,
        attempts,
        superseded.stream().filter(each -> !each.proposalId().equals(proposalId)).toList(),
        settled,
        unjudged,
        verified);
  }

  /** Nothing more is proposed for this target, for this cause, in this context. */
  public Efforts settle(Settled answer) {
    List<Settled> more = new ArrayList<>(settled);
    more.add(answer);
    return new Efforts(
        generation, tries, refusals, attempts, superseded, newest(more), unjudged, verified);
  }

  /** An effect that is to be judged after the one that is watched now. */
  public Efforts later(Unjudged effect) {
    List<Unjudged> more = new ArrayList<>(unjudged);
    more.add(effect);
    return judging(newest(more));
  }

  /** Without the oldest effect that waits: it is watched now. */
  public Efforts withoutOldest() {
    return judging(unjudged.subList(1, unjudged.size()));
  }

  private Efforts judging(List<Unjudged> effects) {
    return new Efforts(
        generation, tries, refusals, attempts, superseded, settled, effects, verified);
  }

  /** Why nothing more is proposed for a target on account of a failure, if so. */
  public Optional<String> settled(EntityId target, Cause cause, String context) {
    return settled.stream()
        .filter(each -> each.target().equals(target) && each.cause().equals(cause))
        .filter(each -> each.context().equals(context))
        .map(Settled::why)
        .reduce((older, newer) -> newer);
  }

  /** The failure has gone; should it come back, it is another one. */
  public Efforts unsettle(Cause cause) {
    return new Efforts(
        generation,
        tries,
        refusals,
        attempts,
        superseded,
        settled.stream().filter(each -> !each.cause().equals(cause)).toList(),
        unjudged,
        verified);
  }

  private static <T> List<T> newest(List<T> list) {
    return list.size() > MOST_KEPT ? list.subList(list.size() - MOST_KEPT, list.size()) : list;
  }
}
