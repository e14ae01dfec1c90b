package io.homeostat.core.govern;

import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Now;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.Approval;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Pause;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.UndoRequest;
import io.homeostat.core.model.Verdict;
import java.util.List;

/**
 * The only gate: takes proposals, people's words, outcomes, verdicts and the stop switch, in one
 * lane, and gives decisions, commands, answers to people and the audit.
 */
public final class GovernorFold implements Fold {
  /** The key of the context document that names the most that is allowed anywhere. */
  public static final String MODE_DOCUMENT = GovernorContext.MODE;

  private final GovernorContext context = new GovernorContext();

  @Override
  public String name() {
    return "governor";
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Stream input() {
    return Stream.GOVERNANCE;
  }

  @Override
  public List<Stream> downstream() {
    return List.of();
  }

  @Override
  public List<Table<?>> tables() {
    return GovernorTables.all();
  }

  /** What became of all proposals so far, and the end of the audit's chain. */
  public static Ledger ledger(Cells cells) {
    return new GovernorState(cells).ledger();
  }

  /** The end of the audit's chain. */
  public static AuditHead auditHead(Cells cells) {
    return cells.get(GovernorTables.AUDIT, GovernorTables.ONLY).orElse(AuditHead.NONE);
  }

  @Override
  public void step(Cells cells, LaneRecord record, Outputs outputs) {
    GovernorState state = new GovernorState(cells);
    Account account = new Account(state, outputs);
    Fact fact = record.fact();
    if (fact instanceof Now now) {
      tick(state, account, outputs, now);
    } else if (fact instanceof ContextDocument document) {
      context.take(cells, account, document);
    } else if (fact instanceof Control control) {
      control(state, account, control);
    } else if (fact instanceof Proposal proposal) {
      granting(state, account, outputs).take(proposal);
    } else if (fact instanceof Approval approval) {
      new Approving(granting(state, account, outputs)).take(approval);
    } else if (fact instanceof Pause pause) {
      new PauseBook(state, account, outputs).take(pause);
    } else if (fact instanceof UndoRequest undo) {
      forward(account, outputs, undo);
    } else if (fact instanceof Intent intent) {
      new ActionCourse(state, account).intent(intent);
    } else if (fact instanceof Outcome outcome) {
      new ActionCourse(state, account).outcome(outcome);
    } else if (fact instanceof Verdict verdict) {
      new ActionCourse(state, account).verdict(verdict);
    }
  }

  private Granting granting(GovernorState state, Account account, Outputs outputs) {
    return new Granting(
        state, account, outputs, context.rules(state.cells()), context.mostMode(state.cells()));
  }

  /** The incident's own lane makes the plan of an undo; here the request is put on record. */
  private static void forward(Account account, Outputs outputs, UndoRequest undo) {
    account.fact(
        "undo",
        undo.id(),
        undo.who().text() + " asks to undo proposal " + undo.proposalId() + ": " + undo.reason(),
        UndoRequest.class,
        undo);
    outputs.emit(Stream.SIGNALS, undo.system(), undo);
  }

  private static void control(GovernorState state, Account account, Control control) {
    boolean counts = state.stop().accepts(control);
    state.stop(state.stop().take(control));
    String word = control.stopped() ? "Stop" : "Start";
    account.fact(
        "control",
        control.by(),
        counts
            ? word + " by " + control.by() + ": " + control.reason()
            : "A start by " + control.by() + " is older than the last stop, and does not count",
        Control.class,
        control);
  }

  private void tick(GovernorState state, Account account, Outputs outputs, Now now) {
    state.now(now.timeMillis());
    for (String due : GovernorTables.DUE.due(state.cells(), now.timeMillis())) {
      int slash = due.indexOf('/');
      String key = due.substring(slash + 1);
      GovernorState.Due what = GovernorState.Due.valueOf(due.substring(0, slash));
      switch (what) {
        case ACTION -> new ActionCourse(state, account).due(key);
        case AWAITED -> new Approving(granting(state, account, outputs)).due(key);
        case PROPOSAL, PLAN, REST, TRIES, ENDING, PAUSE ->
            state.forget(what, key, now.timeMillis());
      }
    }
  }
}
