package io.homeostat.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Timeout(120)
class LoggingTest {
  /** What nobody sees, but a terminal or whoever reads by lines obeys. */
  private static final String UNSEEN = "[\\p{Cc}\\u2028\\u202e&&[^\\n\\t]]";

  private static final String EVIL =
      "a\u001b[2Jb\r\n2026-01-01T00:00:00.000Z INFO  [main] forged\u0000\u009b31m\u2028\u202e\"";

  private static final String SECRET =
      "Authorization: Bearer s3cret, Basic czNjcmV0OnMzY3JldA== of http://ada:s3cret@host/";

  @TempDir private Path root = Path.of("");

  /** Where logs go. */
  enum Place {
    FILE("io/homeostat/cli/local/processes-log4j2.xml"),
    STANDARD_OUTPUT("io/homeostat/schemas/service/stdout-log4j2.xml");

    private final String configuration;

    Place(String configuration) {
      this.configuration = configuration;
    }
  }

  /** Logs what somebody outside might have sent. */
  static final class Gullible {
    private Gullible() {}

    public static void main(String[] args) {
      Logger log = LoggerFactory.getLogger("io.homeostat.Gullible");
      log.info("got {}", EVIL);
      log.warn("failed", new IllegalStateException(EVIL + SECRET));
      log.info("{}", SECRET);
      LoggerFactory.getLogger("org.apache.kafka.Chatty").info("too much");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatComesFromOutsideCanNeitherForgeALineNorReachATerminal(Place place) throws Exception {
    String text = logged(place, "text");

    assertThat(text).doesNotContainPattern(UNSEEN).doesNotContain("too much");
    List<String> lines = text.lines().toList();
    assertThat(lines)
        .allMatch(
            line ->
                line.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z (INFO |WARN ) \\[main\\] .*")
                    || line.startsWith("    | "));
    assertThat(lines).filteredOn(line -> !line.startsWith("    | ")).hasSize(3);
    assertThat(lines.get(0)).contains("i.h.Gullible got a?[2Jb\\r\\n2026");
    assertThat(text).contains("java.lang.IllegalStateException: a?[2Jb");
  }

  @ParameterizedTest
  @EnumSource
  void asJsonEachLineIsOneObjectThatTellsAllThatWasSaid(Place place) throws Exception {
    String text = logged(place, "json");

    assertThat(text).doesNotContainPattern(UNSEEN).doesNotContain("too much");
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines).hasSize(3);
    JsonNode got = lines.get(0);
    assertThat(got.path("@timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z");
    assertThat(got.path("log.level").asText()).isEqualTo("INFO");
    assertThat(got.path("log.logger").asText()).isEqualTo("io.homeostat.Gullible");
    assertThat(got.path("service.name").asText()).isEqualTo("gullible");
    assertThat(got.path("process.thread.name").asText()).isEqualTo("main");
    assertThat(got.path("message").asText())
        .isEqualTo("got " + EVIL.replace('\u2028', '?').replace('\u202e', '?'));
    assertThat(got.has("error.stack_trace")).isFalse();
    assertThat(lines.get(1).path("error.stack_trace").asText())
        .startsWith("java.lang.IllegalStateException: a\u001b[2Jb\r\n2026")
        .contains("Gullible.main");
  }

  @ParameterizedTest
  @EnumSource
  void noCredentialIsWrittenInEitherForm(Place place) throws Exception {
    for (String form : List.of("text", "json")) {
      assertThat(logged(place, form))
          .as(form)
          .doesNotContain("s3cret", "czNjcmV0")
          .contains("Authorization: Bearer ***, Basic *** of http://ada:***@host/");
    }
  }

  @Test
  void withoutAFormTheLinesAreForPeople() throws Exception {
    assertThat(logged(Place.FILE, "")).startsWith("20").contains("INFO  [main] i.h.Gullible got ");
  }

  private String logged(Place place, String form) throws Exception {
    Path out = root.resolve(form + ".out");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlog4j2.configurationFile=classpath:" + place.configuration,
                "-Dhomeostat.process=gullible",
                "-Dhomeostat.logs=" + root.resolve("of-" + form)));
    if (!form.isEmpty()) {
      command.add("-Dhomeostat.log.form=" + form);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Gullible.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    if (place == Place.FILE) {
      assertThat(out).isEmptyFile();
      out = root.resolve("of-" + form).resolve("gullible.log");
    }
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
