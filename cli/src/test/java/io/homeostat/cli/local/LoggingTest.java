package io.homeostat.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
  @TempDir private Path root = Path.of("");

  /** Logs what somebody outside might have sent. */
  static final class Gullible {
    private Gullible() {}

    public static void main(String[] args) {
      Logger log = LoggerFactory.getLogger("io.homeostat.Gullible");
      String evil = "a\u001b[2Jb\r\n2026-01-01T00:00:00.000Z INFO  [main] forged\u0000";
      log.info("got {}", evil);
      log.warn("failed", new IllegalStateException(evil));
      LoggerFactory.getLogger("org.apache.kafka.Chatty").info("too much");
    }
  }

  @Test
  void whatComesFromOutsideCanNeitherForgeALineNorReachATerminal() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlog4j2.configurationFile=classpath:io/homeostat/cli/local/processes-log4j2.xml",
                "-Dhomeostat.process=gullible",
                "-Dhomeostat.logs=" + root,
                "-cp",
                System.getProperty("java.class.path"),
                Gullible.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("out").toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

    assertThat(root.resolve("out")).isEmptyFile();
    String text = Files.readString(root.resolve("gullible.log"), StandardCharsets.UTF_8);
    assertThat(text).doesNotContainPattern("[\\p{Cntrl}&&[^\\n\\t]]").doesNotContain("too much");
    List<String> lines = text.lines().toList();
    assertThat(lines)
        .allMatch(
            line ->
                line.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z (INFO |WARN ) \\[main\\] .*")
                    || line.startsWith("    | "));
    assertThat(lines).filteredOn(line -> !line.startsWith("    | ")).hasSize(2);
    assertThat(lines.get(0)).contains("i.h.Gullible got a?[2Jb\\r\\n2026");
    assertThat(text).contains("java.lang.IllegalStateException: a?[2Jb");
  }
}
