package io.homeostat.processors.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.processors.recorded.Await;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Flink cluster as its own scripts start it: a JobManager and a TaskManager, each a process of
 * its own, with Flink's jars alone on their class paths; jobs come to it over REST.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** What a Flink distribution has in its lib folder. */
  private static final String FLINKS_OWN =
      "(flink-(?!connector)|commons-|kryo|minlog|objenesis|reflectasm|javassist|log4j-|slf4j-api"
          + "|snakeyaml-engine|lz4-java|snappy-java|jsr305).*\\.jar";

  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String rest;
  private final List<Process> processes = new ArrayList<>();
  private Process taskManager;

  private StandaloneCluster(Path folder, int restPort) throws IOException {
    this.folder = folder;
    this.rest = "http://127.0.0.1:" + restPort;
    process("org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint", "jobmanager");
    this.taskManager = startTaskManager();
  }

  /** Starts both processes; returns once the TaskManager has joined. */
  static StandaloneCluster start(Path folder) throws Exception {
    int restPort = freePort();
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf/config.yaml"), settings(folder, restPort));
    StandaloneCluster cluster = new StandaloneCluster(folder, restPort);
    cluster.awaitTaskManagers(1);
    return cluster;
  }

  private static String settings(Path folder, int restPort) throws IOException {
    return """
    jobmanager.rpc.address: 127.0.0.1
    jobmanager.rpc.port: %d
    jobmanager.bind-host: 127.0.0.1
    rest.address: 127.0.0.1
    rest.bind-address: 127.0.0.1
    rest.port: %d
    taskmanager.host: 127.0.0.1
    taskmanager.bind-host: 127.0.0.1
    taskmanager.numberOfTaskSlots: 2
    taskmanager.cpu.cores: 1.0
    taskmanager.memory.task.heap.size: 256m
    taskmanager.memory.task.off-heap.size: 0m
    taskmanager.memory.framework.heap.size: 128m
    taskmanager.memory.framework.off-heap.size: 128m
    taskmanager.memory.jvm-metaspace.size: 256m
    taskmanager.memory.jvm-overhead.min: 192m
    taskmanager.memory.jvm-overhead.max: 192m
    taskmanager.memory.managed.size: 0m
    taskmanager.memory.network.min: 16m
    taskmanager.memory.network.max: 16m
    heartbeat.interval: 500ms
    heartbeat.timeout: 10s
    state.backend.type: hashmap
    execution.checkpointing.dir: %s
    io.tmp.dirs: %s
    """
        .formatted(
            freePort(),
            restPort,
            folder.resolve("checkpoints").toUri(),
            Files.createDirectories(folder.resolve("tmp")));
  }

  private Process startTaskManager() throws IOException {
    return process("org.apache.flink.runtime.taskexecutor.TaskManagerRunner", "taskmanager");
  }

  private Process process(String main, String name) throws IOException {
    String flink =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(jar -> Path.of(jar).getFileName().toString().matches(FLINKS_OWN))
            .filter(jar -> !jar.endsWith("-tests.jar"))
            .collect(Collectors.joining(File.pathSeparator));
    Path log = folder.resolve(name + ".log");
    Files.writeString(folder.resolve("conf/log4j2.xml"), LOGGING);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx448m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=" + folder.resolve("conf/log4j2.xml"),
                "-cp",
                flink,
                main,
                "--configDir",
                folder.resolve("conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    processes.add(process);
    return process;
  }

  private static final String LOGGING =
      """
      <Configuration status="WARN">
        <Appenders><Console name="out"><PatternLayout pattern="%d %-5p [%t] %c{1} %m%n"/></Console></Appenders>
        <Loggers><Root level="INFO"><AppenderRef ref="out"/></Root></Loggers>
      </Configuration>
      """;

  /** Uploads a jar; gives its id. */
  String upload(Path jar) throws IOException {
    String boundary = "homeostat-job-jar";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\n"
                + "Content-Type: application/java-archive\r\n\r\n")
            .formatted(boundary, jar.getFileName())
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(Files.readAllBytes(jar));
    body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(rest + "/jars/upload"))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    return Path.of(ask(request).get("filename").asText()).getFileName().toString();
  }

  /** Runs an uploaded jar with these arguments; gives the job's id. */
  String run(String jar, int parallelism, String... arguments) throws IOException {
    var body = JSON.createObjectNode().put("parallelism", parallelism);
    Arrays.stream(arguments).forEach(body.putArray("programArgsList")::add);
    return post("/jars/" + jar + "/run", body).get("jobid").asText();
  }

  /** What the cluster answers at a path. */
  JsonNode get(String path) {
    try {
      return ask(HttpRequest.newBuilder(URI.create(rest + path)).GET().build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode post(String path, JsonNode body) throws IOException {
    return ask(
        HttpRequest.newBuilder(URI.create(rest + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  /** Waits until a job is in a state. */
  void awaitState(String job, String state) throws Exception {
    Await.until(
        "job " + state, LIMIT, () -> get("/jobs/" + job).get("state").asText().equals(state));
  }

  /** Kills the TaskManager as a crash would, and starts another, as its supervisor would. */
  void replaceTaskManager() throws IOException, InterruptedException {
    taskManager.destroyForcibly().waitFor();
    taskManager = startTaskManager();
  }

  /** Stops a job with a savepoint; gives the savepoint's folder. */
  Path stop(String job) throws Exception {
    var body =
        JSON.createObjectNode()
            .put("targetDirectory", folder.resolve("savepoints").toUri().toString())
            .put("drain", false);
    String request = post("/jobs/" + job + "/stop", body).get("request-id").asText();
    String path = "/jobs/" + job + "/savepoints/" + request;
    Await.until(
        "the savepoint", LIMIT, () -> get(path).at("/status/id").asText().equals("COMPLETED"));
    String location = get(path).at("/operation/location").asText();
    if (location.isEmpty()) {
      throw new IOException("no savepoint: " + get(path));
    }
    return Path.of(URI.create(location));
  }

  /** What both processes have logged. */
  String logs() throws IOException {
    return Files.readString(folder.resolve("jobmanager.log"))
        + Files.readString(folder.resolve("taskmanager.log"));
  }

  private void awaitTaskManagers(int count) throws Exception {
    try {
      Await.until("the TaskManager", LIMIT, () -> taskManagers() == count);
    } catch (AssertionError e) {
      close();
      throw new IOException("no cluster:\n" + logs(), e);
    }
  }

  private int taskManagers() {
    try {
      return ask(HttpRequest.newBuilder(URI.create(rest + "/overview")).GET().build())
          .get("taskmanagers")
          .asInt();
    } catch (IOException e) {
      return -1; // It does not listen yet.
    }
  }

  private JsonNode ask(HttpRequest request) throws IOException {
    try {
      var response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IOException(request.uri() + ": " + response.statusCode() + " " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
