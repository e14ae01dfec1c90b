package io.homeostat.demo.git;

import io.homeostat.demo.Secret;
import java.nio.file.Path;

/** Who may use the repository, each with a password of its own. */
public enum Account {
  /** Only reads. */
  DEPLOYER("deployer", false),
  /** Homeostat's actuators. */
  HOMEOSTAT("homeostat", true);

  private final String user;
  private final boolean writer;

  Account(String user, boolean writer) {
    this.user = user;
    this.writer = writer;
  }

  public String user() {
    return user;
  }

  /** Whether it may push. */
  boolean writer() {
    return writer;
  }

  /**
   * Its password.
   *
   * @param folder where the demo keeps secrets
   */
  public Secret password(Path folder) {
    return new Secret(folder.resolve("git-" + user + ".password"));
  }
}
