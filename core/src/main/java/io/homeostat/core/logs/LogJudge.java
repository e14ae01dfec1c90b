package io.homeostat.core.logs;

import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.LogRule;
import io.homeostat.core.telemetry.lane.InForce;
import io.homeostat.core.telemetry.lane.LaneClock;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Judges the windows of an entity: a signal fires when the count is reached, and resolves when the
 * window has been empty for its whole length while the door was open and ticks came; behind a
 * closed door it is unknown.
 *
 * @param holdMillis how long after its time a line is settled
 * @param clock the lane's clock
 * @param inForce the rules and topology in force
 * @param signals takes what is found
 */
record LogJudge(long holdMillis, LaneClock clock, InForce inForce, Consumer<Signal> signals) {
  private static final double NOTABLE = 0.05;

  /** Judges; when the entity is to be looked at again, {@link Long#MAX_VALUE} for never. */
  long judge(LogBinding binding, LogState state) {
    long settled = clock.nowMillis() - holdMillis;
    long next = Long.MAX_VALUE;
    Iterator<Map.Entry<String, LogWindow>> all = state.windows().entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, LogWindow> entry = all.next();
      LogWindow window = entry.getValue();
      Optional<LogBinding.Search> search = binding.search(entry.getKey());
      if (search.isEmpty()) {
        window.sent().ifPresent(this::notInForce);
        all.remove();
        continue;
      }
      judge(binding, search.get(), state.door(), window, settled);
      if (window.sent().isPresent()) {
        next = Math.min(next, clock.nowMillis() + LaneClock.GRAIN_MILLIS);
      } else if (window.spent(settled)) {
        all.remove();
      } else {
        next = Math.min(next, window.nextSettledMillis(settled) + holdMillis);
      }
    }
    return next;
  }

  private void judge(
      LogBinding binding, LogBinding.Search search, String door, LogWindow window, long settled) {
    long count = window.count(settled);
    Optional<Signal> sent = window.sent();
    if (count >= search.test().count() || (count > 0 && sent.isPresent())) {
      fire(binding, search, window, settled, count);
    } else if (sent.isPresent()) {
      empty(search.test(), door, window, sent.get(), settled);
    }
  }

  private void fire(
      LogBinding binding, LogBinding.Search search, LogWindow window, long settled, long count) {
    LogRule rule = search.rule();
    int least = search.test().count();
    Optional<Signal> sent = window.sent();
    double excess = Math.max(0, (count - least) / (double) least);
    double score = 0.5 + 0.5 * excess / (1 + excess);
    boolean tell =
        sent.isEmpty()
            || sent.get().state() != Signal.State.FIRING
            || score >= sent.get().score() + NOTABLE;
    if (!tell) {
      return;
    }
    long began = sent.map(Signal::beganMillis).orElseGet(() -> window.firstMillis(settled));
    Signal now =
        new Signal(
            Ids.of(rule.name(), binding.entity().text(), "", Long.toString(began)),
            binding.entity(),
            sent.map(Signal::system).orElse(binding.system()),
            rule.name(),
            "",
            rule.kind(),
            Signal.State.FIRING,
            rule.severity(),
            Math.max(score, sent.map(Signal::score).orElse(0.0)),
            began,
            clock.nowMillis(),
            count,
            least,
            explain(binding, rule, window, settled, count),
            inForce.rules().version());
    window.sent(Optional.of(now));
    signals.accept(now);
  }

  private static String explain(
      LogBinding binding, LogRule rule, LogWindow window, long settled, long count) {
    return rule.explain()
        .replace("{entity}", binding.entity().text())
        .replace("{count}", Long.toString(count))
        .replace("{usual}", "0")
        .replace("{line}", window.lastLine(settled).map(Line::text).orElse(""));
  }

  private void empty(
      LogRule.Counted test, String door, LogWindow window, Signal sent, long settled) {
    boolean told = clock.doors().containsKey(door);
    if (told && !clock.open(door)) {
      if (sent.state() == Signal.State.FIRING) {
        Signal unknown =
            turned(
                sent,
                Signal.State.UNKNOWN,
                "the door " + door + " is closed: whether more such lines come can't be told");
        window.sent(Optional.of(unknown));
        signals.accept(unknown);
      }
      return;
    }
    long watched =
        Math.max(clock.steadySinceMillis(), told ? clock.doorSinceMillis(door) : Long.MIN_VALUE);
    if (settled >= watched + test.windowMillis()) {
      signals.accept(
          turned(sent, Signal.State.RESOLVED, "no such line of " + sent.entity() + " any more"));
      window.sent(Optional.empty());
    }
  }

  private void notInForce(Signal sent) {
    signals.accept(
        turned(
            sent,
            Signal.State.RESOLVED,
            "the rule " + sent.rule() + " is no longer in force for " + sent.entity()));
  }

  private Signal turned(Signal sent, Signal.State state, String explanation) {
    double value = state == Signal.State.RESOLVED ? 0 : sent.value();
    return sent.turned(state, clock.nowMillis(), value, explanation, sent.rules());
  }
}
