package io.homeostat.processors.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.telemetry.TelemetryFold;
import io.homeostat.processors.cluster.Jobs;
import io.homeostat.processors.kafka.TestBroker;
import io.homeostat.processors.recorded.Emitted;
import io.homeostat.processors.recorded.MetricLanes;
import io.homeostat.processors.recorded.Reference;
import io.homeostat.processors.recorded.SampleContext;
import io.homeostat.processors.shell.LaneBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged job jar on a Flink cluster of several processes, and a real broker. */
@Timeout(600)
class JobJarIT {
  private static final Path JOBS = Path.of(System.getProperty("homeostat.jobs", ""));

  /** Two thirds of it is OpenBLAS for two kinds of machine. */
  private static final long MOST_BYTES = 96L << 20;

  /** What a Flink cluster has itself, and what no production path may have. */
  private static final List<String> NOT_IN_IT =
      List.of(
          "io/homeostat/demo",
          "io/homeostat/processors/recorded",
          "org/apache/logging",
          "org/slf4j",
          "org/apache/flink/api",
          "org/apache/flink/client",
          "org/apache/flink/core",
          "org/apache/flink/runtime",
          "org/apache/flink/streaming/api",
          "org/apache/flink/streaming/runtime");

  private static final Lanes LANES = Lanes.LOCAL;
  private static final List<Stream> OUTPUTS =
      List.of(Stream.SIGNALS, Stream.STATES, Stream.DEAD_LETTERS);

  @Test
  void theJarHoldsTheJobsAndNothingOfFlinksOwnNorOfTheDemo() throws Exception {
    try (JarFile jar = new JarFile(JOBS.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo(JobMain.class.getName());
      List<String> entries = jar.stream().map(Object::toString).toList();
      assertThat(entries)
          .contains("io/homeostat/processors/job/JobMain.class")
          .contains("org/apache/flink/connector/kafka/source/KafkaSource.class")
          .contains("org/apache/kafka/clients/producer/KafkaProducer.class");
      assertThat(entries.stream().filter(entry -> NOT_IN_IT.stream().anyMatch(entry::startsWith)))
          .isEmpty();
    }
    assertThat(JOBS.toFile()).size().isLessThan(MOST_BYTES);
  }

  @Test
  void allJobsRunFromItThroughTheLossOfATaskManagerAndOfTheCluster(@TempDir Path folder)
      throws Exception {
    List<List<LaneBytes>> lanes =
        new MetricLanes(23, LANES, 20, 4, 90, SampleContext.documents()).record();
    int expected = expected(lanes).size();
    Path config = folder.resolve("homeostat.properties");
    try (TestBroker broker = TestBroker.startForRecordings(folder.resolve("broker"), LANES)) {
      Files.writeString(
          config,
          "kafka.bootstrap=%s\nflink.checkpoint.millis=200\nflink.checkpoint.dir=%s\n"
              .formatted(broker.bootstrap(), folder.resolve("checkpoints")));
      try (var cluster = StandaloneCluster.start(folder.resolve("flink"))) {
        cluster.run(JOBS, "all", config.toString());
        assertThat(cluster.awaitJobs()).isEqualTo(Jobs.all(LANES).size());
        String job = cluster.job("telemetry");
        broker.play(Stream.METRICS, part(lanes, 0, 0.35));
        cluster.await("outputs", () -> broker.outputs(List.of(Stream.SIGNALS)).size() > 100);
        cluster.await("a checkpoint", () -> cluster.checkpoints(job, "completed") > 0);

        cluster.replaceTaskManager();
        broker.play(Stream.METRICS, part(lanes, 0.35, 0.7));
        cluster.await("the job is restored", () -> cluster.checkpoints(job, "restored") > 0);
        int completed = cluster.checkpoints(job, "completed");
        cluster.await("more", () -> cluster.checkpoints(job, "completed") > completed);
      }
      broker.play(Stream.METRICS, part(lanes, 0.7, 1));
      try (var cluster = StandaloneCluster.start(folder.resolve("flink"))) {
        cluster.run(JOBS, "all", config.toString());
        cluster.awaitJobs();
        String job = cluster.job("telemetry");
        assertThat(cluster.checkpoints(job, "restored")).isPositive();
        cluster.await("all outputs", () -> distinct(broker.outputs(OUTPUTS)) >= expected);
        Collection<Emitted> written = broker.outputs(OUTPUTS);
        for (int lane = 0; lane < LANES.telemetry(); lane++) {
          Emitted.requireSame(
              Emitted.byTarget(expected(lanes, lane)),
              Emitted.byTarget(Emitted.distinct(written, lane)));
        }
        assertThat(cluster.stop(job).resolve("_metadata")).isNotEmptyFile();
      }
    }
  }

  private static List<Emitted> expected(List<List<LaneBytes>> lanes) {
    return IntStream.range(0, LANES.telemetry())
        .mapToObj(lane -> expected(lanes, lane))
        .flatMap(List::stream)
        .toList();
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
