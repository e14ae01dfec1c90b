package io.homeostat.core.logs;

import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.DetectorRule.Direction;
import io.homeostat.core.rules.LogRule;
import io.homeostat.core.telemetry.lane.InForce;
import io.homeostat.core.telemetry.lane.LaneClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Judges the settled minutes of an entity's lines by what is usual. Counts are judged on the scale
 * 2·√(n + 3/8), on which chance alone has a deviation of one however great the count (F. J. Anscombe,
 * Biometrika 35, 1948); shares on the scale asin √p, on which it has 1/(2·√n). A minute that was not
 * watched wholly, because ticks were missing or the door was closed, is neither judged nor learnt.
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
    while (norms.nextMinute() < settled) {
      long minute = norms.nextMinute();
      Minute lines = norms.take(minute);
      if (!closed && minute * Norms.MINUTE_MILLIS >= watched) {
        binding.watches().forEach(watch -> judge(binding, watch, norms, minute, lines));
        norms.judgedOneMore();
      }
      norms.goOnFrom(minute + 1);
    }
    return (norms.nextMinute() + 1) * Norms.MINUTE_MILLIS + holdMillis;
  }

  private long watchedSince(String door) {
    boolean told = clock.doors().containsKey(door);
    return Math.max(
        clock.steadySinceMillis(), told ? clock.doorSinceMillis(door) : Long.MIN_VALUE);
  }

  private void judge(
      LogBinding binding, LogBinding.Watch watch, Norms norms, long minute, Minute lines) {
    SortedMap<String, Norm> known = norms.of(watch.fingerprint());
    if (watch.test() instanceof LogRule.LevelShare share) {
      Optional<Sight> sight = share(share, watch.rule(), lines);
      sight.ifPresent(
          seen -> {
            Norm norm = known.computeIfAbsent("", unused -> new Norm());
            judge(binding, watch, norms, minute, "", norm, seen);
          });
      return;
    }
    TreeSet<String> templates = new TreeSet<>(known.keySet());
    for (String template : lines.templates()) {
      if (templates.size() < Minute.MOST_TEMPLATES
          && lines.lines(template, watch.rule().level()) > 0) {
        templates.add(template);
      }
    }
    double none = scaled(0);
    for (String template : templates) {
      Norm norm = known.computeIfAbsent(template, unused -> Norm.of(none, norms.judged()));
      long count = lines.lines(template, watch.rule().level());
      Sight sight = new Sight(scaled(count), 1, count, lines.line(template));
      judge(binding, watch, norms, minute, template, norm, sight);
      if (norm.sent().isEmpty() && norm.isOnly(none)) {
        known.remove(template);
      }
    }
  }

  private static double scaled(long count) {
    return 2 * Math.sqrt(count + ANSCOMBE);
  }

  private static Optional<Sight> share(LogRule.LevelShare test, LogRule rule, Minute lines) {
    long all = lines.lines(io.homeostat.core.model.LogEntry.Level.UNSET);
    if (all < test.leastLines()) {
      return Optional.empty();
    }
    long grave = lines.lines(rule.level());
    double share = (grave + ANSCOMBE) / (all + 2 * ANSCOMBE);
    return Optional.of(
        new Sight(
            StrictMath.asin(Math.sqrt(share)),
            1 / (2 * Math.sqrt(all)),
            100.0 * grave / all,
            lines.line()));
  }

  private void judge(
      LogBinding binding,
      LogBinding.Watch watch,
      Norms norms,
      long minute,
      String template,
      Norm norm,
      Sight sight) {
    boolean warm =
        norm.ready() && clock.nowMillis() - norms.sinceMillis() >= watch.test().warmupMillis();
    double score = warm ? norm.score(sight.value(), sight.leastDeviation()) : 0;
    if (far(watch.test(), score)) {
      fire(binding, watch, minute, template, norm, sight, Math.abs(score));
      if (norm.unusual()) {
        norm.sent().ifPresent(sent -> end(norm, sent, "it has been so for an hour: it is usual now"));
        norm.usual(sight.value());
      }
    } else if (norm.usual(sight.value()) >= QUIET_MINUTES) {
      norm.sent().ifPresent(sent -> end(norm, sent, "the lines of " + sent.entity() + " are as usual"));
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
                        Ids.of(rule.name(), binding.entity().text(), template, Long.toString(began))),
            binding.entity(),
            sent.map(Signal::system).orElse(binding.system()),
            rule.name(),
            template,
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
    for (Map<String, Norm> byTemplate : norms.byRule().values()) {
      for (Norm norm : byTemplate.values()) {
        norm.sent()
            .filter(sent -> sent.state() == Signal.State.FIRING)
            .ifPresent(
                sent -> {
                  Signal unknown =
                      turned(
                          sent,
                          Signal.State.UNKNOWN,
                          "the door " + norms.door() + " is closed: how many lines come can't be told");
                  norm.sent(Optional.of(unknown));
                  signals.accept(unknown);
                });
      }
    }
  }

  /** Ends what belongs to rules that are no longer in force here. */
  private void forgetOthers(LogBinding binding, Norms norms) {
    List<String> inUse = binding.watches().stream().map(LogBinding.Watch::fingerprint).toList();
    for (Map.Entry<String, TreeMap<String, Norm>> rule : new ArrayList<>(norms.byRule().entrySet())) {
      if (!inUse.contains(rule.getKey())) {
        endAll(rule.getValue(), "the rule is no longer in force");
        norms.byRule().remove(rule.getKey());
      }
    }
  }

  /** Ends every signal of an entity that is forgotten. */
  void forget(Norms norms) {
    norms.byRule().values().forEach(all -> endAll(all, "no line has come for a day: forgotten"));
  }

  private void endAll(Map<String, Norm> norms, String why) {
    for (Norm norm : norms.values()) {
      norm.sent().ifPresent(sent -> end(norm, sent, why));
    }
  }

  private Signal turned(Signal sent, Signal.State state, String explanation) {
    return new Signal(
        sent.id(),
        sent.entity(),
        sent.system(),
        sent.rule(),
        sent.series(),
        sent.kind(),
        state,
        sent.severity(),
        sent.score(),
        sent.beganMillis(),
        clock.nowMillis(),
        sent.value(),
        sent.bound(),
        explanation,
        sent.rules());
  }
}
