package io.homeostat.core.features;

import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import io.homeostat.core.telemetry.lane.InForce;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The signals about contracts, by what they are about: sent when something has changed, kept while
 * they are not over.
 *
 * @param cells the lane's state
 * @param inForce the rules and the topology
 * @param nowMillis the lane's time
 * @param outputs where signals go
 */
record Notices(Cells cells, InForce inForce, long nowMillis, Outputs outputs) {
  private static final Table<Signal> SENT = new Table<>("features.sent", Forms.of(Signal.class));
  private static final Table<Keys> OPEN = new Table<>("features.open", Forms.of(Keys.class));
  private static final String ONLY = "";

  /** What signals are about. */
  private record Keys(List<String> keys) {}

  /**
   * What is wrong.
   *
   * @param rule the feature, or what several have in common
   * @param score 0 to 1
   * @param beganMillis since when, where it was not wrong before
   * @param value what was found
   * @param bound what it should be at most
   */
  record Finding(
      EntityId table,
      String rule,
      String kind,
      Severity severity,
      double score,
      long beganMillis,
      double value,
      double bound,
      String explanation) {}

  static List<Table<?>> tables() {
    return List.of(SENT, OPEN);
  }

  /** All that signals are about. */
  List<String> open() {
    return cells.get(OPEN, ONLY).map(Keys::keys).orElse(List.of());
  }

  /** The signal about something, while it is not over. */
  Optional<Signal> sent(String key) {
    return cells.get(SENT, key);
  }

  /** Says what is wrong. */
  void fire(String key, Finding finding) {
    Optional<Signal> sent = sent(key);
    long began = sent.map(Signal::beganMillis).orElse(finding.beganMillis());
    String table = finding.table().text();
    Signal signal =
        new Signal(
            sent.map(Signal::id).orElse(Ids.of("contract", key, table, Long.toString(began))),
            finding.table(),
            sent.map(Signal::system).orElseGet(() -> inForce.topology().systemOf(finding.table())),
            finding.rule(),
            "",
            finding.kind(),
            Signal.State.FIRING,
            finding.severity(),
            finding.score(),
            began,
            nowMillis,
            finding.value(),
            finding.bound(),
            finding.explanation(),
            inForce.rules().version());
    if (sent.isEmpty()) {
      List<String> keys = new ArrayList<>(open());
      keys.add(key);
      cells.put(OPEN, ONLY, new Keys(List.copyOf(keys)));
    }
    if (sent.isEmpty() || !same(sent.get(), signal)) {
      emit(signal);
      cells.put(SENT, key, signal);
    }
  }

  /** Says that something is wrong no longer, if it was. */
  void end(String key, String explanation) {
    Optional<Signal> sent = sent(key);
    if (sent.isEmpty()) {
      return;
    }
    emit(turned(sent.get(), Signal.State.RESOLVED, explanation));
    cells.remove(SENT, key);
    List<String> rest = open().stream().filter(each -> !each.equals(key)).toList();
    if (rest.isEmpty()) {
      cells.remove(OPEN, ONLY);
    } else {
      cells.put(OPEN, ONLY, new Keys(rest));
    }
  }

  /** Says that nothing tells whether something is still wrong, if it was. */
  void unknown(String key, String explanation) {
    sent(key)
        .filter(signal -> signal.state() == Signal.State.FIRING)
        .map(signal -> turned(signal, Signal.State.UNKNOWN, explanation))
        .ifPresent(
            signal -> {
              emit(signal);
              cells.put(SENT, key, signal);
            });
  }

  private Signal turned(Signal sent, Signal.State state, String explanation) {
    double value = state == Signal.State.RESOLVED ? 0 : sent.value();
    return sent.turned(state, nowMillis, value, explanation, inForce.rules().version());
  }

  private void emit(Signal signal) {
    outputs.emit(Stream.SIGNALS, signal.system(), signal);
  }

  private static boolean same(Signal sent, Signal signal) {
    return sent.state() == signal.state()
        && sent.severity() == signal.severity()
        && sent.explanation().equals(signal.explanation());
  }
}
