package io.homeostat.processors.job;

import io.homeostat.processors.cluster.JobOptions;
import io.homeostat.processors.cluster.Jobs;
import io.homeostat.processors.kafka.InboxSource;
import io.homeostat.processors.kafka.OutboxSink;
import io.homeostat.processors.shell.FoldJob;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.LaneSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The main class of the job jar. Its arguments are a job's name, or {@code all}, and the file of
 * settings; they have no dashes, because Flink's own entry points would take {@code --config} for
 * an abbreviation of theirs. The cluster decides on parallelism and state backend; the job on all
 * that its correctness rests on.
 */
public final class JobMain {
  private static final String EVERY = "all";

  private static final Setting<Optional<Path>> CHECKPOINTS =
      Setting.maybePath(
          "flink.checkpoint.dir",
          "a folder that all of Flink's processes share: a job goes on from its newest checkpoint"
              + " there; without it Flink's own options say where checkpoints go and what is"
              + " restored");

  /** Every setting that a job reads. */
  public static final List<Setting<?>> SETTINGS =
      Stream.concat(LaneSettings.ALL.stream(), Stream.of(JobOptions.CHECKPOINT_MILLIS, CHECKPOINTS))
          .toList();

  private JobMain() {}

  /**
   * Builds one job, or every job, and gives it to the cluster that calls this.
   *
   * @throws ServiceException when the arguments or the settings can't be used
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      throw new ServiceException(
          "the arguments are " + List.of(args) + ": give a job's name, or all, and a file");
    }
    ServiceConfig config = ServiceConfig.read(Path.of(args[1]));
    for (FoldJob job : jobs(config, args[0])) {
      start(job, config);
    }
  }

  private static void start(FoldJob job, ServiceConfig config) throws Exception {
    Brokers brokers = Brokers.from(config);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(options(job, config));
    job.build(environment, InboxSource.following(brokers, job.input()), OutboxSink.to(brokers));
    environment.executeAsync(job.name());
  }

  private static Configuration options(FoldJob job, ServiceConfig config) {
    Duration interval = Duration.ofMillis(JobOptions.CHECKPOINT_MILLIS.in(config));
    return CHECKPOINTS
        .in(config)
        .map(folder -> folder.toAbsolutePath().resolve(job.name()).resolve("v" + job.version()))
        .map(folder -> JobOptions.resumed(interval, folder))
        .orElseGet(() -> JobOptions.clustered(interval));
  }

  private static List<FoldJob> jobs(ServiceConfig config, String name) {
    List<FoldJob> all = Jobs.all(LaneSettings.from(config));
    if (name.equals(EVERY)) {
      return all;
    }
    return List.of(
        all.stream()
            .filter(job -> job.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new ServiceException(
                        "there is no job '"
                            + name
                            + "': give one of "
                            + all.stream().map(FoldJob::name).collect(Collectors.joining(", "))
                            + ", or "
                            + EVERY)));
  }
}
