package io.homeostat.cli.bench;

import io.homeostat.cli.CommandException;
import io.homeostat.core.logs.template.MinerSettings;
import io.homeostat.core.logs.template.Template;
import io.homeostat.core.logs.template.TemplateCatalog;
import io.homeostat.core.logs.template.TemplateMiner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Mines the templates of logs, each in one pass from its first raw line, with one configuration for
 * all, writes which line has which, and tells how right that is and how fast.
 *
 * @param data the folder with the logs
 * @param out where the results go
 * @param print where scores are told
 */
public record LogsBench(Path data, Path out, PrintWriter print) {
  private static final int ROUNDS = 5;
  private static final long ROUND_NANOS = 400_000_000L;

  /** Writes one file per log and tells its score and speed. */
  public void run() {
    double sum = 0;
    int scored = 0;
    print.printf(
        "%-14s %8s %9s %7s %7s %10s   lines/s on one thread (min, median, max)%n",
        "set", "lines", "GA", "FGA", "events", "templates");
    for (LogSet set : LogSet.in(data)) {
      List<Template> found = mine(set, MinerSettings.DEFAULT);
      write(set.name(), found);
      long[] speed = speed(set);
      Optional<GroupingScore> score = set.events().map(events -> score(events, found));
      print.printf(
          "%-14s %8d %9s %7s %7s %10d   %,d  %,d  %,d%n",
          set.name(),
          set.lines().size(),
          score.map(s -> "%.4f".formatted(s.accuracy())).orElse("-"),
          score.map(s -> "%.3f".formatted(s.f1())).orElse("-"),
          score.map(s -> Integer.toString(s.events())).orElse("-"),
          found.stream().map(Template::current).distinct().count(),
          speed[0],
          speed[ROUNDS / 2],
          speed[ROUNDS - 1]);
      print.flush();
      sum += score.map(GroupingScore::accuracy).orElse(0.0);
      scored += score.isPresent() ? 1 : 0;
    }
    if (scored > 0) {
      print.printf("mean GA of %d sets: %.4f%n", scored, sum / scored);
    }
  }

  /** Tells the mean accuracy when each setting is a fifth smaller or greater. */
  public void vary() {
    List<LogSet> sets =
        LogSet.in(data).stream().filter(set -> set.events().isPresent()).toList();
    if (sets.isEmpty()) {
      throw new CommandException(
          "no log in " + data + " has labels beside it: variation needs *_structured.csv");
    }
    MinerSettings d = MinerSettings.DEFAULT;
    int most = d.mostTemplates();
    tell(sets, "as it is", d);
    for (double factor : new double[] {0.8, 1.2}) {
      int rich = by(d.rich(), factor);
      int fair = by(d.fair(), factor);
      int poor = by(d.poor(), factor);
      int leading = by(d.leading(), factor);
      int open = by(d.mostOpen(), factor);
      String how = factor < 1 ? "smaller" : "greater";
      tell(sets, "rich " + how, new MinerSettings(most, rich, d.fair(), d.poor(), d.leading(), d.mostOpen()));
      tell(sets, "fair " + how, new MinerSettings(most, d.rich(), fair, d.poor(), d.leading(), d.mostOpen()));
      tell(sets, "poor " + how, new MinerSettings(most, d.rich(), d.fair(), poor, d.leading(), d.mostOpen()));
      tell(sets, "leading " + how, new MinerSettings(most, d.rich(), d.fair(), d.poor(), leading, d.mostOpen()));
      tell(sets, "mostOpen " + how, new MinerSettings(most, d.rich(), d.fair(), d.poor(), d.leading(), open));
      tell(sets, "mostTemplates " + how, d.withMostTemplates(by(most, factor)));
      tell(sets, "all " + how, new MinerSettings(by(most, factor), rich, fair, poor, leading, open));
    }
  }

  /** A fifth more or less, at least one. */
  private static int by(int value, double factor) {
    return factor < 1
        ? (int) Math.min(value - 1L, Math.round(value * factor))
        : (int) Math.max(value + 1L, Math.round(value * factor));
  }

  private void tell(List<LogSet> sets, String what, MinerSettings settings) {
    StringBuilder each = new StringBuilder();
    double sum = 0;
    for (LogSet set : sets) {
      double accuracy = score(set.events().orElseThrow(), mine(set, settings)).accuracy();
      each.append("  ").append(set.name()).append(' ').append("%.4f".formatted(accuracy));
      sum += accuracy;
    }
    print.printf("%-22s mean GA %.4f %s%n", what, sum / sets.size(), each);
    print.flush();
  }

  private static List<Template> mine(LogSet set, MinerSettings settings) {
    TemplateCatalog catalog = new TemplateCatalog();
    TemplateMiner miner = new TemplateMiner(settings);
    List<Template> found = new ArrayList<>(set.lines().size());
    set.lines().forEach(line -> found.add(miner.match(catalog, line)));
    return found;
  }

  private static GroupingScore score(List<String> events, List<Template> found) {
    return GroupingScore.of(events, found.stream().map(t -> t.current().id()).toList());
  }

  private void write(String name, List<Template> found) {
    StringBuilder text = new StringBuilder("EventId,EventTemplate\n");
    for (Template template : found) {
      Template current = template.current();
      text.append(current.id()).append(',').append(Csv.field(current.text())).append('\n');
    }
    Path file = out.resolve(name + ".csv");
    try {
      Files.createDirectories(out);
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandException(
          file + " can't be written (" + e + "): name a folder that may be written as --out", e);
    }
  }

  /** Lines per second over a catalog that knows the log's templates, in order of size. */
  private static long[] speed(LogSet set) {
    TemplateCatalog catalog = new TemplateCatalog();
    TemplateMiner miner = new TemplateMiner();
    long[] perSecond = new long[ROUNDS];
    pass(set, catalog, miner);
    for (int round = 0; round < ROUNDS; round++) {
      long began = System.nanoTime();
      long nanos = 0;
      long lines = 0;
      while (nanos < ROUND_NANOS) {
        pass(set, catalog, miner);
        lines += set.lines().size();
        nanos = System.nanoTime() - began;
      }
      perSecond[round] = lines * 1_000_000_000L / nanos;
    }
    Arrays.sort(perSecond);
    return perSecond;
  }

  private static void pass(LogSet set, TemplateCatalog catalog, TemplateMiner miner) {
    for (String line : set.lines()) {
      miner.match(catalog, line);
    }
  }
}
