package io.homeostat.cli.local;

import static io.homeostat.cli.local.FakeWorld.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SupervisorTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final List<ProcessSpec> CHAIN =
      List.of(
          spec("ground", Set.of(), Set.of()),
          spec("house", Set.of("ground"), Set.of("ground")),
          spec("roof", Set.of("house"), Set.of("house")));

  @TempDir private Path root = Path.of("");

  @Test
  void startsInTheOrderOfNeedsAndStopsInReverse() throws Exception {
    FakeWorld world = new FakeWorld(root);
    Supervisor supervisor = world.supervisor(CHAIN);
    FutureTask<Supervisor.End> run = FakeWorld.start(supervisor);
    assertThat(world.ready.await(20, TimeUnit.SECONDS)).isTrue();

    supervisor.stop();

    assertThat(run.get(20, TimeUnit.SECONDS)).isEqualTo(Supervisor.End.STOPPED_AS_ASKED);
    assertThat(world.journal())
        .containsExactly(
            "ground begins",
            "house begins",
            "roof begins",
            "roof ends",
            "house ends",
            "ground ends");
    assertThat(world.said()).contains("ready in ").contains("ground           127.0.0.1:1");
    assertThat(PidFile.alive(world.folder)).isEmpty();
  }

  @Test
  void aChildThatDiesIsStartedAgainAndSaidSo() throws Exception {
    FakeWorld world = new FakeWorld(root);
    Supervisor supervisor = world.supervisor(CHAIN);
    FutureTask<Supervisor.End> run = FakeWorld.start(supervisor);
    assertThat(world.ready.await(20, TimeUnit.SECONDS)).isTrue();

    ProcessHandle.of(world.pid("house", 0)).orElseThrow().destroyForcibly();

    Await.until(
        "the second life",
        LIMIT,
        () ->
            StatusFile.read(world.folder).orElseThrow().processes().stream()
                .anyMatch(entry -> entry.restarts() == 1 && entry.phase().equals("ready")));
    assertThat(world.said()).contains("house      was ended by signal 9 after ");
    assertThat(world.pid("house", 1)).isNotEqualTo(world.pid("house", 0));
    supervisor.stop();
    assertThat(run.get(20, TimeUnit.SECONDS)).isEqualTo(Supervisor.End.STOPPED_AS_ASKED);
  }

  @Test
  void aChildThatKeepsDyingIsGivenUpWithItsLastWordsAndAllIsStopped() throws Exception {
    FakeWorld world = new FakeWorld(root).with("house", "dies");
    FutureTask<Supervisor.End> run = FakeWorld.start(world.supervisor(CHAIN));

    assertThat(run.get(30, TimeUnit.SECONDS)).isEqualTo(Supervisor.End.COULD_NOT_START);

    assertThat(world.journal()).filteredOn(line -> line.equals("house begins")).hasSize(3);
    assertThat(world.journal()).endsWith("ground ends").doesNotContain("roof begins");
    assertThat(world.said())
        .contains("ended with code 3, 3 times in a row: given up")
        .contains("homeostat: house has no database?[31m")
        .contains("logs/house.log")
        .doesNotContain("\u001b");
  }

  @Test
  void aChildThatDiesOfItsOwnAccordAfterAllWereReadyLeavesTheOthersRunning() throws Exception {
    FakeWorld world = new FakeWorld(root);
    Supervisor supervisor = world.supervisor(CHAIN);
    FutureTask<Supervisor.End> run = FakeWorld.start(supervisor);
    assertThat(world.ready.await(20, TimeUnit.SECONDS)).isTrue();
    world.with("roof", "dies");

    ProcessHandle.of(world.pid("roof", 0)).orElseThrow().destroyForcibly();

    Await.until("the giving up", LIMIT, () -> world.said().contains("given up"));
    assertThat(StatusFile.read(world.folder).orElseThrow().processes())
        .extracting(StatusFile.Entry::phase)
        .startsWith("ready", "ready");
    supervisor.stop();
    assertThat(run.get(20, TimeUnit.SECONDS)).isEqualTo(Supervisor.End.STOPPED_AS_ASKED);
  }

  @Test
  void aStopDuringTheStartEndsWhatHasStarted() throws Exception {
    FakeWorld world = new FakeWorld(root).with("house", "never-ready");
    Supervisor supervisor = world.supervisor(CHAIN);
    FutureTask<Supervisor.End> run = FakeWorld.start(supervisor);
    Await.until(
        "the house",
        LIMIT,
        () -> Files.exists(world.journal) && world.journal().contains("house begins"));

    supervisor.stop();

    assertThat(run.get(20, TimeUnit.SECONDS)).isEqualTo(Supervisor.End.STOPPED_AS_ASKED);
    assertThat(world.journal()).endsWith("house ends", "ground ends").doesNotContain("roof begins");
  }

  @Test
  void childrenEndWhenTheSupervisorIsKilled() throws Exception {
    FakeWorld world = new FakeWorld(root);
    Process supervisor = startFakeSupervisor("lives");
    Await.until(
        "both children", LIMIT, () -> Files.exists(world.journal) && world.journal().size() == 2);
    long ground = world.pid("ground", 0);
    long house = world.pid("house", 0);

    supervisor.destroyForcibly();

    Await.until(
        "the children's end",
        LIMIT,
        () -> Proc.startTicks(ground).isEmpty() && Proc.startTicks(house).isEmpty());
    assertThat(world.journal()).contains("ground ends", "house ends");
  }

  @Test
  void aSignalStopsInOrderAndASecondOneEndsAllAtOnce() throws Exception {
    FakeWorld world = new FakeWorld(root);
    Process supervisor = startFakeSupervisor("stubborn");
    Await.until("both ready", LIMIT, () -> isReady(world, "house"));

    supervisor.destroy();
    Await.until("the house's end", LIMIT, () -> world.journal().contains("house ends"));
    assertThat(supervisor.isAlive()).isTrue();
    long house = world.pid("house", 0);
    Await.until(
        "the second signal's effect",
        LIMIT,
        () -> {
          supervisor.destroy();
          return !supervisor.isAlive();
        });

    assertThat(supervisor.exitValue()).isEqualTo(130);
    Await.until("the stubborn child's end", LIMIT, () -> Proc.startTicks(house).isEmpty());
  }

  private Process startFakeSupervisor(String house) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            FakeSupervisor.class.getName(),
            root.toString(),
            house)
        .redirectErrorStream(true)
        .redirectOutput(root.resolve("out").toFile())
        .start();
  }

  private static boolean isReady(FakeWorld world, String name) {
    return StatusFile.read(world.folder).stream()
        .flatMap(status -> status.processes().stream())
        .anyMatch(entry -> entry.name().equals(name) && entry.phase().equals("ready"));
  }
}
