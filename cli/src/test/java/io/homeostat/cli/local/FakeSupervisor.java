package io.homeostat.cli.local;

import static io.homeostat.cli.local.FakeWorld.spec;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** A supervisor in a process of its own, so that it can be killed. */
final class FakeSupervisor {
  private FakeSupervisor() {}

  public static void main(String[] args) throws InterruptedException {
    FakeWorld world = new FakeWorld(Path.of(args[0])).with("house", args[1]);
    Supervisor supervisor =
        world.supervisor(
            List.of(
                spec("ground", Set.of(), Set.of()),
                spec("house", Set.of("ground"), Set.of("ground"))));
    StopSignals.handle(
        InstantSource.system(),
        supervisor::stop,
        () -> {
          supervisor.killAll();
          Runtime.getRuntime().halt(130);
        });
    Supervisor.End end = supervisor.run();
    System.exit(end == Supervisor.End.STOPPED_AS_ASKED ? 0 : 1);
  }
}
