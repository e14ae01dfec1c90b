package io.homeostat.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionTest {
  @TempDir private Path root = Path.of("");

  private final ProcessSpec both =
      new ProcessSpec(
          "both",
          List.of("one", "two"),
          List.of("x"),
          new ProcessSpec.Memory(16, 16, 8),
          List.of(),
          Set.of(),
          Set.of(),
          java.time.Duration.ofSeconds(1));

  @Test
  void modulesAreMergedWithEachArtifactOnce() throws Exception {
    jars("one", "guava-33.6.0-jre.jar", "own-1.jar");
    jars("two", "guava-33.6.0-jre.jar", "other-1.jar");

    assertThat(new Distribution(root).classPath(both))
        .extracting(path -> root.relativize(path).toString())
        .containsExactly("one/guava-33.6.0-jre.jar", "one/own-1.jar", "two/other-1.jar");
  }

  @Test
  void anArtifactInTwoVersionsIsRefused() throws Exception {
    jars("one", "guava-33.6.0-jre.jar");
    jars("two", "guava-33.5.0-jre.jar");

    assertThatThrownBy(() -> new Distribution(root).classPath(both))
        .hasMessageContaining("guava-33.5.0-jre.jar and guava-33.6.0-jre.jar")
        .hasMessageContaining("Pin one version");
  }

  @Test
  void aModuleThatWasNotBuiltIsNamedWithTheRemedy() throws Exception {
    jars("one", "own-1.jar");

    assertThatThrownBy(() -> new Distribution(root).classPath(both))
        .hasMessageContaining("has no module 'two'")
        .hasMessageContaining("./homeostat up");
  }

  @ParameterizedTest
  @CsvSource({
    "guava-33.6.0-jre.jar,guava,33.6.0-jre",
    "kafka_2.13-4.2.0.jar,kafka_2.13,4.2.0",
    "homeostat-cli-0.1.0-SNAPSHOT.jar,homeostat-cli,0.1.0-SNAPSHOT",
    "flink-connector-kafka-5.0.0-2.2.jar,flink-connector-kafka,5.0.0-2.2",
    "netty-transport-native-epoll-4.1.118.Final-linux-x86_64.jar,netty-transport-native-epoll-linux-x86_64,4.1.118.Final",
    "listenablefuture-9999.0-empty-to-avoid-conflict-with-guava.jar,listenablefuture-empty-to-avoid-conflict-with-guava,9999.0",
    "opentelemetry-proto-1.8.0-alpha.jar,opentelemetry-proto,1.8.0-alpha",
    "zstd-jni-1.5.6-10.jar,zstd-jni,1.5.6-10",
    "nameless.jar,nameless.jar,''"
  })
  void aJarsNameIsTakenApart(String file, String artifact, String version) {
    assertThat(JarName.of(file)).isEqualTo(new JarName(file, artifact, version));
  }

  private void jars(String module, String... names) throws IOException {
    Path folder = Files.createDirectories(root.resolve(module));
    for (String name : names) {
      Files.createFile(folder.resolve(name));
    }
  }
}
