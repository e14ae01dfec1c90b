package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.local.ProcessSpec;
import io.homeostat.cli.local.ProcessTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README keeps step with the verbs and the table of processes. */
class ReadmeTest {

  @Test
  void everyVerbIsExplained() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    assertThat(Main.commandLine().getSubcommands().keySet())
        .allSatisfy(verb -> assertThat(readme).contains("`" + verb + "`"));
  }

  @Test
  void theTableOfProcessesIsTheOneThatIsStarted() throws Exception {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(
            ProcessTable.withDemo().stream()
                .map(ReadmeTest::row)
                .collect(Collectors.joining("\n")));
  }

  private static String row(ProcessSpec process) {
    String needs = String.join(", ", process.startsAfter());
    return "| %s | %s | %s | %d MiB |%s|"
        .formatted(
            process.name(),
            String.join(", ", process.modules()),
            String.join(", ", process.services()),
            process.memory().heapMib(),
            needs.isEmpty() ? " " : " " + needs + " ");
  }
}
