package io.homeostat.cli.bench;

import io.homeostat.cli.CommandException;
import io.homeostat.core.detect.rarity.RarityDetector;
import io.homeostat.core.detect.rarity.RarityParams;
import io.homeostat.core.detect.rarity.RarityState;
import io.homeostat.core.form.ByteSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Judges the series of the Numenta Anomaly Benchmark sample by sample, with one configuration for
 * all, and writes results as NAB's own scorer reads them. Labels are never read: the column {@code
 * label} is 0, and NAB's scorer does not use it.
 *
 * @param data NAB's folder
 * @param out NAB's folder of results
 * @param print where it is told what was done
 * @param plots where a picture (SVG) of each series goes; empty for none
 */
public record NabBench(Path data, Path out, PrintWriter print, Optional<Path> plots) {
  /** The detector's name in the results' layout. */
  private static final String NAME = "homeostat";

  /** Writes {@code OUT/homeostat/CATEGORY/homeostat_FILE} for each series. */
  public void run() {
    List<NabSeries> all = NabSeries.in(data);
    long samples = 0;
    int bytes = 0;
    long nanos = 0;
    for (NabSeries series : all) {
      RarityState state = new RarityState();
      double[] scores = new double[series.rows().size()];
      long[] times = series.rows().stream().mapToLong(NabSeries.Row::timeMillis).toArray();
      double[] values = series.rows().stream().mapToDouble(NabSeries.Row::value).toArray();
      long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (int i = 0; i < scores.length; i++) {
        scores[i] = RarityDetector.step(RarityParams.DEFAULT, state, times[i], values[i]).score();
      }
      nanos += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began;
      write(series, scores);
      plots.ifPresent(folder -> draw(folder, series, values, scores));
      samples += scores.length;
      ByteSink sink = new ByteSink();
      state.write(sink);
      bytes = Math.max(bytes, sink.size());
    }
    print.printf(
        "%d series, %,d samples, %,d samples/s of processor time, at most %,d bytes a series%n",
        all.size(), samples, nanos == 0 ? 0 : samples * 1_000_000_000L / nanos, bytes);
    print.flush();
  }

  private void draw(Path folder, NabSeries series, double[] values, double[] scores) {
    String title = series.category() + "/" + series.file();
    NabPlot plot = new NabPlot(title, values, scores, NabLabels.in(data).of(series));
    save(folder.resolve(series.file().replace(".csv", ".svg")), plot.svg());
  }

  private void write(NabSeries series, double[] scores) {
    StringBuilder text = new StringBuilder("timestamp,value,anomaly_score,label\n");
    for (int i = 0; i < scores.length; i++) {
      NabSeries.Row row = series.rows().get(i);
      text.append(row.time()).append(',').append(row.text()).append(',').append(scores[i]);
      text.append(",0\n");
    }
    save(
        out.resolve(NAME).resolve(series.category()).resolve(NAME + "_" + series.file()),
        text.toString());
  }

  private static void save(Path file, String text) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandException(
          file + " can't be written (" + e + "): name a folder that may be written", e);
    }
  }
}
