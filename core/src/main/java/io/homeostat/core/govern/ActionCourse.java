package io.homeostat.core.govern;

import io.homeostat.core.govern.OpenAction.Phase;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Verdict;
import java.util.List;

/** Follows granted commands to their end, and frees what they had locked. */
final class ActionCourse {
  private final GovernorState state;
  private final Account account;
  private final long now;

  ActionCourse(GovernorState state, Account account) {
    this.state = state;
    this.account = account;
    this.now = state.now().orElse(0L);
  }

  /** An effect is about to be made. */
  void intent(Intent intent) {
    account.fact(
        "intent",
        intent.commandId(),
        intent.actuator() + " begins on " + intent.target(),
        Intent.class,
        intent);
    state
        .action(intent.commandId())
        .ifPresentOrElse(this::begin, () -> unknownCommand(intent.commandId(), "An intent"));
  }

  /** A command ended, or nobody can tell whether it did. */
  void outcome(Outcome outcome) {
    account.fact(
        "outcome",
        outcome.commandId(),
        outcome.result() + " on " + outcome.target() + ": " + outcome.reason(),
        Outcome.class,
        outcome);
    state
        .action(outcome.commandId())
        .ifPresentOrElse(
            action -> end(action, outcome.result()),
            () -> unknownCommand(outcome.commandId(), "An outcome"));
  }

  /** An effect was judged. */
  void verdict(Verdict verdict) {
    account.fact(
        "verdict",
        verdict.commandId(),
        verdict.result() + " on " + verdict.target() + ": " + verdict.reason(),
        Verdict.class,
        verdict);
    state.action(verdict.commandId()).ifPresent(action -> judge(action, verdict.result()));
  }

  /** The time of an action's phase may be over. */
  void due(String commandId) {
    state
        .action(commandId)
        .filter(action -> action.dueMillis() <= now)
        .ifPresent(
            action -> {
              switch (action.phase()) {
                case GRANTED -> {
                  state.close(action, Phase.EXPIRED, now);
                  account.text(
                      "note",
                      commandId,
                      "Nobody began it in time; " + action.target() + " is free");
                }
                case BEGUN -> {
                  state.action(action.in(Phase.UNKNOWN, OpenAction.NEVER_MILLIS));
                  pageUnknown(action, "It began, and no end was reported in time");
                }
                case VERIFYING -> {
                  state.close(action, Phase.COMPLETED, now);
                  failed(action);
                  account.text("note", commandId, "No verdict came in time");
                }
                case UNKNOWN -> {}
                case COMPLETED, REFUSED, EXPIRED ->
                    state.cells().remove(GovernorTables.ACTIONS, commandId);
              }
            });
  }

  private void begin(OpenAction action) {
    if (action.phase() == Phase.GRANTED) {
      state.action(action.in(Phase.BEGUN, action.giveUpMillis()));
    } else if (action.phase() == Phase.EXPIRED) {
      reopen(action);
    }
  }

  private void end(OpenAction action, Outcome.Result result) {
    if (action.phase() == Phase.EXPIRED
        && (result == Outcome.Result.APPLIED || result == Outcome.Result.UNKNOWN)) {
      reopen(action);
      state
          .action(action.commandId())
          .filter(reopened -> reopened.phase().open())
          .ifPresent(reopened -> end(reopened, result));
      return;
    }
    if (!action.phase().open() || action.phase() == Phase.VERIFYING) {
      return;
    }
    switch (result) {
      case APPLIED, ALREADY_TRUE -> {
        rest(action);
        state.action(action.in(Phase.VERIFYING, action.verdictDueMillis(now)));
      }
      case FAILED -> {
        rest(action);
        failed(action);
        state.close(action, Phase.COMPLETED, now);
      }
      case REFUSED -> state.close(action, Phase.REFUSED, now);
      case UNKNOWN -> {
        if (action.phase() != Phase.UNKNOWN) {
          state.action(action.in(Phase.UNKNOWN, OpenAction.NEVER_MILLIS));
          pageUnknown(action, "Its outcome is not known");
        }
      }
    }
  }

  private void judge(OpenAction action, Verdict.Result result) {
    boolean closing = action.phase() == Phase.VERIFYING;
    if (!closing && action.phase() != Phase.COMPLETED) {
      return;
    }
    if (result == Verdict.Result.VERIFIED) {
      state.forgetTries(action.action(), action.target());
    } else if (closing) {
      failed(action);
    }
    if (closing) {
      state.close(action, Phase.COMPLETED, now);
    }
  }

  /** A command that had been given up has begun: its locks are taken again, if they are free. */
  private void reopen(OpenAction action) {
    List<Circumstances.HeldLock> inTheWay = state.locks(action.target(), action.involved());
    if (inTheWay.isEmpty()) {
      state.ledger(Ledger::reopened);
      state.open(action.in(Phase.BEGUN, Math.max(action.giveUpMillis(), now)));
    }
    account.page(
        action.commandId(),
        "It began after it had been given up"
            + (inTheWay.isEmpty()
                ? "; " + action.target() + " is locked again"
                : ", while " + inTheWay.get(0).commandId() + " holds " + inTheWay.get(0).entity()));
  }

  private void rest(OpenAction action) {
    EntityId target = action.target();
    state.rest(target, new Rest(now, action.commandId(), now + Memory.REST_MILLIS));
  }

  private void failed(OpenAction action) {
    Tries tries = state.tries(action.action(), action.target());
    state.tries(
        action.action(), action.target(), new Tries(tries.count() + 1, now + Memory.TRIES_MILLIS));
  }

  private void pageUnknown(OpenAction action, String what) {
    account.page(
        action.commandId(),
        what + "; " + action.target() + " stays locked, and is only read, until it is known");
  }

  private void unknownCommand(String commandId, String what) {
    account.page(commandId, what + " names a command that was never granted here");
  }
}
