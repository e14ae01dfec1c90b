package io.homeostat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast a backend of the embedding statistics is. */
@Command(
    name = "embedding",
    description =
        "Time MMD² (5000 and 5000 × 768, 100 permutations), Fréchet (d = 768) and covariance.",
    footerHeading = "%nExample:%n",
    footer = "  homeostat bench embedding --backend cpu --threads 1")
final class EmbeddingSpeedCommand implements Callable<Integer> {
  @Mixin private EmbeddingBench bench = new EmbeddingBench();

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "How often each is measured after one run to warm up; 5 unless given.")
  private @Nullable Integer repeats;

  @Override
  public Integer call() {
    List<String> options = new ArrayList<>();
    EmbeddingBench.add(options, "--repeats", repeats);
    return bench.run("embedding", options);
  }
}
