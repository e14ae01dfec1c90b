package io.homeostat.ingest.alert;

import io.homeostat.core.model.Signal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was last told of each alert. Senders tell the same again and again; only what is new goes
 * on. An alert that its sender no longer repeats is not over: it can't be told, and that is told.
 * Holds the alerts heard of last, up to a limit. Safe for several threads.
 */
public final class AlertBook {
  private static final int MOST = 20_000;

  /**
   * Something to tell.
   *
   * @param signal the alert in its state
   * @param untilMillis for how long it may be believed without being told again; empty for ever
   * @param mayReturn whether it may fire again under the same id, since its sender tells no
   *     beginning
   */
  public record Word(Signal signal, OptionalLong untilMillis, boolean mayReturn) {}

  private final int most;
  private final Map<String, Word> words = new LinkedHashMap<>(16, 0.75f, true);

  /** An empty book. */
  public AlertBook() {
    this(MOST);
  }

  AlertBook(int most) {
    this.most = most;
  }

  /**
   * The word, if it says anything new: another state or severity. (What people read of an alert
   * often holds its value, and so differs each time.) An alert that is known stays with the system
   * that it was first told to. One that is over is over, even if a slower sender still says that it
   * fires: one that fires anew has another beginning. Of two words that come at the same moment
   * both may be news; they have the same id.
   */
  public synchronized Optional<Word> news(Word word) {
    Word before = words.get(word.signal().id());
    if (before == null) {
      return Optional.of(word);
    }
    Signal last = before.signal();
    Signal now = word.signal();
    boolean over = last.state() == Signal.State.RESOLVED;
    if (over && now.state() == Signal.State.FIRING && !word.mayReturn()) {
      return Optional.empty();
    }
    if (last.state() == now.state() && last.severity() == now.severity()) {
      words.put(now.id(), new Word(last, word.untilMillis(), word.mayReturn()));
      return Optional.empty();
    }
    return Optional.of(
        new Word(
            with(
                now,
                last.system(),
                over ? now.beganMillis() : last.beganMillis(),
                now.state(),
                now.updatedMillis(),
                now.explanation()),
            word.untilMillis(),
            word.mayReturn()));
  }

  /** Notes what the log has. */
  public synchronized void told(List<Word> told) {
    for (Word word : told) {
      words.put(word.signal().id(), word);
    }
    Iterator<Word> eldest = words.values().iterator();
    while (words.size() > most) {
      eldest.next();
      eldest.remove();
    }
  }

  /** The alerts that fired and should have been told again before {@code nowMillis}, as unknown. */
  public synchronized List<Word> overdue(long nowMillis) {
    List<Word> overdue = new ArrayList<>();
    for (Word word : words.values()) {
      if (word.signal().state() == Signal.State.FIRING
          && word.untilMillis().orElse(Long.MAX_VALUE) < nowMillis) {
        Signal signal = word.signal();
        overdue.add(
            new Word(
                with(
                    signal,
                    signal.system(),
                    signal.beganMillis(),
                    Signal.State.UNKNOWN,
                    nowMillis,
                    signal.explanation() + " (its sender no longer says so, nor that it is over)"),
                OptionalLong.empty(),
                word.mayReturn()));
      }
    }
    return overdue;
  }

  private static Signal with(
      Signal signal,
      String system,
      long beganMillis,
      Signal.State state,
      long updatedMillis,
      String explanation) {
    return new Signal(
        signal.id(),
        signal.entity(),
        system,
        signal.rule(),
        signal.series(),
        signal.kind(),
        state,
        signal.severity(),
        signal.score(),
        beganMillis,
        updatedMillis,
        signal.value(),
        signal.bound(),
        explanation,
        signal.rules());
  }
}
