package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script on machines that lack what it needs. */
@Timeout(60)
class LauncherTest {
  private static final List<String> TOOLS =
      List.of("bash", "readlink", "dirname", "sed", "cat", "grep", "find", "sort", "sha256sum");

  private static final List<String> BUILD_TOOLS =
      List.of("mkdir", "rm", "flock", "head", "tail", "cut");

  @TempDir private Path root = Path.of("");

  private record Ended(int code, String text) {}

  @BeforeEach
  void copyTheLauncher() throws IOException {
    Files.copy(Path.of("..", "homeostat").toRealPath(), root.resolve("homeostat"));
    Files.createDirectories(root.resolve("bin"));
    tools(TOOLS);
  }

  @Test
  void withoutJdkAndMavenItNamesTheOneCommandAndInstallsNothingWhenToldNotTo() throws Exception {
    Ended ended = run(Map.of(), "--no-install", "up");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.text()).contains("missing: a JDK 17 or later, and Maven");
    // No package manager is on this path, so there is no command to name either.
    assertThat(ended.text()).contains("install it with this system's package manager");
  }

  @Test
  void whereDebianInstallsTheCommandIsNamed() throws Exception {
    program("apt-get", "echo must not be called; exit 9");
    program("apt-cache", "echo '  Candidate: 17.0.1'");

    Ended ended = run(Map.of(), "--no-install", "up");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.text())
        .contains("--no-install was given, so nothing is installed")
        .contains(
            "apt-get update && apt-get install -y --no-install-recommends openjdk-17-jdk-headless"
                + " maven")
        .doesNotContain("must not be called");
  }

  @Test
  void aJdkThatIsTooOldIsNamed() throws Exception {
    program("mvn", "true");
    jdk("old", "11.0.22");
    jdk("older", "1.8.0_292");

    Ended ended =
        run(Map.of("JAVA_HOME", root.resolve("jvm/old").toString()), "--no-install", "up");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.text())
        .contains("missing: a JDK 17 or later (found only: ")
        .contains("jvm/old (JDK 11)")
        .contains("jvm/older (JDK 8)");
  }

  @Test
  void aNewEnoughJdkIsTakenBeforeAnOldJavaHome() throws Exception {
    jdk("old", "11.0.22");
    jdk("new", "21.0.2");
    Files.createDirectories(root.resolve("target/dist/cli"));

    Ended ended =
        run(Map.of("JAVA_HOME", root.resolve("jvm/old").toString()), "--no-build", "status", "--x");

    assertThat(ended.text())
        .contains("JAVA_HOME (" + root.resolve("jvm/old") + ") is no JDK 17 or later; using ")
        .contains("java of 21.0.2")
        .contains("io.homeostat.cli.Main status --x");
    assertThat(ended.code()).isZero();
  }

  @Test
  void changedSourcesAreBuiltModuleByModuleAndUnchangedOnesAreNot() throws Exception {
    jdk("new", "21.0.2");
    program(
        "mvn",
        """
        mkdir -p "$PWD/target/dist/cli"
        echo '[INFO] Building homeostat-core 0.1.0-SNAPSHOT                [1/2]'
        echo '[INFO] Building homeostat-cli 0.1.0-SNAPSHOT                 [2/2]'
        """);
    tools(BUILD_TOOLS);
    Files.writeString(root.resolve("pom.xml"), "<project/>");

    assertThat(run(Map.of(), "up").text())
        .contains("Building Homeostat", "[1/2] homeostat-core", "[2/2] homeostat-cli", "Built in ")
        .contains("io.homeostat.cli.Main up");
    assertThat(run(Map.of(), "up").text()).doesNotContain("Building").contains("cli.Main up");

    Files.writeString(root.resolve("pom.xml"), "<project></project>");
    assertThat(run(Map.of(), "status").text()).doesNotContain("Building").contains("Main status");
    assertThat(run(Map.of(), "up").text()).contains("Building Homeostat");
  }

  @Test
  void aFailedBuildShowsItsErrorAndWhereTheLogIs() throws Exception {
    jdk("new", "21.0.2");
    program(
        "mvn",
        """
        echo '[ERROR] Sheep.java:[3,1] cannot find symbol'
        echo '[ERROR] Re-run Maven using the -X switch'
        exit 1
        """);
    tools(BUILD_TOOLS);

    Ended ended = run(Map.of(), "up");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.text())
        .contains("the build failed:", "Sheep.java:[3,1] cannot find symbol")
        .contains("the whole log is " + root.resolve("target/build.log"))
        .doesNotContain("Re-run Maven", "cli.Main");
  }

  @Test
  void helpNeedsNeitherJdkNorBuild() throws Exception {
    Ended ended = run(Map.of(), "--help");
    assertThat(ended.code()).isZero();
    assertThat(ended.text()).contains("Usage: ./homeostat").contains("--no-install");
  }

  @Test
  void helpOfAVerbIsTheVerbsOwn() throws Exception {
    jdk("jdk-17", "17.0.9");
    Files.createDirectories(root.resolve("target/dist/cli"));
    Files.writeString(root.resolve("target/dist/.stamp"), "");

    assertThat(run(Map.of(), "help").text()).contains("cli.Main --help");
    assertThat(run(Map.of(), "help", "up").text()).contains("cli.Main up --help");
  }

  private Ended run(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/bash", root + "/homeostat"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", root.resolve("bin").toString());
    builder.environment().put("HOME", root.toString());
    builder.environment().put("HOMEOSTAT_JVM_DIR", root.resolve("jvm").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), text);
  }

  private void jdk(String name, String version) throws IOException {
    Path bin = Files.createDirectories(root.resolve("jvm").resolve(name).resolve("bin"));
    Files.writeString(
        bin.resolveSibling("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(bin.resolve("javac"), "exit 1");
    script(bin.resolve("java"), "echo java of " + version + " \"$@\"");
  }

  private void program(String name, String body) throws IOException {
    script(root.resolve("bin").resolve(name), body);
  }

  private void tools(List<String> names) throws IOException {
    for (String name : names) {
      program(name, "exec /usr/bin/" + name + " \"$@\"");
    }
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
