package io.homeostat.ingest.topology;

import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.Life;
import io.homeostat.core.topology.SourceView;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code homeostat topology import}: looks at what {@code targets.file} lists and keeps a folder of
 * what was found. Arguments: the file, the folder, and the pause between two looks in milliseconds,
 * 0 for one look. Ends with 0 when all could be looked at, with 1 when something could not.
 */
public final class TopologyMain {
  private static final int SOMETHING_UNSEEN = 1;
  private static final int BROKEN = 2;

  private final Path targets;
  private final DiscoveredFiles files;
  private final InstantSource clock;
  private final PrintStream out;

  TopologyMain(Path targets, Path folder, InstantSource clock, PrintStream out) {
    this.targets = targets;
    this.files = new DiscoveredFiles(folder);
    this.clock = clock;
    this.out = out;
  }

  /** The process. */
  public static void main(String[] arguments) throws InterruptedException {
    TopologyMain main =
        new TopologyMain(
            Path.of(arguments[0]), Path.of(arguments[1]), InstantSource.system(), System.out);
    long pause = Long.parseLong(arguments[2]);
    int code = main.look();
    while (pause > 0) {
      TimeUnit.MILLISECONDS.sleep(pause);
      code = main.look();
    }
    System.exit(code);
  }

  /**
   * One look.
   *
   * @return the exit code
   */
  int look() {
    try {
      List<Finding> findings = Sources.look(targets, files.known().keySet());
      List<DiscoveredFiles.Change> changes = files.take(findings, clock.millis());
      changes.forEach(this::tell);
      boolean all = findings.stream().allMatch(Finding.Seen.class::isInstance);
      return all ? 0 : SOMETHING_UNSEEN;
    } catch (IOException e) {
      out.println(e.getMessage());
      return BROKEN;
    }
  }

  private void tell(DiscoveredFiles.Change change) {
    String source = change.finding().source();
    if (change.finding() instanceof Finding.Unseen unseen) {
      out.printf("%s: not looked at, so nothing follows: %s%n", source, unseen.reason());
    } else {
      out.printf(
          "%s: %d entities, %d edges; %d new, %d ended%n",
          source,
          there(change.after()),
          change.after().edges().size(),
          change.after().lives().entrySet().stream()
              .filter(
                  entry ->
                      !entry.getValue().ended()
                          && !entry.getValue().equals(change.before().lives().get(entry.getKey())))
              .count(),
          ended(change.after()) - ended(change.before()));
    }
  }

  private static long there(SourceView view) {
    return view.lives().values().stream().filter(life -> !life.ended()).count();
  }

  private static long ended(SourceView view) {
    return view.lives().values().stream().filter(Life::ended).count();
  }
}
