package io.homeostat.cli.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What `up` says on the console. */
final class Narrator {
  private final PrintStream out;
  private final DataFolder folder;

  Narrator(PrintStream out, DataFolder folder) {
    this.out = out;
    this.folder = folder;
  }

  void begins(List<ProcessSpec> processes) {
    say(
        "Homeostat starts %s on %s (Ctrl-C stops it)",
        String.join(", ", processes.stream().map(ProcessSpec::name).toList()), folder.root());
  }

  void endedLeftovers(List<String> names) {
    say("  ended what was left of an earlier start: %s", String.join(", ", names));
  }

  void doubts(Finding finding) {
    say("  note: %s: %s", finding.subject(), finding.text());
  }

  void starts(Supervised process) {
    say("  %-10s starts", process.name());
  }

  void isReady(Supervised process, Duration took, long pid) {
    say("  %-10s is ready after %s (process %d)", process.name(), seconds(took), pid);
  }

  void allReady(Duration took, Map<String, String> addresses) {
    say("");
    new TreeMap<>(addresses).forEach((name, address) -> say("  %-16s %s", name, address));
    say("");
    say("ready in %s", seconds(took));
  }

  void restarts(Supervised process, String how, Duration lived, Duration pause) {
    say(
        "  %-10s %s after %s; it is started again in %s",
        process.name(), how, seconds(lived), seconds(pause));
  }

  void givesUp(Supervised process, String how, List<String> lastWords) {
    say(
        "  %-10s %s, %d times in a row: given up. Its last words:",
        process.name(), how, process.deaths());
    lastWords.forEach(line -> say("      %s", line));
    say(
        "    Its log is %s. Once the cause is removed, stop this `up` and start it again.",
        folder.logs().resolve(process.name() + ".log"));
  }

  void tooSlow(Supervised process) {
    say(
        "  %-10s was not ready within %s: it is ended",
        process.name(), seconds(process.spec().startLimit()));
  }

  void stops() {
    say("Stopping (Ctrl-C again ends everything at once)");
  }

  void stopped(Supervised process, Duration took) {
    say("  %-10s has stopped after %s", process.name(), seconds(took));
  }

  void ends() {
    say("Stopped. `up` resumes from here.");
  }

  private void say(String format, Object... parts) {
    out.println(String.format(Locale.ROOT, format, parts));
    out.flush();
  }

  private static String seconds(Duration duration) {
    return duration.compareTo(Duration.ofMinutes(10)) < 0
        ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
        : duration.toMinutes() + " min";
  }
}
