package io.homeostat.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LeftoversTest {
  @TempDir private Path root = Path.of("");

  @Test
  void aProcessOfAnEarlierStartIsEnded() throws Exception {
    DataFolder folder = new DataFolder(root);
    folder.create();
    Process left = new ProcessBuilder("sleep", "600").start();
    PidFile.write(folder, "kafka", left.pid());

    assertThat(Leftovers.end(folder)).containsExactly("kafka");

    assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(Leftovers.end(folder)).isEmpty();
  }

  @Test
  void aStrangerThatHasTheIdByNowIsLeftAlone() throws Exception {
    DataFolder folder = new DataFolder(root);
    folder.create();
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(folder.pids().resolve("kafka"), stranger.pid() + " 1\n");
      Files.writeString(folder.pids().resolve("flink"), "no numbers\n");

      assertThat(Leftovers.end(folder)).isEmpty();

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }
}
