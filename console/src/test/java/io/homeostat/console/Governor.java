package io.homeostat.console;

import io.homeostat.console.people.WordWriter;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Answer;
import io.homeostat.core.model.Approval;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Pause;
import io.homeostat.core.model.Person;
import io.homeostat.core.model.UndoRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A log with a governor behind it, as the console sees them: what is written is kept, and answered
 * as it is told to.
 */
final class Governor implements WordWriter {
  /** What was written. */
  record Written(Stream stream, String key, Fact fact) {}

  private final ConsoleView view;
  private final List<Written> written = new CopyOnWriteArrayList<>();
  private volatile String objection = "";
  private volatile boolean away;

  Governor(ConsoleView view) {
    this.view = view;
  }

  List<Written> written() {
    return written;
  }

  /** From now on every word is answered with a no. */
  void object(String reason) {
    objection = reason;
  }

  /** From now on the log takes nothing. */
  void goAway() {
    away = true;
  }

  @Override
  public CompletableFuture<Void> write(Stream stream, String key, Fact fact) {
    if (away) {
      return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
    }
    written.add(new Written(stream, key, fact));
    if (fact instanceof Approval it) {
      answer(it.id(), it.proposalId(), it.who(), it.timeMillis());
    } else if (fact instanceof UndoRequest it) {
      answer(it.id(), it.proposalId(), it.who(), it.timeMillis());
    } else if (fact instanceof Pause it) {
      answer(it.id(), it.target().text(), it.who(), it.timeMillis());
      view.apply("decisions", it.timeMillis(), it);
    } else if (fact instanceof Control it) {
      view.apply("controls", it.timeMillis(), it);
    }
    return CompletableFuture.completedFuture(null);
  }

  private void answer(String id, String about, Person who, long now) {
    boolean taken = objection.isEmpty();
    view.apply(
        "decisions",
        now,
        new Answer(id, about, who, taken, taken ? "Approved and granted" : objection, now));
  }
}
