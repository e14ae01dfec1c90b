package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class UsageTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path home = Path.of("");

  @BeforeEach
  void setHome() {
    System.setProperty("homeostat.home", home.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|name a verb",
        "upp|there is no verb 'upp'; there are up, status, stop, start, incidents",
        "incidents look|there is no verb 'look'; there are ack, list, note, show",
        "doctor now|Unmatched argument",
        "up --colour|Unknown option: '--colour'",
        "up --port console|should be in KEY=VALUE format",
        "up --port colour=1|there is no port 'colour'",
        "up --port console=99999|port console is 99999",
        "up --no-demo|--no-demo needs --targets, --rules and --topology",
        "up --free-ports --usual-ports|exclude each other",
        "targets pause pg-index:a/b --reason x --for soon|Try: homeostat targets pause --help",
        "up --data|Missing required parameter for option '--data'",
      })
  void wrongUsageIsOneMessageAndCode2(String line, String message) {
    int code = run(line == null ? new String[0] : line.split(" ", -1));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).startsWith("homeostat: ").contains(message).contains("--help");
    assertThat(err.toString()).doesNotContain("\tat ");
  }

  @Test
  void rulesThatWouldNotBeTakenIntoUseAreToldBeforeAnythingStarts() throws Exception {
    Path rules = Files.createDirectory(home.resolve("rules"));
    Files.writeString(
        rules.resolve("mine.yaml"), "drift:\n  - {name: a, reference: baseline, window: 1h}\n");
    Files.createDirectories(home.resolve("demo"));
    int code = run("up", "--rules", rules.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .contains("would not be taken into use", "mine.yaml:2:5: the key 'kind' is missing")
        .contains("homeostat rules check " + rules);
  }

  @Test
  void aFailureIsOneMessageWithTheRemedyAndCode1() {
    int code = run("up", "--rules", home.resolve("none").toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "homeostat: "
                + home.resolve("none")
                + " can't be read: name the right place with --rules\n");
  }

  @Test
  void aHomeostatThatDoesNotRunIsToldSoAndEndsWith1() {
    assertThat(run("status")).isEqualTo(1);
    assertThat(out.toString())
        .contains("does not run on " + home.resolve(".homeostat"))
        .contains("homeostat up");
  }

  @Test
  void theDoctorNamesAProductThatWasNotBuilt() {
    assertThat(run("doctor")).isEqualTo(1);
    assertThat(out.toString()).contains("BAD    product").contains("has no module 'cli'");
  }

  @Test
  void everyVerbAndOptionIsExplained() {
    for (Map.Entry<String, CommandLine> verb : Main.commandLine().getSubcommands().entrySet()) {
      CommandLine.Model.CommandSpec spec = verb.getValue().getCommandSpec();
      assertThat(spec.usageMessage().description()).as(verb.getKey()).isNotEmpty();
      assertThat(spec.options())
          .allSatisfy(
              option -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
      assertThat(run(verb.getKey(), "--help")).as(verb.getKey()).isZero();
    }
  }

  @Test
  void everyLineOfHelpIsAFormat() {
    assertFormats(Main.commandLine());
  }

  /** Picocli formats what it prints: a lone percent sign would be a warning in the user's face. */
  private static void assertFormats(CommandLine command) {
    CommandLine.Model.UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    Stream.of(usage.description(), usage.footer(), usage.header())
        .flatMap(Arrays::stream)
        .forEach(
            line -> assertThatCode(() -> String.format(line)).as(line).doesNotThrowAnyException());
    command.getSubcommands().values().forEach(UsageTest::assertFormats);
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }
}
