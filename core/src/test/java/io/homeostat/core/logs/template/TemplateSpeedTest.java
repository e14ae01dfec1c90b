package io.homeostat.core.logs.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How fast mining is, by the processor time of its one thread, over the excerpts again and again;
 * beside Drain rebuilt in Java, which is given the text without its header.
 */
@Tag("benchmark")
@Timeout(600)
class TemplateSpeedTest {
  private static final int ROUNDS = 11;
  private static final int WARMUP_ROUNDS = 4;
  private static final int PASSES = 2_000;

  private static List<String> lines() throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(TemplateSpeedTest.class.getResourceAsStream("excerpts.tsv"))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(row -> row.split("\t", 3)[2])
          .toList();
    }
  }

  private static double[] measure(String what, List<String> lines, Consumer<String> match) {
    double[] perSecond = new double[ROUNDS];
    for (int round = -WARMUP_ROUNDS; round < ROUNDS; round++) {
      long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (int pass = 0; pass < PASSES; pass++) {
        lines.forEach(match);
      }
      long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began;
      if (round >= 0) {
        perSecond[round] = 1e9 * PASSES * lines.size() / nanos;
      }
    }
    Arrays.sort(perSecond);
    System.out.printf(
        "%s: %,.0f lines/s (min %,.0f, max %,.0f)%n",
        what, perSecond[ROUNDS / 2], perSecond[0], perSecond[ROUNDS - 1]);
    return perSecond;
  }

  @Test
  void minesBesideDrain() throws IOException {
    List<String> lines = lines();
    TemplateMiner miner = new TemplateMiner();
    TemplateCatalog catalog = new TemplateCatalog();
    Header header = new Header();
    List<String> texts =
        lines.stream()
            .map(line -> line.substring(header.read(line.toCharArray(), 0, line.length(), 0)))
            .toList();
    RebuiltDrain drain = new RebuiltDrain();
    double[] ours = measure("templates, raw lines", lines, line -> miner.match(catalog, line));
    double[] theirs = measure("Drain rebuilt, text alone", texts, drain::match);
    System.out.printf("ratio of medians: %.1f%n", ours[ROUNDS / 2] / theirs[ROUNDS / 2]);
    assertThat(catalog.templates()).hasSizeGreaterThan(20);
  }
}
