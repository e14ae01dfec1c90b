package io.homeostat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How often the embedding decision alarms where nothing drifts. */
@Command(
    name = "embedding-false-alarms",
    description =
        "Judge simulated windows without drift: how often the decision alarms at 5 %% and 1 %%.",
    footerHeading = "%nExample:%n",
    footer = "  homeostat bench embedding-false-alarms --trials 500")
final class EmbeddingFalseAlarmsCommand implements Callable<Integer> {
  @Mixin private EmbeddingBench bench = new EmbeddingBench();

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "How many pairs of windows are judged for each row; 200 unless given.")
  private @Nullable Integer trials;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "The greatest n · d to try; all unless given.")
  private @Nullable Integer most;

  @Override
  public Integer call() {
    List<String> options = new ArrayList<>();
    EmbeddingBench.add(options, "--trials", trials);
    EmbeddingBench.add(options, "--most", most);
    return bench.run("embedding-false-alarms", options);
  }
}
