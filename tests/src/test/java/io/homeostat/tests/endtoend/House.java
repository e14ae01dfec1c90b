package io.homeostat.tests.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.schemas.targets.PostgresTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The packaged Homeostat, run as a user would: {@code ./homeostat up} on free ports in a folder of
 * its own.
 */
final class House implements AutoCloseable {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path WORLDS = Path.of("target", "worlds").toAbsolutePath();
  private static final Duration FILE_LIMIT = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path data;
  private final Path output;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private Process up;

  private House(Path data, Path output, Process up) {
    this.data = data;
    this.output = output;
    this.up = up;
  }

  /** A fresh folder, everything started in it and ready; the one of a run before is set aside. */
  static House start(String name, String... arguments) throws Exception {
    Path data = WORLDS.resolve(name);
    Path aside = WORLDS.resolve(name + ".before");
    if (Files.exists(data)) {
      delete(aside);
      Files.move(data, aside);
    }
    Files.createDirectories(WORLDS);
    Path output = WORLDS.resolve(name + ".out");
    Files.deleteIfExists(output);
    return new House(data, output, launch(data, output, arguments));
  }

  /** Starts again in the same folder, after everything has ended. */
  void startAgain(String... arguments) throws Exception {
    up = launch(data, output, arguments);
  }

  private static Process launch(Path data, Path output, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ROOT.resolve("homeostat").toString(),
                "--no-build",
                "up",
                "--data",
                data.toString(),
                "--free-ports"));
    command.addAll(Arrays.asList(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CountDownLatch ready = new CountDownLatch(1);
    Thread reader = new Thread(() -> copy(process, output, ready), "up");
    reader.setDaemon(true);
    reader.start();
    if (!ready.await(4, TimeUnit.MINUTES) || !process.isAlive()) {
      String told = Files.exists(output) ? Files.readString(output) : "";
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IllegalStateException("up did not get ready:\n" + told);
    }
    return process;
  }

  private static void copy(Process process, Path output, CountDownLatch ready) {
    try (BufferedReader lines = process.inputReader(UTF_8);
        var out =
            Files.newBufferedWriter(
                output,
                UTF_8,
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.write(line);
        out.newLine();
        out.flush();
        if (line.startsWith("ready in")) {
          ready.countDown();
        }
      }
    } catch (IOException e) {
      // Java closes the stream under its reader when the process is ended.
      if (!"Stream closed".equals(e.getMessage())) {
        throw new UncheckedIOException(e);
      }
    } finally {
      ready.countDown();
    }
  }

  /** Runs another verb on the same folder; what it printed. */
  String verb(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(ROOT.resolve("homeostat").toString(), "--no-build"));
    command.addAll(Arrays.asList(words));
    command.addAll(List.of("--data", data.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String told = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", words) + " failed:\n" + told);
    }
    return told;
  }

  /** Where something listens, by the name in {@code addresses.json}. */
  String address(String name) throws IOException {
    JsonNode addresses = JSON.readTree(data.resolve("run/addresses.json").toFile());
    if (!addresses.has(name)) {
      throw new IllegalStateException("no address '" + name + "' in " + addresses);
    }
    return addresses.get(name).asText();
  }

  /** A GET of the console's API. */
  JsonNode console(String path) throws Exception {
    return get(address("console") + path);
  }

  /** A GET of the demo's control API. */
  JsonNode demo(String path) throws Exception {
    return get(address("demo") + path);
  }

  /** A POST to the demo's control API. */
  JsonNode demoPost(String path) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(address("demo") + path))
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  private JsonNode get(String uri) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(uri)));
  }

  private JsonNode send(HttpRequest.Builder builder) throws Exception {
    HttpRequest request = builder.timeout(Duration.ofSeconds(20)).build();
    return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** The index as the demo's world shows it. */
  JsonNode index(String name) throws Exception {
    for (JsonNode index : demo("/state").get("indexes")) {
      if (index.get("name").asText().endsWith(name)) {
        return index;
      }
    }
    throw new IllegalStateException("no index " + name);
  }

  /** Waits for an incident whose whole file is as wanted; the file. */
  JsonNode awaitFile(String what, Predicate<JsonNode> wanted) {
    AtomicReference<JsonNode> found = new AtomicReference<>();
    await(what)
        .atMost(FILE_LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(
            () -> {
              for (JsonNode incident : console("/api/v1/incidents").get("incidents")) {
                JsonNode file = console("/api/v1/incidents/" + incident.get("id").asText());
                if (wanted.test(file)) {
                  found.set(file);
                  return true;
                }
              }
              return false;
            });
    return found.get();
  }

  /** A fault as the demo tells of it, with its newest run. */
  JsonNode fault(String name) throws Exception {
    for (JsonNode fault : demo("/faults")) {
      if (fault.get("name").asText().equals(name)) {
        return fault;
      }
    }
    throw new IllegalStateException("no fault " + name);
  }

  /** The rebuilds of indexes that the demo's ledger has recorded, by whomever. */
  List<JsonNode> rebuilds() throws Exception {
    List<JsonNode> rebuilds = new ArrayList<>();
    for (JsonNode effect : demo("/ledger")) {
      if (effect.hasNonNull("relfilenodeBefore") && effect.hasNonNull("relfilenodeAfter")) {
        rebuilds.add(effect);
      }
    }
    return rebuilds;
  }

  /** A session in the demo's database, with the probe's role. */
  Connection database() throws Exception {
    PostgresTarget target = PostgresTarget.read(data.resolve("demo/targets.yaml"), "probe").get(0);
    return DriverManager.getConnection(target.jdbcUrl(), target.user(), target.password());
  }

  /** The process of that name. */
  ProcessHandle process(String name) throws IOException {
    String pid = Files.readString(data.resolve("run/pids").resolve(name)).strip().split(" ", 2)[0];
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** The supervisor and everything below it, ended by SIGKILL at once. */
  void killEverything() throws InterruptedException {
    List<ProcessHandle> all = up.descendants().toList();
    up.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    up.waitFor();
    for (ProcessHandle one : all) {
      one.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  /** What {@code up} has printed so far. */
  String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() throws Exception {
    if (up.isAlive()) {
      List<ProcessHandle> all = up.descendants().toList();
      up.destroy();
      if (!up.waitFor(60, TimeUnit.SECONDS)) {
        up.destroyForcibly();
      }
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
