package io.homeostat.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The Flink operator's resources, held to the jobs that there are and to what they read. */
class FlinkResourcesTest {
  private static final String SETTINGS_FILE = "jobs.properties";
  private static final Map<String, Node> DEPLOYMENTS =
      Product.jobs().stream()
          .collect(Collectors.toMap(job -> job, job -> Repository.yaml(file(job)), (a, b) -> a));
  private static final Map<String, Node> COMMON =
      Repository.documents(Repository.text("deploy/flink/common.yaml")).stream()
          .collect(Collectors.toMap(part -> part.at("kind").text(), part -> part));
  private static final Map<String, String> SETTINGS =
      Repository.properties(common("ConfigMap").at("data", SETTINGS_FILE).text());

  private static Node common(String kind) {
    return COMMON.getOrDefault(kind, new Node(null));
  }

  private static String file(String job) {
    return Repository.text("deploy/flink/" + job + ".yaml");
  }

  @Test
  void eachJobHasAFileAndNoOtherDoes() {
    List<String> files =
        Product.jobs().stream().map(job -> "deploy/flink/" + job + ".yaml").sorted().toList();
    assertThat(Repository.files("deploy/flink"))
        .containsAll(files)
        .hasSize(files.size() + 1)
        .contains("deploy/flink/common.yaml");
  }

  @Test
  void eachRunsItsJobFromTheImageOfThisVersion() {
    DEPLOYMENTS.forEach(
        (job, deployment) -> {
          assertThat(deployment.at("kind").text()).isEqualTo("FlinkDeployment");
          assertThat(deployment.at("metadata", "name").text()).isEqualTo("homeostat-" + job);
          assertThat(deployment.at("spec", "image").text())
              .isEqualTo("homeostat-flink:" + Repository.version());
          assertThat(deployment.at("spec", "job", "args").texts())
              .containsExactly(job, "/etc/homeostat/" + SETTINGS_FILE);
          assertThat(deployment.at("spec", "job", "entryClass").text())
              .isEqualTo("io.homeostat.processors.job.JobMain");

          assertThat(Repository.text("Dockerfile"))
              .contains(
                  "homeostat-jobs.jar "
                      + deployment.at("spec", "job", "jarURI").text().replace("local://", "")
                      + "\n");
        });
  }

  @Test
  void theOperatorIsToldTheVersionOfFlinkThatTheJobsAreBuiltWith() {
    String version = Repository.pom("flink.version");
    String operators = "v" + version.replaceFirst("\\.\\d+$", "").replace('.', '_');
    assertThat(DEPLOYMENTS.values())
        .allMatch(deployment -> deployment.at("spec", "flinkVersion").text().equals(operators));
    assertThat(Repository.text("Dockerfile"))
        .contains("FROM flink:" + version + "-java" + Repository.pom("maven.compiler.release"));
  }

  @Test
  void theSettingsAreWhatAJobReadsAndNothingItNeedsIsMissing() {
    List<KnownSetting> known = Product.jobSettings();
    SETTINGS.forEach(
        (key, value) ->
            assertThat(known)
                .as(key + "=" + value)
                .anyMatch(setting -> setting.key().equals(key) && setting.takes(value)));
    assertThat(known)
        .allMatch(setting -> setting.usual().isPresent() || SETTINGS.containsKey(setting.key()));
    // The operator restores: a job that did so by itself would take back what it had rolled out.
    assertThat(SETTINGS).doesNotContainKey("flink.checkpoint.dir");
  }

  @Test
  void noJobHasMoreWorkersThanLanes() {
    Map<String, String> lanes = new TreeMap<>();
    Product.jobs().forEach(job -> lanes.put(job, SETTINGS.get("lanes.telemetry")));
    lanes.put("incidents", SETTINGS.get("lanes.signals"));
    DEPLOYMENTS.forEach(
        (job, deployment) ->
            assertThat(deployment.at("spec", "job", "parallelism").text())
                .as(job)
                .isEqualTo(lanes.get(job)));
  }

  @Test
  void everyFolderThatFlinkWritesToIsOnTheSharedVolume() {
    DEPLOYMENTS.forEach(
        (job, deployment) -> {
          Node pod = deployment.at("spec", "podTemplate", "spec");
          Map<String, String> mounts =
              pod.at("containers").list().get(0).at("volumeMounts").list().stream()
                  .collect(
                      Collectors.toMap(
                          mount -> mount.at("name").text(), mount -> mount.at("mountPath").text()));
          assertThat(mounts).containsEntry("settings", "/etc/homeostat");
          for (String option :
              List.of(
                  "execution.checkpointing.dir",
                  "execution.checkpointing.savepoint-dir",
                  "high-availability.storageDir")) {
            assertThat(deployment.at("spec", "flinkConfiguration", option).text())
                .startsWith("file://" + mounts.get("flink") + "/");
          }
          String volumes = String.valueOf(pod.at("volumes").value());
          assertThat(volumes)
              .contains("name=" + common("ConfigMap").at("metadata", "name").text() + "}")
              .contains(
                  "claimName="
                      + common("PersistentVolumeClaim").at("metadata", "name").text()
                      + "}");
        });
  }

  @Test
  void theGpuThatIsLeftOutIsSoundYamlWhenItIsPutIn() {
    String text = file("telemetry");
    String withGpu =
        Pattern.compile("^    # (external-resource.*)$", Pattern.MULTILINE)
            .matcher(text)
            .replaceAll("    $1");
    Node options = Repository.yaml(withGpu).at("spec", "flinkConfiguration");
    String name = options.at("external-resources").text();
    assertThat(options.map().keySet().stream().filter(key -> key.startsWith("external-resource.")))
        .hasSize(3)
        .allMatch(key -> key.startsWith("external-resource." + name + "."));
  }
}
