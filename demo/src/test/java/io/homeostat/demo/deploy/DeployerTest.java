package io.homeostat.demo.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.demo.Eventually;
import io.homeostat.demo.fault.BadDeploy;
import io.homeostat.demo.fault.StopSignal;
import io.homeostat.demo.git.ConfigRepository;
import io.homeostat.demo.git.GitServer;
import io.homeostat.demo.git.PushGate;
import io.homeostat.demo.rag.SearchConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DeployerTest {
  private static final String DEPLOYED = "Succeeded Healthy";

  private Path folder;
  private final AtomicReference<SearchConfig> retriever =
      new AtomicReference<>(SearchConfig.FIRST.with("0.0.0", new TreeMap<>()));
  private ConfigRepository repository;
  private GitServer server;
  private WebhookSink sink;
  private Deployer deployer;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    repository =
        ConfigRepository.open(
            folder, Map.of(Deployer.CONFIG, SearchConfig.FIRST.text()), InstantSource.system());
    server = GitServer.start(repository, new PushGate(), folder.resolve("secrets"), 0);
    sink = new WebhookSink();
    deployer = deployer();
  }

  private Deployer deployer() {
    return Deployer.start(
        new Deployer.Settings(
            server.address(),
            folder.resolve("deployer"),
            folder.resolve("secrets"),
            sink.address()),
        retriever::set,
        InstantSource.system());
  }

  @AfterEach
  void stop() {
    deployer.close();
    server.close();
    sink.close();
    repository.close();
  }

  private SearchConfig configured() {
    return Objects.requireNonNull(retriever.get());
  }

  private String commit(SearchConfig config) throws Exception {
    return repository.commit("Someone", "A change", Map.of(Deployer.CONFIG, config.text()));
  }

  private static SearchConfig version(String version) {
    return SearchConfig.FIRST.with(version, new TreeMap<>());
  }

  private void awaitCourse(String... course) throws Exception {
    Eventually.holds(() -> assertThat(sink.course()).containsExactly(course));
  }

  @Test
  void whatStandsInGitAtTheBeginningIsDeployedWithoutAWord() {
    assertThat(configured()).isEqualTo(SearchConfig.FIRST);
    assertThat(sink.course()).isEmpty();
  }

  @Test
  void commitIsBroughtIntoTheRetrieverAndItsCourseIsTold() throws Exception {
    String first = repository.head();
    String second = commit(version("1.5.0"));

    awaitCourse("Running Progressing", "Succeeded Progressing", DEPLOYED);
    assertThat(configured().version()).isEqualTo("1.5.0");
    JsonNode status = sink.bodies().get(2).path("app").path("status");
    assertThat(status.path("operationState").path("syncResult").path("revision").asText())
        .isEqualTo(second);
    assertThat(status.path("history").get(0).path("revision").asText()).isEqualTo(first);
  }

  @Test
  void commitThatDoesNotTouchTheFolderIsNoDeployment() throws Exception {
    repository.commit("Someone", "Words", Map.of("README.md", "words\n"));
    commit(version("1.5.0"));

    awaitCourse("Running Progressing", "Succeeded Progressing", DEPLOYED);
  }

  @Test
  void configurationThatIsNotSoundIsNotDeployed() throws Exception {
    repository.commit("Someone", "Oops", Map.of(Deployer.CONFIG, "version: [1"));

    awaitCourse("Running Progressing", "Failed Healthy");
    assertThat(configured()).isEqualTo(SearchConfig.FIRST);
  }

  @Test
  void contentThatIsHeldIsRefusedUnderAnyRevisionUntilItIsReleased() throws Exception {
    commit(version("1.5.0"));
    awaitCourse("Running Progressing", "Succeeded Progressing", DEPLOYED);
    String content = deployer.application().newest().orElseThrow().content();
    repository.commit(
        "Homeostat",
        "Take it back",
        Map.of(
            Deployer.CONFIG,
            SearchConfig.FIRST.text(),
            Deployer.HOLDS,
            "held:\n- {revision: abc, content: " + content + "}\n"));
    Eventually.holds(() -> assertThat(configured()).isEqualTo(SearchConfig.FIRST));

    commit(version("1.5.0"));
    Eventually.holds(
        () -> {
          Application.Operation newest = deployer.application().operation().orElseThrow();
          assertThat(newest.phase()).isEqualTo("Failed");
          assertThat(newest.message()).contains("is held since revision abc");
        });
    assertThat(configured()).isEqualTo(SearchConfig.FIRST);

    repository.commit("A person", "Release it", Map.of(Deployer.HOLDS, ""));
    Eventually.holds(() -> assertThat(configured()).isEqualTo(version("1.5.0")));
  }

  @Test
  void webhookThatIsNotTakenIsSentAgainInItsOrder() throws Exception {
    sink.turnAway(2);
    commit(version("1.5.0"));

    awaitCourse("Running Progressing", "Succeeded Progressing", DEPLOYED);
  }

  @Test
  void deployerThatStartsAgainGoesOnWithWhatWasDeployed() throws Exception {
    commit(version("1.5.0"));
    awaitCourse("Running Progressing", "Succeeded Progressing", DEPLOYED);
    deployer.close();
    retriever.set(SearchConfig.FIRST);

    deployer = deployer();

    assertThat(configured()).isEqualTo(version("1.5.0"));
    assertThat(sink.course()).hasSize(3);
  }

  @Test
  void badDeploymentIsSeededAndUndoneByAReset() throws Exception {
    BadDeploy fault = new BadDeploy(repository);
    fault.inject(7, new StopSignal());
    Eventually.holds(() -> assertThat(configured().moved()).hasSizeGreaterThan(7));
    SearchConfig first = configured();

    fault.undo();
    Eventually.holds(() -> assertThat(configured()).isEqualTo(SearchConfig.FIRST));
    fault.inject(7, new StopSignal());
    Eventually.holds(() -> assertThat(configured().moved()).isEqualTo(first.moved()));
    assertThat(configured().version())
        .as("another content, which no hold refuses")
        .isNotEqualTo(first.version());
  }
}
