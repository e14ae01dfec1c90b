package io.homeostat.processors.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.telemetry.TelemetryFold;
import io.homeostat.processors.kafka.TestBroker;
import io.homeostat.processors.recorded.Await;
import io.homeostat.processors.recorded.Emitted;
import io.homeostat.processors.recorded.MetricLanes;
import io.homeostat.processors.recorded.Reference;
import io.homeostat.processors.recorded.SampleContext;
import io.homeostat.processors.shell.LaneBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged job jar on a Flink cluster of several processes, and a real broker. */
@Timeout(600)
class JobJarIT {
  private static final Path JOBS = Path.of(System.getProperty("homeostat.jobs", ""));
  private static final Lanes LANES = Lanes.LOCAL;
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final List<Stream> OUTPUTS =
      List.of(Stream.SIGNALS, Stream.STATES, Stream.DEAD_LETTERS);

  @Test
  void theJarHoldsTheJobsAndNothingOfFlinksOwnNorOfTheDemo() throws Exception {
    try (JarFile jar = new JarFile(JOBS.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo(JobMain.class.getName());
      assertThat(jar.stream().map(Object::toString))
          .contains("io/homeostat/processors/job/JobMain.class")
          .contains("org/apache/flink/connector/kafka/source/KafkaSource.class")
          .contains("org/apache/kafka/clients/producer/KafkaProducer.class")
          .noneMatch(entry -> entry.startsWith("io/homeostat/demo"))
          .noneMatch(entry -> entry.startsWith("org/apache/logging"))
          .noneMatch(entry -> entry.startsWith("org/slf4j"))
          .noneMatch(entry -> entry.startsWith("org/apache/flink/runtime"))
          .noneMatch(entry -> entry.startsWith("org/apache/flink/streaming/api/environment"));
    }
  }

  @Test
  void aJobSurvivesItsTaskManagerAndEndsWithASavepoint(@TempDir Path folder) throws Exception {
    List<List<LaneBytes>> lanes =
        new MetricLanes(23, LANES, 20, 4, 90, SampleContext.documents()).record();
    Path config = folder.resolve("homeostat.properties");
    try (TestBroker broker = TestBroker.startForRecordings(folder.resolve("broker"), LANES);
        StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("flink"))) {
      Files.writeString(
          config,
          "kafka.bootstrap=%s\nflink.checkpoint.millis=200\n".formatted(broker.bootstrap()));
      String jar = cluster.upload(JOBS);
      String job = cluster.run(jar, 2, "--job", "telemetry", "--config", config.toString());
      cluster.awaitState(job, "RUNNING");
      broker.play(Stream.METRICS, part(lanes, 0, 0.4));
      Await.until(
          "outputs and a checkpoint",
          LIMIT,
          () ->
              broker.outputs(List.of(Stream.SIGNALS)).size() > 100
                  && checkpoints(cluster, job, "completed") > 0);

      cluster.replaceTaskManager();
      broker.play(Stream.METRICS, part(lanes, 0.4, 1));

      int all = 0;
      for (int lane = 0; lane < LANES.telemetry(); lane++) {
        all += expected(lanes, lane).size();
      }
      int expected = all;
      Await.until("all outputs", LIMIT, () -> distinct(broker.outputs(OUTPUTS)) >= expected);
      assertThat(checkpoints(cluster, job, "restored")).isPositive();
      Collection<Emitted> written = broker.outputs(OUTPUTS);
      for (int lane = 0; lane < LANES.telemetry(); lane++) {
        Emitted.requireSame(
            Emitted.byTarget(expected(lanes, lane)),
            Emitted.byTarget(Emitted.distinct(written, lane)));
      }
      Path savepoint = cluster.stop(job);
      cluster.awaitState(job, "FINISHED");
      assertThat(savepoint.resolve("_metadata")).isNotEmptyFile();
    }
  }

  private static int checkpoints(StandaloneCluster cluster, String job, String kind) {
    return cluster.get("/jobs/" + job + "/checkpoints").at("/counts/" + kind).asInt();
  }

  private static long distinct(Collection<Emitted> outputs) {
    return outputs.stream().map(Emitted::origin).distinct().count();
  }

  private static List<Emitted> expected(List<List<LaneBytes>> lanes, int lane) {
    return new Reference(new TelemetryFold(), LANES, lane).run(lanes.get(lane));
  }

  private static List<List<LaneBytes>> part(List<List<LaneBytes>> lanes, double from, double to) {
    return lanes.stream()
        .map(lane -> lane.subList((int) (lane.size() * from), (int) (lane.size() * to)))
        .toList();
  }
}
