package io.homeostat.core.logs;

import io.homeostat.core.model.Ids;
import io.homeostat.core.model.LogEntry.Level;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.DetectorRule.Direction;
import io.homeostat.core.rules.LogRule;
import io.homeostat.core.telemetry.lane.InForce;
import io.homeostat.core.telemetry.lane.LaneClock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Judges the settled minutes of an entity's lines by what is usual. Counts are judged on the scale
 * 2·√(n + 3/8), on which chance alone has a deviation of one however great the count (F. J.
 * Anscombe, Biometrika 35, 1948); shares on the scale asin √p, on which it has 1/(2·√n). A minute
 * that was not watched wholly, because ticks were missing or the door was closed, is neither judged
 * nor learnt.
 *
 * @param holdMillis how long after its end a minute is settled
 * @param clock the lane's clock
 * @param inForce the rules and topology in force
 * @param signals takes what is found
 */
record NormJudge(long holdMillis, LaneClock clock, InForce inForce, Consumer<Signal> signals) {
  private static final double NOTABLE = 0.05;

  /** So many usual minutes in a row resolve a signal. */
  private static final int QUIET_MINUTES = 2;

  private static final double ANSCOMBE = 0.375;

  /** What a minute shows of one template, or of a level. */
  private record Sight(double value, double leastDeviation, double shown, String line) {}

  /** Judges what is settled; when the entity is to be looked at next. */
  long judge(LogBinding binding, Norms norms) {
    forgetOthers(binding, norms);
    long settled = Math.floorDiv(clock.nowMillis() - holdMillis, Norms.MINUTE_MILLIS);
    long watched = watchedSince(norms.door());
    boolean closed = clock.doors().containsKey(norms.door()) && !clock.open(norms.door());
    if (closed) {
      unknown(norms);
    }
    if (norms.nextMinute() < settled - Norm.MOST_VALUES) {
      norms.goOnFrom(settled - Norm.MOST_VALUES);
    }
    for (LogBinding.Watch watch : binding.watches()) {
      norms
          .byRule()
          .computeIfAbsent(watch.fingerprint(), unused -> new RuleNorms(clock.nowMillis()));
    }
    while (norms.nextMinute() < settled) {
      long minute = norms.nextMinute();
      Minute lines = norms.take(minute);
      if (!closed && minute * Norms.MINUTE_MILLIS >= watched) {
        for (LogBinding.Watch watch : binding.watches()) {
          RuleNorms known = Objects.requireNonNull(norms.byRule().get(watch.fingerprint()));
          judge(binding, watch, known, minute, lines);
          known.judgedOneMore();
        }
      }
      norms.goOnFrom(minute + 1);
    }
    return (norms.nextMinute() + 1) * Norms.MINUTE_MILLIS + holdMillis;
  }

  private long watchedSince(String door) {
    boolean told = clock.doors().containsKey(door);
    return Math.max(clock.steadySinceMillis(), told ? clock.doorSinceMillis(door) : Long.MIN_VALUE);
  }

  private void judge(
      LogBinding binding, LogBinding.Watch watch, RuleNorms known, long minute, Minute lines) {
    if (watch.test() instanceof LogRule.LevelShare test) {
      share(test, watch.rule(), lines)
          .ifPresent(
              sight -> {
                Norm norm = known.norm("").orElseGet(Norm::new);
                known.put("", norm);
                judge(binding, watch, known, minute, "", norm, sight);
              });
      return;
    }
    SortedSet<String> templates = known.templates();
    for (String template : lines.templates()) {
      if (templates.size() < Minute.MOST_TEMPLATES
          && lines.lines(template, watch.rule().level()) > 0) {
        templates.add(template);
      }
    }
    templates.stream()
        .filter(lines::knows)
        .forEach(template -> judge(binding, watch, known, minute, template, lines));
  }

  private void judge(
      LogBinding binding,
      LogBinding.Watch watch,
      RuleNorms known,
      long minute,
      String template,
      Minute lines) {
    double none = scaled(0);
    Norm norm = known.norm(template).orElseGet(() -> Norm.of(none, known.judged()));
    if (norm.merged()) {
      norm.sent().ifPresent(sent -> end(norm, sent, "its template turned out to be another's"));
      known.remove(template);
      return;
    }
    known.put(template, norm);
    long count = lines.lines(template, watch.rule().level());
    Sight sight = new Sight(scaled(count), 1, count, lines.line(template));
    judge(binding, watch, known, minute, template, norm, sight);
    if (norm.sent().isEmpty() && norm.isOnly(none)) {
      known.remove(template);
    }
  }

  private static double scaled(long count) {
    return 2 * Math.sqrt(count + ANSCOMBE);
  }

  private static Optional<Sight> share(LogRule.LevelShare test, LogRule rule, Minute lines) {
    long all = lines.lines(Level.UNSET);
    if (all < test.leastLines()) {
      return Optional.empty();
    }
    long grave = lines.lines(rule.level());
    double share = (grave + ANSCOMBE) / (all + 2 * ANSCOMBE);
    return Optional.of(
        new Sight(
            StrictMath.asin(Math.sqrt(share)),
            1 / (2 * Math.sqrt((double) all)),
            100.0 * grave / all,
            lines.line()));
  }

  private void judge(
      LogBinding binding,
      LogBinding.Watch watch,
      RuleNorms known,
      long minute,
      String template,
      Norm norm,
      Sight sight) {
    boolean warm =
        norm.ready() && clock.nowMillis() - known.sinceMillis() >= watch.test().warmupMillis();
    double score = warm ? norm.score(sight.value(), sight.leastDeviation()) : 0;
    if (far(watch.test(), score)) {
      fire(binding, watch, minute, template, norm, sight, Math.abs(score));
      if (norm.unusual()) {
        norm.sent()
            .ifPresent(sent -> end(norm, sent, "it has been so for an hour: it is usual now"));
        norm.usual(sight.value());
      }
    } else if (norm.usual(sight.value()) >= QUIET_MINUTES) {
      norm.sent()
          .ifPresent(sent -> end(norm, sent, "the lines of " + sent.entity() + " are as usual"));
    }
  }

  private static boolean far(LogRule.Unusual test, double score) {
    Direction direction =
        test instanceof LogRule.TemplateRate rate ? rate.direction() : Direction.UP;
    return switch (direction) {
      case UP -> score > test.score();
      case DOWN -> score < -test.score();
      case BOTH -> Math.abs(score) > test.score();
    };
  }

  private void fire(
      LogBinding binding,
      LogBinding.Watch watch,
      long minute,
      String template,
      Norm norm,
      Sight sight,
      double distance) {
    Optional<Signal> sent = norm.sent();
    double excess = distance / watch.test().score() - 1;
    double score = 0.5 + 0.5 * excess / (1 + excess);
    if (sent.isPresent()
        && sent.get().state() == Signal.State.FIRING
        && score < sent.get().score() + NOTABLE) {
      return;
    }
    LogRule rule = watch.rule();
    long began = sent.map(Signal::beganMillis).orElse(minute * Norms.MINUTE_MILLIS);
    double usual = shown(watch.test(), norm.median());
    Signal now =
        new Signal(
            sent.map(Signal::id)
                .orElseGet(
                    () ->
                        Ids.of(
                            rule.name(), binding.entity().text(), template, Long.toString(began))),
            binding.entity(),
            sent.map(Signal::system).orElse(binding.system()),
            rule.name(),
            sent.map(Signal::series).orElse(template),
            rule.kind(),
            Signal.State.FIRING,
            rule.severity(),
            Math.max(score, sent.map(Signal::score).orElse(0.0)),
            began,
            clock.nowMillis(),
            sight.shown(),
            usual,
            rule.explain()
                .replace("{entity}", binding.entity().text())
                .replace("{count}", written(watch.test(), sight.shown()))
                .replace("{usual}", written(watch.test(), usual))
                .replace("{line}", sight.line()),
            inForce.rules().version());
    norm.sent(Optional.of(now));
    signals.accept(now);
  }

  /** A norm's median on the scale of people. */
  private static double shown(LogRule.Unusual test, double median) {
    if (test instanceof LogRule.LevelShare) {
      double sine = StrictMath.sin(median);
      return 100 * sine * sine;
    }
    return Math.max(0, median * median / 4 - ANSCOMBE);
  }

  private static String written(LogRule.Unusual test, double value) {
    return test instanceof LogRule.LevelShare
        ? String.format(Locale.ROOT, "%.1f%%", value)
        : Long.toString(Math.round(value));
  }

  private void end(Norm norm, Signal sent, String why) {
    signals.accept(turned(sent, Signal.State.RESOLVED, why));
    norm.sent(Optional.empty());
  }

  private void unknown(Norms norms) {
    String why = "the door " + norms.door() + " is closed: how many lines come can't be told";
    for (RuleNorms known : norms.byRule().values()) {
      for (Norm norm : known.norms()) {
        norm.sent()
            .filter(sent -> sent.state() == Signal.State.FIRING)
            .ifPresent(sent -> unknown(norm, turned(sent, Signal.State.UNKNOWN, why)));
      }
    }
  }

  private void unknown(Norm norm, Signal signal) {
    norm.sent(Optional.of(signal));
    signals.accept(signal);
  }

  /** Ends what belongs to rules that are no longer in force here. */
  private void forgetOthers(LogBinding binding, Norms norms) {
    List<String> inUse = binding.watches().stream().map(LogBinding.Watch::fingerprint).toList();
    for (String rule : List.copyOf(norms.byRule().keySet())) {
      RuleNorms known = norms.byRule().get(rule);
      if (known != null && !inUse.contains(rule)) {
        endAll(known, "the rule is no longer in force");
        norms.byRule().remove(rule);
      }
    }
  }

  /** Ends every signal of an entity that is forgotten, and says why. */
  void forget(Norms norms, String why) {
    norms.byRule().values().forEach(known -> endAll(known, why));
  }

  private void endAll(RuleNorms known, String why) {
    for (Norm norm : known.norms()) {
      norm.sent().ifPresent(sent -> end(norm, sent, why));
    }
  }

  private Signal turned(Signal sent, Signal.State state, String explanation) {
    return sent.turned(state, clock.nowMillis(), sent.value(), explanation, sent.rules());
  }
}
