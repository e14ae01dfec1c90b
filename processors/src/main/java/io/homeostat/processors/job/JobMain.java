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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The main class of the job jar: {@code --job NAME --config FILE}. The cluster decides on
 * parallelism, state backend and where checkpoints go; the job on all that its correctness rests
 * on.
 */
public final class JobMain {
  /** Time between checkpoints. */
  private static final Setting<Integer> CHECKPOINT_MILLIS = JobOptions.CHECKPOINT_MILLIS;

  /** Every setting that a job reads. */
  public static final List<Setting<?>> SETTINGS =
      Stream.concat(LaneSettings.ALL.stream(), Stream.of(CHECKPOINT_MILLIS)).toList();

  private JobMain() {}

  /**
   * Builds one job and gives it to the cluster that calls this.
   *
   * @throws ServiceException when the arguments or the settings can't be used
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> arguments = arguments(args);
    ServiceConfig config = ServiceConfig.read(Path.of(needed(arguments, "--config")));
    FoldJob job = job(config, needed(arguments, "--job"));
    Brokers brokers = Brokers.from(config);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(
            JobOptions.clustered(Duration.ofMillis(CHECKPOINT_MILLIS.in(config))));
    job.build(environment, InboxSource.following(brokers, job.input()), OutboxSink.to(brokers));
    environment.execute(job.name());
  }

  private static FoldJob job(ServiceConfig config, String name) {
    List<FoldJob> jobs = Jobs.all(LaneSettings.from(config));
    return jobs.stream()
        .filter(job -> job.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ServiceException(
                    "there is no job '"
                        + name
                        + "': give --job one of "
                        + jobs.stream().map(FoldJob::name).collect(Collectors.joining(", "))));
  }

  private static Map<String, String> arguments(String[] args) {
    Map<String, String> arguments = new TreeMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length || !List.of("--job", "--config").contains(args[i])) {
        throw new ServiceException("'" + args[i] + "': usage is --job NAME --config FILE");
      }
      arguments.put(args[i], args[i + 1]);
    }
    return arguments;
  }

  private static String needed(Map<String, String> arguments, String name) {
    String value = arguments.get(name);
    if (value == null) {
      throw new ServiceException(name + " is missing: usage is --job NAME --config FILE");
    }
    return value;
  }
}
