package io.homeostat.demo.control;

import io.homeostat.demo.deploy.Application;
import io.homeostat.demo.deploy.Deployer;
import io.homeostat.demo.git.ConfigRepository;
import io.homeostat.demo.git.PushGate;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What tests and people see of Git and of what is deployed from it, and the gate by which a test
 * holds up pushes.
 *
 * @param repository the repository
 * @param deployer what deploys from it
 * @param gate what pushes go through
 */
public record GitControl(ConfigRepository repository, Deployer deployer, PushGate gate) {
  private static final int MOST_COMMITS = 50;
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(2);

  /**
   * What there is.
   *
   * @param commits of the branch, newest first
   * @param holds the file of holds; empty where there is none
   * @param application what is deployed, and how that went
   * @param pushes what the gate does
   */
  public record View(
      List<ConfigRepository.Entry> commits,
      String holds,
      Application application,
      PushGate.View pushes) {}

  /** All of it, as it is now. */
  public View view() throws IOException {
    return new View(
        repository.newest(MOST_COMMITS),
        repository.file(repository.head(), Deployer.HOLDS).orElse(""),
        deployer.application(),
        gate.view());
  }

  /** Holds up the pushes to branches that come from now on, for two minutes at most. */
  public PushGate.View hold() {
    gate.close(LONGEST_HOLD);
    return gate.view();
  }

  /** Lets them pass. */
  public PushGate.View release() {
    gate.open();
    return gate.view();
  }

  /** Lets go of whoever still waits. */
  public void close() {
    gate.open();
  }
}
