package io.homeostat.core.plan;

import io.homeostat.core.correlate.Attempt;
import io.homeostat.core.correlate.Cause;
import io.homeostat.core.correlate.Dossier;
import io.homeostat.core.correlate.Draft;
import io.homeostat.core.correlate.Question;
import io.homeostat.core.correlate.Reading;
import io.homeostat.core.model.Check;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.UndoOf;
import io.homeostat.core.model.UndoRequest;
import io.homeostat.core.model.Verification;
import io.homeostat.core.rules.Playbook;
import io.homeostat.core.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An undo that a person has asked for: it has an incident of its own, and its plan is proposed,
 * governed and verified like any other. It is verified when nothing that is felt has become worse
 * than the original had promised to make it better: each bound of the original's checks, inverted.
 * What was acted on goes back as it should, so it is no measure, unless there is no other.
 *
 * @param request who asked for it, and why
 * @param deed what is to be undone
 * @param giveUpMillis until when it is tried
 */
public record Undoing(UndoRequest request, Deed deed, long giveUpMillis) {
  private static final long PATIENCE_MILLIS = 1_800_000;

  /** An undo that was just asked for. */
  public static Undoing of(UndoRequest request, Deed deed, long nowMillis) {
    return new Undoing(request, deed, nowMillis + PATIENCE_MILLIS);
  }

  /** The title of its incident. */
  public String title() {
    return "Undo of "
        + deed.subject()
        + ", asked for by "
        + request.who().text()
        + (request.reason().isEmpty() ? "" : ": " + request.reason());
  }

  /** A draft with the questions about what verifies it. */
  public Draft draft(Dossier dossier, Playbook playbook, String rules, long nowMillis) {
    int generation = dossier.efforts().generation() + 1;
    long end = Inquiry.endMillis(0, nowMillis);
    String purpose = "undo/" + dossier.id() + "/" + generation;
    List<Question> questions =
        verification().checks().stream()
            .map(
                check ->
                    Question.of(
                        purpose,
                        check.entity(),
                        check.series(),
                        end - playbook.beforeMillis(),
                        end))
            .distinct()
            .toList();
    return new Draft(
        deed.playbook(),
        deed.target(),
        "",
        deed.target(),
        generation,
        rules,
        List.of(),
        questions,
        List.of(),
        nowMillis,
        nowMillis + Planner.ANSWER_MILLIS);
  }

  /** The evidence of a draft; empty when something of it is missing or not fresh. */
  public static Optional<List<Evidence>> evidence(Draft draft, Playbook playbook, long nowMillis) {
    List<Evidence> evidence = new ArrayList<>();
    for (Question question : draft.questions()) {
      Optional<Reading> reading = draft.reading(question.id());
      if (reading.filter(r -> r.since(nowMillis - playbook.freshMillis())).isEmpty()) {
        return Optional.empty();
      }
      evidence.add(Precondition.evidence(question, reading.get()));
    }
    return Optional.of(List.copyOf(evidence));
  }

  /** The proposal of a draft whose evidence is there. */
  public Proposal propose(
      Dossier dossier,
      Draft draft,
      Playbook playbook,
      List<Evidence> evidence,
      Topology topology,
      long nowMillis) {
    List<EntityId> involved = Planner.involved(deed.target(), topology);
    String action = deed.undoAction().orElseThrow();
    Planner.PlanContent content =
        new Planner.PlanContent(
            dossier.id(),
            action,
            deed.target(),
            involved,
            deed.undoParameters(),
            verification(),
            playbook.limitMillis(),
            draft.rules());
    return new Proposal(
        Ids.of(
            "proposal",
            dossier.id(),
            playbook.name(),
            deed.target().text(),
            Integer.toString(draft.generation())),
        dossier.id(),
        dossier.system(),
        deed.target(),
        involved,
        playbook.name(),
        action,
        deed.undoParameters(),
        draft.generation(),
        evidence,
        "What " + deed.subject() + " did is undone",
        verification(),
        "It is itself an undo",
        nowMillis,
        nowMillis + playbook.deadlineMillis(),
        Planner.hash(content),
        draft.rules(),
        Optional.of(
            new UndoOf(deed.proposalId(), deed.commandId(), request.who(), request.reason())));
  }

  /** What its incident remembers of the proposal. */
  public Attempt attempt(Proposal proposal, Playbook playbook) {
    return new Attempt(
        proposal.id(),
        proposal.playbook(),
        proposal.target(),
        "",
        new Cause(deed.target(), ""),
        proposal.proposedMillis(),
        proposal.action(),
        proposal.generation(),
        proposal.verification(),
        proposal.proposedMillis(),
        proposal.deadlineMillis(),
        playbook.limitMillis(),
        1,
        "");
  }

  private Verification verification() {
    Verification original = deed.verification();
    boolean felt = original.checks().stream().anyMatch(each -> each.role() == Check.Role.SYMPTOM);
    return new Verification(
        original.beforeMillis(),
        original.settleMillis(),
        original.windowMillis(),
        original.checks().stream()
            .filter(each -> !felt || each.role() != Check.Role.TARGET)
            .map(Undoing::inverted)
            .toList());
  }

  private static Check inverted(Check check) {
    double bound =
        check.role() == Check.Role.PEER
            ? check.atMost()
            : Math.max(check.atMost(), 1 / check.atMost());
    return new Check(check.role(), check.entity(), check.series(), bound);
  }
}
