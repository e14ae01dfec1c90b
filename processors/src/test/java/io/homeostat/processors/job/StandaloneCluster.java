package io.homeostat.processors.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.processors.recorded.Await;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Flink cluster as its own scripts start it: a JobManager and a TaskManager, each a process of
 * its own, with Flink's jars alone on their class paths; jobs come to it over REST. It keeps
 * nothing of its own between two lives.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** What a Flink distribution has in its lib folder. */
  private static final String FLINKS_OWN =
      "(flink-(?!connector-(kafka|base))|commons-|kryo|minlog|objenesis|reflectasm|javassist|log4j-|slf4j-api"
          + "|snakeyaml-engine|lz4-java|snappy-java|jsr305).*\\.jar";

  /** Of the packages that the configuration in Flink's distribution opens, those that are used. */
  private static final List<String> OPEN =
      Stream.of(
              "java.lang",
              "java.lang.reflect",
              "java.net",
              "java.nio",
              "java.text",
              "java.time",
              "java.util",
              "java.util.concurrent",
              "java.util.concurrent.atomic",
              "java.util.concurrent.locks")
          .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
          .toList();

  private static final String LOGGING =
      """
      <Configuration status="WARN">
        <Appenders><Console name="out"><PatternLayout pattern="%d %-5p [%t] %c{1} %m%n"/></Console></Appenders>
        <Loggers><Root level="INFO"><AppenderRef ref="out"/></Root></Loggers>
      </Configuration>
      """;

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
    Files.createDirectories(folder.resolve("tmp"));
    Files.writeString(folder.resolve("conf/config.yaml"), settings(folder, restPort));
    Files.writeString(folder.resolve("conf/log4j2.xml"), LOGGING);
    StandaloneCluster cluster = new StandaloneCluster(folder, restPort);
    try {
      cluster.await(
          "the TaskManager",
          () ->
              cluster.get("/overview").stream()
                  .anyMatch(overview -> overview.path("taskmanagers").asInt() == 1));
    } catch (AssertionError e) {
      cluster.close();
      throw e;
    }
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
    taskmanager.numberOfTaskSlots: 8
    taskmanager.cpu.cores: 1.0
    taskmanager.memory.task.heap.size: 256m
    taskmanager.memory.task.off-heap.size: 0m
    taskmanager.memory.framework.heap.size: 128m
    taskmanager.memory.framework.off-heap.size: 128m
    taskmanager.memory.jvm-metaspace.size: 256m
    taskmanager.memory.jvm-overhead.min: 192m
    taskmanager.memory.jvm-overhead.max: 192m
    taskmanager.memory.managed.size: 0m
    taskmanager.memory.network.min: 32m
    taskmanager.memory.network.max: 32m
    parallelism.default: 2
    heartbeat.interval: 500ms
    heartbeat.timeout: 15s
    pekko.ask.timeout: 2min
    pekko.startup-timeout: 2min
    state.backend.type: hashmap
    io.tmp.dirs: %s
    """
        .formatted(freePort(), restPort, folder.resolve("tmp"));
  }

  private Process startTaskManager() throws IOException {
    return process("org.apache.flink.runtime.taskexecutor.TaskManagerRunner", "taskmanager");
  }

  private Process process(String main, String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPEN);
    command.addAll(
        List.of(
            "-Xmx448m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlog4j2.configurationFile=" + folder.resolve("conf/log4j2.xml"),
            "-cp",
            flinksOwn(),
            main,
            "--configDir",
            folder.resolve("conf").toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()))
            .start();
    processes.add(process);
    return process;
  }

  private static String flinksOwn() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(jar -> Path.of(jar).getFileName().toString().matches(FLINKS_OWN))
        .filter(jar -> !jar.endsWith("-tests.jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Uploads a jar and runs its main class with these arguments, as {@code flink run} would. */
  void run(Path jar, String... arguments) throws IOException {
    String boundary = "homeostat-job-jar";
    String head =
        """
        --%s
        Content-Disposition: form-data; name="jarfile"; filename="%s"
        Content-Type: application/java-archive

        """
            .formatted(boundary, jar.getFileName())
            .replace("\n", "\r\n");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(Files.readAllBytes(jar));
    body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    String type = "multipart/form-data; boundary=" + boundary;
    Path uploaded =
        Path.of(post("/jars/upload", type, body.toByteArray()).get("filename").asText());
    ObjectNode program = JSON.createObjectNode();
    Arrays.stream(arguments).forEach(program.putArray("programArgsList")::add);
    post("/jars/" + uploaded.getFileName() + "/run", program);
  }

  private JsonNode post(String path, ObjectNode body) throws IOException {
    return post(path, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode post(String path, String type, byte[] body) throws IOException {
    return ask(
        HttpRequest.newBuilder(URI.create(rest + path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  /** Waits until every job takes records, and tells how many there are. */
  int awaitJobs() throws Exception {
    await(
        "the jobs",
        () -> get("/jobs/overview").stream().anyMatch(StandaloneCluster::allTasksRunning));
    return get("/jobs/overview").orElseThrow().get("jobs").size();
  }

  private static boolean allTasksRunning(JsonNode overview) {
    JsonNode jobs = overview.path("jobs");
    for (JsonNode job : jobs) {
      JsonNode tasks = job.path("tasks");
      if (tasks.path("total").asInt() == 0
          || tasks.path("running").asInt() != tasks.path("total").asInt()) {
        return false;
      }
    }
    return !jobs.isEmpty();
  }

  /** The id of a job, by its name. */
  String job(String name) {
    for (JsonNode job : get("/jobs/overview").orElseThrow().get("jobs")) {
      if (job.get("name").asText().equals(name)) {
        return job.get("jid").asText();
      }
    }
    throw new AssertionError("no job " + name);
  }

  /** How many checkpoints of a job are completed, or restored. */
  int checkpoints(String job, String kind) {
    return get("/jobs/" + job + "/checkpoints")
        .map(answer -> answer.at("/counts/" + kind).asInt())
        .orElse(0);
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
    await(
        "the savepoint",
        () ->
            get(path).stream()
                .anyMatch(answer -> answer.at("/status/id").asText().equals("COMPLETED")));
    JsonNode answer = get(path).orElseThrow();
    String location = answer.at("/operation/location").asText();
    if (location.isEmpty()) {
      throw new IOException("no savepoint: " + answer);
    }
    return Path.of(URI.create(location));
  }

  /**
   * Waits for a condition; when it does not come, the failure shows what the cluster has logged.
   */
  void await(String what, Callable<Boolean> condition) throws Exception {
    try {
      Await.until(what, LIMIT, condition);
    } catch (AssertionError e) {
      throw new AssertionError(
          what
              + "\n"
              + Files.readString(log("jobmanager"))
              + "\n"
              + Files.readString(log("taskmanager")),
          e);
    }
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** What the cluster answers at a path; empty while it does not. */
  private Optional<JsonNode> get(String path) {
    try {
      return Optional.of(ask(HttpRequest.newBuilder(URI.create(rest + path)).GET().build()));
    } catch (IOException e) {
      return Optional.empty();
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

  /** Kills both processes. */
  @Override
  public void close() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }
}
