package io.homeostat.core.govern;

import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Answer;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Pause;
import io.homeostat.core.model.UndoOf;
import java.util.List;
import java.util.Optional;

/** Takes people's pauses in, and makes the one that follows an undo. What is in force goes out. */
final class PauseBook {
  private final GovernorState state;
  private final Account account;
  private final Outputs outputs;
  private final long now;

  PauseBook(GovernorState state, Account account, Outputs outputs) {
    this.state = state;
    this.account = account;
    this.outputs = outputs;
    this.now = state.now().orElse(0L);
  }

  /** Takes a person's word in. */
  void take(Pause pause) {
    String word = pause.paused() ? "paused" : "resumed";
    String target = pause.target().text();
    account.fact(
        "pause",
        target,
        target + " is " + word + " by " + pause.who().text() + ": " + pause.reason(),
        Pause.class,
        pause);
    boolean over = pause.paused() && pause.untilMillis().filter(until -> until <= now).isPresent();
    boolean known = !state.paused(pause.target(), List.of(), now).isEmpty();
    if (over) {
      answer(pause, false, "A pause that ends before now changes nothing: give a later end");
    } else if (!pause.paused() && !known) {
      answer(pause, false, target + " is not paused");
    } else {
      apply(pause);
      answer(pause, true, target + " is " + word);
    }
  }

  /**
   * What a person has undone is not done again behind that person's back: its target is paused
   * until somebody resumes it.
   */
  void afterUndo(EntityId target, UndoOf undo) {
    String reason = "its last action was undone: " + undo.reason();
    Pause pause =
        new Pause(
            Ids.of("undone", undo.proposalId(), Long.toString(now)),
            target,
            true,
            undo.by(),
            reason,
            Optional.empty(),
            now);
    account.fact("pause", target.text(), target + " is paused: " + reason, Pause.class, pause);
    apply(pause);
  }

  private void apply(Pause pause) {
    if (pause.paused()) {
      state.pause(
          new Pausing(
              pause.target().text(),
              pause.who(),
              pause.reason(),
              pause.untilMillis().orElse(Pausing.NEVER_MILLIS)));
    } else {
      state.resume(pause.target());
    }
    outputs.emit(Stream.DECISIONS, pause.target().text(), pause);
  }

  private void answer(Pause pause, boolean taken, String reason) {
    String target = pause.target().text();
    outputs.emit(
        Stream.DECISIONS, target, new Answer(pause.id(), target, pause.who(), taken, reason, now));
  }
}
