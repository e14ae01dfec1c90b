package io.homeostat.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  private static final DataFolder FOLDER = new DataFolder(Path.of("/nonexistent"));
  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void aTakenPortIsNamedWithItsHolderAndTheRemedy() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ports ports = Ports.free(random).with(Map.of(Port.CONSOLE, taken.getLocalPort()));

      List<Finding> bad =
          Checks.ports(FOLDER, ports, ProcessTable.withDemo()).stream()
              .filter(finding -> finding.verdict() == Finding.Verdict.BAD)
              .toList();

      assertThat(bad).hasSize(1);
      assertThat(bad.get(0).text())
          .contains("port " + taken.getLocalPort() + ", wanted for console")
          .contains("process " + ProcessHandle.current().pid() + " (")
          .contains("--port console=NUMBER")
          .contains("--free-ports");
    }
  }

  @Test
  void aPortHeldByWhatAnEarlierStartLeftInTheDataFolderIsNotTaken(@TempDir Path root)
      throws Exception {
    Process left =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FakeListener.class.getName())
            .directory(root.toFile())
            .start();
    try {
      int port = Integer.parseInt(left.inputReader().readLine());
      Ports ports = Ports.free(random).with(Map.of(Port.POSTGRES, port));
      DataFolder ours = new DataFolder(root);
      DataFolder others = new DataFolder(root.resolve("other"));

      assertThat(Checks.ports(ours, ports, ProcessTable.withDemo()))
          .allMatch(finding -> finding.verdict() == Finding.Verdict.GOOD)
          .anyMatch(finding -> finding.text().contains("by what an earlier start left"));
      assertThat(Checks.ports(others, ports, ProcessTable.withDemo()))
          .anyMatch(finding -> finding.verdict() == Finding.Verdict.BAD);
      assertThat(Household.in(root)).extracting(ProcessHandle::pid).containsExactly(left.pid());
    } finally {
      left.destroyForcibly();
    }
  }

  @Test
  void portsOfProcessesThatAreNotStartedAreNotLookedAt() {
    assertThat(Checks.ports(FOLDER, Ports.free(random), ProcessTable.withoutDemo()))
        .hasSize(5)
        .noneMatch(finding -> finding.text().contains("demo"));
  }

  @Test
  void freePortsDifferFromEachOtherAndAreFree() {
    Ports ports = Ports.free(random);
    assertThat(ports.numbers().values()).doesNotHaveDuplicates().allMatch(Port::isFree);
  }

  @Test
  void freePortsStayWhatTheyWereWhileNobodyElseHasThem() throws Exception {
    Ports last = Ports.free(random);
    PortWish wish = new PortWish(PortWish.Source.FREE, Map.of());

    assertThat(wish.choose(Optional.of(last), Port::isFree, random)).isEqualTo(last);
    try (ServerSocket taken =
        new ServerSocket(last.number(Port.FLINK), 1, InetAddress.getLoopbackAddress())) {
      assertThat(wish.choose(Optional.of(last), Port::isFree, random).numbers())
          .doesNotContainValue(taken.getLocalPort());
    }
  }

  @Test
  void aPlainStartKeepsTheLastPortsAndTheUsualOnesCanBeAskedFor() {
    Ports last = Ports.free(random);
    PortWish plain = new PortWish(PortWish.Source.LAST, Map.of());
    PortWish usual = new PortWish(PortWish.Source.USUAL, Map.of(Port.CONSOLE, 8080));

    assertThat(plain.choose(Optional.of(last), Port::isFree, random)).isEqualTo(last);
    assertThat(plain.choose(Optional.empty(), Port::isFree, random)).isEqualTo(Ports.usual());
    assertThat(usual.choose(Optional.of(last), Port::isFree, random).number(Port.KAFKA))
        .isEqualTo(7092);
    assertThat(usual.choose(Optional.of(last), Port::isFree, random).number(Port.CONSOLE))
        .isEqualTo(8080);
  }

  @Test
  void twoServersOnOnePortAreRefused() {
    assertThatThrownBy(() -> Ports.usual().with(Map.of(Port.CONSOLE, 7092)))
        .hasMessageContaining("is 7092, which is another's already");
  }
}
