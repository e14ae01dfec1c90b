package io.homeostat.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.local.Distribution;
import io.homeostat.cli.local.ProcessSpec;
import io.homeostat.cli.local.ProcessTable;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was packed into target/dist makes sound class paths, also where one process takes several
 * modules.
 */
class ClassPathsTest {
  private static final Path DIST = Path.of("..", "target", "dist");

  static java.util.List<ProcessSpec> processes() {
    return ProcessTable.withDemo();
  }

  @ParameterizedTest
  @MethodSource("processes")
  void everyProcessHasItsModulesAndEachArtifactInOneVersion(ProcessSpec process) {
    assertThat(new Distribution(DIST).classPath(process))
        .as(process.name())
        .extracting(jar -> jar.getFileName().toString())
        .doesNotHaveDuplicates()
        .anyMatch(jar -> jar.startsWith("homeostat-schemas-"))
        .anyMatch(jar -> jar.startsWith("log4j-core-"));
  }
}
