package io.homeostat.ingest.benchmark;

import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.ingest.prometheus.Encoder;
import io.homeostat.ingest.prometheus.RemoteWrite;
import io.homeostat.ingest.prometheus.SeriesCache;
import io.homeostat.ingest.prometheus.Written;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.xerial.snappy.Snappy;

/**
 * What a sample of remote-write costs, from the bytes on the wire: decompressed alone; read into
 * frames of entities; and read into objects as protobuf does. Requests are as Prometheus sends
 * them: 500 samples, one a series, each with nine labels; 20,000 series in all, in turn.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
public class RemoteWriteBenchmark {
  static final int SAMPLES = 500;
  private static final int REQUESTS = 40;
  private static final long NOW = 1_795_168_841_000L;

  private final List<byte[]> first = new ArrayList<>();
  private final List<byte[]> second = new ArrayList<>();
  private final RemoteWrite reader =
      new RemoteWrite(new SeriesCache(EntityMapping.defaults(), 24 << 20), new HistogramMemory());
  private final byte[] buffer = new byte[512 * 1024];
  private int next;

  public RemoteWriteBenchmark() {
    try {
      for (int request = 0; request < REQUESTS; request++) {
        List<Encoder.Series> series = series(request, NOW + request);
        first.add(Snappy.compress(Encoder.v1(series)));
        second.add(Snappy.compress(Encoder.v2(series)));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the requests can't be made", e);
    }
  }

  /** Runs it, as its annotations say. */
  public static void main(String[] arguments) throws RunnerException {
    new Runner(new OptionsBuilder().include(RemoteWriteBenchmark.class.getName()).build()).run();
  }

  /** The same by processor time; prints nanoseconds a sample. */
  static void cpuTimes(Blackhole hole) throws Exception {
    RemoteWriteBenchmark benchmark = new RemoteWriteBenchmark();
    CpuTimes times = new CpuTimes(hole);
    times.add("frames of 1.0", benchmark::framesOfFirst);
    times.add("frames of 2.0", benchmark::framesOfSecond);
    times.add("protobuf", benchmark::objects);
    times.add(
        "snappy again",
        () -> {
          byte[] request = benchmark.turn(benchmark.first);
          return Snappy.uncompress(request, 0, request.length, benchmark.buffer, 0);
        });
    times.add("snappy alone", () -> Snappy.uncompress(benchmark.turn(benchmark.first)));
    times.measure(9, SAMPLES).forEach(System.out::println);
  }

  private static List<Encoder.Series> series(int request, long timeMillis) {
    List<Encoder.Series> series = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      Map<String, String> labels =
          Map.of(
              "__name__", "http_server_request_duration_seconds_bucket_" + i % 50,
              "cluster", "eu-central-1-production",
              "container", "retriever",
              "instance", "10.42." + request + "." + i / 50 + ":9090",
              "job", "kubernetes-pods",
              "le", "0." + i % 50,
              "method", "GET",
              "namespace", "rag-" + request % 4,
              "pod", "retriever-7f9c6d5b8-" + request + "-" + i / 50);
      series.add(
          new Encoder.Series(
              new TreeMap<>(labels), List.of(new Encoder.Sample(timeMillis, i * 1.5)), List.of()));
    }
    return series;
  }

  /** Decompressing alone, which is part of every other figure. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public void snappy(Blackhole hole) throws IOException {
    hole.consume(Snappy.uncompress(turn(first)));
  }

  /** 1.0 into frames. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public Written framesOfFirst() throws IOException, MalformedException {
    return frames(turn(first), RemoteWrite.Version.V1);
  }

  /** 2.0 into frames. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public Written framesOfSecond() throws IOException, MalformedException {
    return frames(turn(second), RemoteWrite.Version.V2);
  }

  /** As the gateway does: unpacked into an array that is used again. */
  private Written frames(byte[] request, RemoteWrite.Version version)
      throws IOException, MalformedException {
    int length = Snappy.uncompress(request, 0, request.length, buffer, 0);
    return reader.read(buffer, length, version, NOW);
  }

  /** 1.0 into objects, with nothing done to them. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public Object objects() throws IOException {
    return ProtobufPeer.parse(Snappy.uncompress(turn(first)));
  }

  private byte[] turn(List<byte[]> requests) {
    next = (next + 1) % REQUESTS;
    return requests.get(next);
  }
}
