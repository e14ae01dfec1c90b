package io.homeostat.cli;

import io.homeostat.cli.bench.DriftFalseAlarms;
import io.homeostat.cli.bench.DriftPower;
import io.homeostat.cli.bench.DriftSpeed;
import io.homeostat.cli.bench.FalseAlarmsBench;
import io.homeostat.cli.bench.ForecastBench;
import io.homeostat.cli.bench.LogsBench;
import io.homeostat.cli.bench.NabBench;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Verbs that measure Homeostat: on data that is not part of it, and on simulated windows. */
@Command(
    name = "bench",
    description = "Measure: how right and how fast.",
    subcommands = {
      EmbeddingSpeedCommand.class,
      EmbeddingFalseAlarmsCommand.class,
      EmbeddingPowerCommand.class,
      LoadCommand.class,
      LossCommand.class
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to measure: " + String.join(", ", spec.subcommands().keySet()));
  }

  @Command(
      name = "logs",
      description = {
        "Mine the templates of all logs (*.log) in a folder and the folders in it, each in one pass"
            + " from its raw lines.",
        "Writes OUT/SET.csv with a row EventId,EventTemplate for each line; where labels lie beside"
            + " the log",
        "(*.log_structured_corrected.csv, else *.log_structured.csv), prints the grouping accuracy."
      },
      footerHeading = "%nExample:%n",
      footer = "  homeostat bench logs --data loghub --out target/logs")
  int logs(
      @Option(names = "--data", required = true, description = "The folder with the logs.")
          Path data,
      @Option(names = "--out", required = true, description = "Where the results go.") Path out,
      @Option(
              names = "--vary",
              description =
                  "Also print the accuracy with each setting a fifth smaller and greater.")
          boolean vary) {
    LogsBench bench = new LogsBench(data, out, spec.commandLine().getOut());
    bench.run();
    if (vary) {
      bench.vary();
    }
    return 0;
  }

  @Command(
      name = "nab",
      description = {
        "Judge the series of the Numenta Anomaly Benchmark (DIR/data/CATEGORY/*.csv) sample by"
            + " sample, by one configuration and without labels.",
        "Writes OUT/homeostat/CATEGORY/homeostat_FILE with rows"
            + " timestamp,value,anomaly_score,label, as NAB's scorer reads them."
      },
      footerHeading = "%nExample:%n",
      footer = "  homeostat bench nab --data NAB --out NAB/results")
  int nab(
      @Option(names = "--data", required = true, description = "The folder with the series.")
          Path data,
      @Option(names = "--out", required = true, description = "Where the results go.") Path out,
      @Option(
              names = "--plots",
              description =
                  "Also draw each series with its scores and labels into this folder, as SVG.")
          @Nullable Path plots) {
    new NabBench(data, out, spec.commandLine().getOut(), Optional.ofNullable(plots)).run();
    return 0;
  }

  @Command(
      name = "false-alarms",
      description = {
        "Count the alarms of rarity on noise of many kinds, in which nothing happens, beside what"
            + " it promises.",
        "Ends with 1 where a threshold of 0.5, 1 or 2 is not kept within a factor of two."
      },
      footerHeading = "%nExample:%n",
      footer = "  homeostat bench false-alarms --series 40 --steps 16384")
  int falseAlarms(
      @Option(
              names = "--series",
              defaultValue = "40",
              description = "How many series of each kind; default ${DEFAULT-VALUE}.")
          int series,
      @Option(
              names = "--steps",
              defaultValue = "16384",
              description = "How long each is; default ${DEFAULT-VALUE}.")
          int steps) {
    return new FalseAlarmsBench(series, steps, spec.commandLine().getOut()).run() == 0 ? 0 : 1;
  }

  @Command(
      name = "forecast",
      description =
          "Forecast series with and without seasons: errors beside the seasonal naive's, and how"
              + " often the intervals hold.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat bench forecast")
  int forecast() {
    new ForecastBench(spec.commandLine().getOut()).run();
    return 0;
  }

  @Command(
      name = "drift-false-alarms",
      description = {
        "How often drift is found in tables where nothing drifted: 100 to 1,000,000 rows, 1 to 200"
            + " columns, values of many sorts, also such as follow each other; at 5%% and 1%%, with"
            + " the 95%% interval.",
        "And how often a reference that is looked at 168 times ever alarms, at 5%% for all looks."
      },
      footerHeading = "%nExample:%n",
      footer = "  homeostat bench drift-false-alarms --most-rows 10000")
  int driftFalseAlarms(
      @Option(
              names = "--most-rows",
              defaultValue = "1000000",
              description = "Leave out greater sizes; ${DEFAULT-VALUE} takes about an hour.")
          int mostRows) {
    List<DriftFalseAlarms.Plan> plans =
        DriftFalseAlarms.ALL.stream().filter(plan -> plan.rows() <= mostRows).toList();
    new DriftFalseAlarms(plans, 1_000, spec.commandLine().getOut()).run();
    return 0;
  }

  @Command(
      name = "drift-power",
      description =
          "The smallest change of mean, scale, tail and share of a category that is found 80%% of"
              + " the time at 5%%, beside a plain Kolmogorov-Smirnov test.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat bench drift-power --most-rows 10000")
  int driftPower(
      @Option(
              names = "--most-rows",
              defaultValue = "100000",
              description = "Leave out greater sizes; by default ${DEFAULT-VALUE}.")
          int mostRows) {
    List<Integer> sizes = DriftPower.ALL.stream().filter(size -> size <= mostRows).toList();
    new DriftPower(sizes, 200, spec.commandLine().getOut()).run();
    return 0;
  }

  @Command(
      name = "drift-speed",
      description =
          "Processor time to judge ten columns, and how much is remembered of them, by rows.",
      footerHeading = "%nExample:%n",
      footer = "  homeostat bench drift-speed --rows 1000000")
  int driftSpeed(
      @Option(
              names = "--rows",
              defaultValue = "1000000",
              description =
                  "Rows of the reference, and of the window; by default ${DEFAULT-VALUE}.")
          int rows) {
    new DriftSpeed(rows, 5, spec.commandLine().getOut()).run();
    return 0;
  }
}
