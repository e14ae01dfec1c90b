package io.homeostat.cli.local;

import io.homeostat.cli.local.ProcessSpec.Memory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** A supervisor over fake children, with a journal of when each began and ended. */
final class FakeWorld implements Launcher {
  final DataFolder folder;
  final Path journal;
  final CountDownLatch ready = new CountDownLatch(1);
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Map<String, String> behaviours = new HashMap<>();

  FakeWorld(Path root) {
    this.folder = new DataFolder(root.resolve("data"));
    this.journal = root.resolve("journal");
    folder.create();
  }

  /** Makes the named process behave otherwise than the usual {@code lives}. */
  FakeWorld with(String name, String behaviour) {
    behaviours.put(name, behaviour);
    return this;
  }

  Supervisor supervisor(List<ProcessSpec> specs) {
    RestartPolicy policy =
        new RestartPolicy(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMinutes(1), 3);
    return new Supervisor(
        specs,
        this,
        folder,
        policy,
        new Narrator(new PrintStream(said, true, StandardCharsets.UTF_8), folder),
        InstantSource.system(),
        ready::countDown);
  }

  /** Runs it in a thread of its own. */
  static FutureTask<Supervisor.End> start(Supervisor supervisor) {
    FutureTask<Supervisor.End> task = new FutureTask<>(supervisor::run);
    new Thread(task, "supervisor").start();
    return task;
  }

  static ProcessSpec spec(String name, Set<String> startsAfter, Set<String> stopsBefore) {
    return new ProcessSpec(
        name,
        List.of("none"),
        List.of(name),
        new Memory(16, 16, 8),
        List.of(),
        startsAfter,
        stopsBefore,
        Duration.ofSeconds(30));
  }

  @Override
  public ProcessBuilder prepare(ProcessSpec process) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx16m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        FakeChild.class.getName(),
        process.name(),
        journal.toString(),
        behaviours.getOrDefault(process.name(), "lives"));
  }

  /** What the journal holds, without the children's ids. */
  List<String> journal() throws IOException {
    return Files.readAllLines(journal).stream().map(line -> line.replaceAll(" \\d+$", "")).toList();
  }

  /** The id in the n-th line that tells of a beginning of this process. */
  long pid(String name, int life) throws IOException {
    return Files.readAllLines(journal).stream()
        .filter(line -> line.startsWith(name + " begins "))
        .skip(life)
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
