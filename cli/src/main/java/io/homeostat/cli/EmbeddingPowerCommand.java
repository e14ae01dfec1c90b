package io.homeostat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How often the embedding decision finds a drift. */
@Command(
    name = "embedding-power",
    description =
        "Judge simulated windows with drift: how often the decision finds it, beside single tests at the same level.",
    footerHeading = "%nExample:%n",
    footer = "  homeostat bench embedding-power --trials 500")
final class EmbeddingPowerCommand implements Callable<Integer> {
  @Mixin private EmbeddingBench bench = new EmbeddingBench();

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "How many pairs of windows are judged for each row; 200 unless given.")
  private @Nullable Integer trials;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "The greatest window to try; 1000 unless given.")
  private @Nullable Integer most;

  @Override
  public Integer call() {
    List<String> options = new ArrayList<>();
    EmbeddingBench.add(options, "--trials", trials);
    EmbeddingBench.add(options, "--most", most);
    return bench.run("embedding-power", options);
  }
}
