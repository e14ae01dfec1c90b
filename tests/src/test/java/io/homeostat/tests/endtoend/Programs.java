package io.homeostat.tests.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's programs that a test needs. */
final class Programs {
  private Programs() {}

  /** Skips the test where they are missing; in CI it fails. */
  static void ofTheClusterAreHere() {
    boolean here =
        Files.isExecutable(Path.of("/usr/bin/patroni"))
            && Files.isExecutable(Path.of("/usr/bin/etcd"))
            && Files.isDirectory(Path.of("/usr/lib/postgresql"));
    if (System.getenv("CI") != null) {
      assertTrue(here, "CI installs patroni, etcd-server and postgresql");
    }
    assumeTrue(here, "SKIPPED: patroni, etcd-server or postgresql is not installed");
  }
}
