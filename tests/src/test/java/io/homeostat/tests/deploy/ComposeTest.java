package io.homeostat.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** docker-compose.yml, held to what the product's code reads. */
class ComposeTest {
  private static final Node COMPOSE = Repository.yaml(Repository.text("docker-compose.yml"));
  private static final Map<String, Node> SERVICES = COMPOSE.at("services").map();
  private static final Map<String, List<KnownSetting>> KNOWN = Product.services();
  private static final Map<String, String> SETTINGS =
      Repository.properties(Repository.text("deploy/config/homeostat.properties"));

  /** The services of the product that this file has no use for. */
  private static final Set<String> LEFT_OUT = Set.of("flink");

  @Test
  void everyServiceOfTheProductRunsUnderItsOwnName() {
    Set<String> run = new TreeSet<>();
    SERVICES.forEach(
        (name, service) -> {
          List<String> command = merged(name, "command").texts();
          if (command.contains("run")) {
            assertThat(command)
                .containsExactly("run", name, "--config", "/etc/homeostat/homeostat.properties");
            run.add(name);
          }
        });
    Set<String> wanted = new TreeSet<>(KNOWN.keySet());
    wanted.removeAll(LEFT_OUT);
    assertThat(run).isEqualTo(wanted);
  }

  @Test
  void everySettingIsReadByAServiceAndEveryNeededOneIsThere() {
    for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
      List<KnownSetting> readers =
          KNOWN.values().stream()
              .flatMap(List::stream)
              .filter(known -> known.key().equals(setting.getKey()))
              .toList();
      assertThat(!readers.isEmpty() || Product.passedToKafka(setting.getKey()))
          .as(setting.getKey() + " is read by a service")
          .isTrue();
      assertThat(readers).as("%s", setting).allMatch(known -> known.takes(setting.getValue()));
    }
    KNOWN.forEach(
        (service, settings) -> {
          if (!LEFT_OUT.contains(service)) {
            assertThat(settings)
                .as(service)
                .isNotEmpty()
                .allMatch(
                    setting -> setting.usual().isPresent() || SETTINGS.containsKey(setting.key()));
          }
        });
  }

  @Test
  void everyPlaceInTheSettingsIsOneThatTheContainersHave() {
    SETTINGS.forEach(
        (key, value) -> {
          if (value.startsWith("/")) {
            assertThat(inAContainer(value)).as(key + "=" + value).isTrue();
          }
        });
    for (Node sender :
        Repository.yaml(Repository.text("deploy/config/senders.yaml")).at("senders").list()) {
      assertThat(inAContainer(sender.at("tokenFile").text())).isTrue();
    }
  }

  /** Whether a path is a file that is mounted, a secret, or in a volume. */
  private static boolean inAContainer(String path) {
    Path wanted = Path.of(path);
    for (String name : SERVICES.keySet()) {
      for (String secret : merged(name, "secrets").texts()) {
        if (path.equals("/run/secrets/" + secret)) {
          return COMPOSE.at("secrets", secret, "file").isThere();
        }
      }
      for (String volume : merged(name, "volumes").texts()) {
        String[] parts = volume.split(":", -1);
        Path mounted = Path.of(parts[1]);
        if (wanted.startsWith(mounted)) {
          return !parts[0].startsWith(".")
              || Files.exists(
                  Repository.ROOT.resolve(parts[0]).resolve(mounted.relativize(wanted)));
        }
      }
    }
    return false;
  }

  @Test
  void healthIsAskedWhereItIsAnswered() {
    for (String name : KNOWN.keySet()) {
      if (!LEFT_OUT.contains(name)) {
        assertThat(merged(name, "healthcheck").at("test").texts())
            .as(name)
            .containsExactly(
                "CMD",
                "/opt/homeostat/deploy/healthcheck",
                SETTINGS.get("health.port"),
                "/healthz");
      }
    }
    assertThat(Files.isExecutable(Repository.ROOT.resolve("deploy/healthcheck"))).isTrue();
    assertThat(Repository.text("Dockerfile"))
        .contains("COPY deploy/healthcheck /opt/homeostat/deploy/healthcheck");
  }

  @Test
  void publishedPortsAreThoseListenedOnAndReachThisMachineAlone() {
    Map<String, String> listened =
        Map.of(
            "gateway", "gateway.port",
            "console", "console.port");
    SERVICES.forEach(
        (name, service) -> {
          for (String port : merged(name, "ports").texts()) {
            String number = listened.containsKey(name) ? SETTINGS.get(listened.get(name)) : "8081";
            assertThat(port).as(name).isEqualTo("127.0.0.1:" + number + ":" + number);
          }
        });
    listened.forEach((name, key) -> assertThat(merged(name, "ports").texts()).hasSize(1));
    assertThat(SETTINGS.get("pager.console.url"))
        .isEqualTo("http://127.0.0.1:" + SETTINGS.get("console.port"));
    assertThat(SETTINGS.get("kafka.bootstrap"))
        .isEqualTo("kafka:9092")
        .isEqualTo(
            COMPOSE
                .at("services", "kafka", "environment", "KAFKA_ADVERTISED_LISTENERS")
                .text()
                .replace("PLAINTEXT://", ""));
  }

  @Test
  void imagesAreOfTheVersionsThatTheProductIsBuiltWith() {
    Set<String> images = new TreeSet<>();
    SERVICES.keySet().forEach(name -> images.add(merged(name, "image").text()));
    assertThat(images)
        .containsExactly(
            "apache/kafka:" + Repository.pom("kafka.version"),
            "homeostat-flink:" + Repository.version(),
            "homeostat:" + Repository.version());
  }

  @Test
  void theJobsAreToldWhatTheyReadAndKeepTheirCheckpointsInASharedVolume() {
    List<KnownSetting> known = Product.jobSettings();
    Map<String, String> settings =
        Repository.properties(Repository.text("deploy/config/jobs.properties"));
    assertThat(known)
        .allMatch(setting -> setting.usual().isPresent() || settings.containsKey(setting.key()));
    settings.forEach(
        (key, value) ->
            assertThat(known)
                .as(key + "=" + value)
                .anyMatch(setting -> setting.key().equals(key) && setting.takes(value)));
    assertThat(settings)
        .containsAllEntriesOf(
            Map.of(
                "kafka.bootstrap", SETTINGS.get("kafka.bootstrap"),
                "lanes.telemetry", SETTINGS.get("lanes.telemetry"),
                "lanes.signals", SETTINGS.get("lanes.signals")));
    String checkpoints = settings.getOrDefault("flink.checkpoint.dir", "");
    for (String name : List.of("jobmanager", "taskmanager")) {
      assertThat(merged(name, "volumes").texts())
          .contains("./deploy/config:/etc/homeostat:ro")
          .anyMatch(volume -> checkpoints.startsWith(volume.split(":", -1)[1] + "/"));
    }
    assertThat(merged("jobmanager", "command").texts())
        .containsExactly(
            "standalone-job",
            "--job-classname",
            "io.homeostat.processors.job.JobMain",
            "all",
            "/etc/homeostat/jobs.properties");
    assertThat(
            Repository.properties(
                merged("taskmanager", "environment").at("FLINK_PROPERTIES").text()))
        .containsEntry("taskmanager.numberOfTaskSlots", "" + Product.jobs().size())
        .containsEntry("parallelism.default", "1");
  }

  @Test
  void whatDependsIsThereAndWhatIsNamedExists() {
    for (String name : SERVICES.keySet()) {
      Node depends = merged(name, "depends_on");
      List<String> needed = new ArrayList<>(depends.texts());
      needed.addAll(depends.map().keySet());
      assertThat(SERVICES.keySet()).as(name).containsAll(needed);
      for (String volume : merged(name, "volumes").texts()) {
        String source = volume.split(":", -1)[0];
        assertThat(
                source.startsWith("./")
                    ? Files.isDirectory(Repository.ROOT.resolve(source))
                    : COMPOSE.at("volumes").map().containsKey(source))
            .as(name + ": " + volume)
            .isTrue();
      }
    }
  }

  @Test
  void dockerComposeReadsIt() throws Exception {
    boolean there =
        List.of(System.getenv("PATH").split(":", -1)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "docker-compose")));
    assumeTrue(
        there || System.getenv("CI") != null,
        "SKIPPED: docker-compose is not here; Debian's package docker-compose has it");
    Process process =
        new ProcessBuilder("docker-compose", "config")
            .directory(Repository.ROOT.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    assertThat(Repository.yaml(told).at("services").map().keySet()).isEqualTo(SERVICES.keySet());
  }

  @Test
  void everyFileSaysThatItWasNotRun() {
    List<String> files =
        new ArrayList<>(List.of("Dockerfile", "docker-compose.yml", "deploy/README.md"));
    files.addAll(Repository.files("deploy/config"));
    files.addAll(Repository.files("deploy/flink"));
    for (String file : files) {
      String head = Repository.text(file).lines().limit(3).reduce("", String::concat);
      assertThat(head).as(file).containsIgnoringCase("not run where this was written");
    }
  }

  /** What stands under a service's key, be it its own or from what it is merged with. */
  private static Node merged(String service, String key) {
    Node own = COMPOSE.at("services", service);
    return own.at(key).isThere() ? own.at(key) : own.at("<<", key);
  }
}
