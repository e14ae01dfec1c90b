package io.homeostat.demo.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.demo.deploy.Deployer;
import io.homeostat.demo.git.ConfigRepository;
import io.homeostat.demo.rag.SearchConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The release that is part of the noise: the rest of it is seen in the whole world only. */
class NoiseTest {
  private static final int ALL = 100;
  private ConfigRepository repository;

  @BeforeEach
  void start(@TempDir Path folder) {
    repository =
        ConfigRepository.open(
            folder, Map.of(Deployer.CONFIG, SearchConfig.FIRST.text()), InstantSource.system());
  }

  @AfterEach
  void stop() {
    repository.close();
  }

  @Test
  void eachReleaseHasAVersionOfItsOwnAndSearchesAsBefore() throws Exception {
    Noise.release(repository);
    SearchConfig first = deployed();
    Noise.release(repository);
    SearchConfig second = deployed();
    assertThat(first.version()).isNotEqualTo(SearchConfig.FIRST.version());
    assertThat(second.version()).isNotEqualTo(first.version());
    assertThat(first.as("1.4.0")).isEqualTo(SearchConfig.FIRST);
    assertThat(second.as("1.4.0")).isEqualTo(SearchConfig.FIRST);
  }

  @Test
  void nothingIsReleasedOnTopOfWhatIsBroken() throws Exception {
    new BadDeploy(repository).inject(7, new StopSignal());
    String bad = repository.head();
    Noise.release(repository);
    assertThat(repository.head()).isEqualTo(bad);
  }

  @Test
  void aResetTakesTheReleaseBackToo() throws Exception {
    Noise.release(repository);
    new BadDeploy(repository).undo();
    assertThat(deployed()).isEqualTo(SearchConfig.FIRST);
    assertThat(repository.newest(ALL)).hasSize(3);
  }

  private SearchConfig deployed() throws Exception {
    return SearchConfig.parse(repository.file(repository.head(), Deployer.CONFIG).orElseThrow());
  }
}
