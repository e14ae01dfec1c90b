package io.homeostat.core.plan;

import io.homeostat.core.correlate.Attempt;
import io.homeostat.core.correlate.Cause;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Draft;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.Forms;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Verification;
import io.homeostat.core.rules.ObservedParameters;
import io.homeostat.core.rules.Playbook;
import io.homeostat.core.topology.Topology;
import io.homeostat.core.topology.Topology.Edge;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes plans: first a draft that asks for its evidence, then the proposal that carries it. */
public final class Planner {
  /** How long answers are awaited. */
  public static final long ANSWER_MILLIS = 15_000;

  /** How many plans a round may find not to hold before it waits. */
  public static final int MOST_SKIPPED = 8;

  /**
   * All that decides the effect. The plan's number, its evidence and the words that explain it are
   * no part of it: the same plan on fresh evidence has the same hash, and what people have said to
   * it counts on.
   *
   * @param incidentId the incident
   * @param action the action
   * @param target what is acted on
   * @param involved what else must not be acted on meanwhile
   * @param parameters the action's settings
   * @param verification how it will be judged
   * @param limitMillis how long it may take
   * @param rules the version of the rules
   */
  record PlanContent(
      String incidentId,
      String action,
      EntityId target,
      List<EntityId> involved,
      SortedMap<String, String> parameters,
      Verification verification,
      long limitMillis,
      String rules) {}

  private Planner() {}

  /**
   * A draft that answers a signal, with its questions.
   *
   * @param readyMillis it is not proposed before this
   */
  public static Draft draft(
      Dossier dossier,
      Choice.Candidate choice,
      List<Draft.Skipped> skipped,
      String rules,
      long readyMillis,
      long nowMillis) {
    int generation = dossier.efforts().generation() + 1;
    EntityId target = choice.target();
    EntityId sick = choice.sick();
    String purpose = dossier.id() + "/" + generation;
    return new Draft(
        choice.playbook().name(),
        target,
        choice.cause().id(),
        sick,
        generation,
        rules,
        skipped,
        Inquiry.questions(
            choice.playbook(),
            target,
            sick,
            purpose,
            Inquiry.endMillis(choice.cause().beganMillis(), nowMillis)),
        List.of(),
        readyMillis,
        nowMillis + ANSWER_MILLIS);
  }

  /** What the draft's evidence says. */
  public static Finding judge(Draft draft, Playbook playbook, long nowMillis) {
    return Precondition.judge(draft, playbook, nowMillis);
  }

  /** The proposal of a draft whose precondition holds. */
  public static Proposal propose(
      Dossier dossier,
      Draft draft,
      Choice.Candidate choice,
      List<Evidence> evidence,
      Topology topology,
      long nowMillis) {
    Playbook playbook = choice.playbook();
    List<EntityId> involved = involved(draft.target(), topology);
    Verification verification =
        new Verification(
            playbook.beforeMillis(),
            playbook.settleMillis(),
            playbook.windowMillis(),
            Inquiry.checks(playbook, draft.target()));
    SortedMap<String, String> parameters =
        new TreeMap<>(
            ObservedParameters.fill(playbook.parameters(), observed(draft.target(), evidence)));
    parameters.putAll(choice.told());
    PlanContent content =
        new PlanContent(
            dossier.id(),
            playbook.action(),
            draft.target(),
            involved,
            deciding(parameters),
            verification,
            playbook.limitMillis(),
            draft.rules());
    return new Proposal(
        Ids.of(
            "proposal",
            dossier.id(),
            playbook.name(),
            draft.target().text(),
            Integer.toString(draft.generation())),
        dossier.id(),
        dossier.system(),
        draft.target(),
        involved,
        playbook.name(),
        playbook.action(),
        Collections.unmodifiableSortedMap(parameters),
        draft.generation(),
        evidence,
        playbook.predicted(),
        verification,
        playbook.undo(),
        nowMillis,
        nowMillis + playbook.deadlineMillis(),
        hash(content),
        draft.rules());
  }

  private static SortedMap<String, String> deciding(SortedMap<String, String> parameters) {
    TreeMap<String, String> deciding = new TreeMap<>(parameters);
    deciding.remove(Choice.EXPLANATION);
    return deciding;
  }

  private static Map<String, Double> observed(EntityId target, List<Evidence> evidence) {
    Map<String, Double> observed = new TreeMap<>();
    evidence.stream()
        .filter(fact -> fact.entity().equals(target))
        .forEach(fact -> observed.put(fact.series(), fact.value()));
    return observed;
  }

  /** What the incident remembers of a proposal. */
  public static Attempt attempt(Proposal proposal, Choice.Candidate choice) {
    Signal cause = choice.cause();
    return new Attempt(
        proposal.id(),
        proposal.playbook(),
        proposal.target(),
        cause.id(),
        Cause.of(cause),
        cause.beganMillis(),
        proposal.action(),
        proposal.generation(),
        proposal.verification(),
        proposal.proposedMillis(),
        proposal.deadlineMillis(),
        choice.playbook().limitMillis(),
        choice.playbook().mostAttempts(),
        "");
  }

  /** The declared dependency set: what the target is directly part of, such as an index's table. */
  static List<EntityId> involved(EntityId target, Topology topology) {
    return topology.edges().stream()
        .filter(edge -> edge.kind() == Edge.Kind.PART_OF && edge.from().equals(target))
        .map(Edge::to)
        .distinct()
        .sorted()
        .toList();
  }

  /** The hash of a plan: its binary form's. */
  static String hash(PlanContent content) {
    ByteSink sink = new ByteSink();
    Forms.of(PlanContent.class).write(content, sink);
    return Ids.hash(sink.toByteArray());
  }
}
