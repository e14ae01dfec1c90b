package io.homeostat.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Dockerfile, held to what the build makes and the launcher takes. */
class DockerfileTest {
  private static final String DOCKERFILE = Repository.text("Dockerfile");

  @Test
  void everythingThatIsCopiedIsThereOrMadeByTheBuild() {
    List<MatchResult> copies =
        Pattern.compile("^COPY (?:--\\S+ )*(\\S+) \\S+$", Pattern.MULTILINE)
            .matcher(DOCKERFILE)
            .results()
            .toList();
    assertThat(copies).hasSizeGreaterThan(4);
    for (MatchResult copy : copies) {
      Path source = Repository.ROOT.resolve(copy.group(1).replaceFirst("^/src/", ""));
      assertThat(Files.exists(source)).as(copy.group()).isTrue();
    }
  }

  @Test
  void nothingRunsAsRootAndTheDemoIsLeftOut() {
    String[] stages = DOCKERFILE.split("(?m)^FROM ", -1);
    for (int i = 2; i < stages.length; i++) {
      List<String> users = stages[i].lines().filter(line -> line.startsWith("USER ")).toList();
      assertThat(users).as(stages[i]).hasSize(1);
      assertThat(users.get(0)).isNotEqualTo("USER root").isNotEqualTo("USER 0");
    }
    assertThat(stages[1]).contains("./homeostat version && rm -rf target/dist/demo");
    assertThat(Repository.ROOT.resolve("target/dist/demo")).isDirectory();
  }

  @Test
  void theLauncherTakesTheWordsOfTheEntryPoint() throws Exception {
    List<String> entry =
        Repository.yaml(
                DOCKERFILE
                    .lines()
                    .filter(line -> line.startsWith("ENTRYPOINT "))
                    .reduce((first, second) -> second)
                    .orElseThrow()
                    .substring("ENTRYPOINT ".length()))
            .texts();
    assertThat(entry.get(0)).isEqualTo("/opt/homeostat/homeostat");
    List<String> command = new java.util.ArrayList<>(entry);
    command.set(0, Repository.ROOT.resolve("homeostat").toString());
    command.add("version");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String told =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    assertThat(told).contains("Homeostat " + Repository.version());
  }
}
