package io.homeostat.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmLauncherTest {
  private static final ProcessSpec KAFKA = ProcessTable.withDemo().get(0);

  @TempDir private Path root = Path.of("");

  @Test
  void aProcessGetsItsLimitsItsClassPathAndItsServices() throws Exception {
    DataFolder folder = new DataFolder(root.resolve("my \"data\""));
    folder.create();

    ProcessBuilder prepared = launcher(folder).prepare(KAFKA);

    assertThat(prepared.command()).endsWith("/jdk/bin/java", "@" + folder.run() + "/kafka.args");
    assertThat(prepared.environment()).containsEntry("MALLOC_ARENA_MAX", "2");
    List<String> words = Files.readAllLines(folder.run().resolve("kafka.args"));
    assertThat(words)
        .contains("\"-Xmx384m\"", "\"-XX:+UseSerialGC\"", "\"-XX:+ExitOnOutOfMemoryError\"")
        .contains("\"" + root.resolve("dist/cli/own-1.jar") + "\"")
        .endsWith("\"--lifeline\"", "\"broker\"");
    assertThat(words).anyMatch(word -> word.contains("my \\\"data\\\"/logs"));
    assertThat(folder.run().resolve("log4j2.xml")).exists();
  }

  @Test
  void whatAKilledLifeLeftAmongTemporaryFilesIsTakenAway() throws Exception {
    DataFolder folder = new DataFolder(root.resolve("data"));
    folder.create();
    Path left = Files.createDirectories(folder.temporary("kafka").resolve("native/x"));
    Files.writeString(left.resolve("lib.so"), "");

    launcher(folder).prepare(KAFKA);

    assertThat(folder.temporary("kafka")).isEmptyDirectory();
  }

  private JvmLauncher launcher(DataFolder folder) throws Exception {
    Path cli = Files.createDirectories(root.resolve("dist/cli"));
    Files.writeString(cli.resolve("own-1.jar"), "");
    return new JvmLauncher(new Distribution(root.resolve("dist")), folder, Path.of("/jdk"));
  }
}
