package io.homeostat.demo.cluster;

import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of a cluster, from Debian's packages. The archives that the demo's own PostgreSQL
 * comes from lack the ones that Patroni needs, such as {@code pg_basebackup}.
 *
 * @param patroni the agent
 * @param etcd the store
 * @param postgres the folder of PostgreSQL's programs
 */
public record ClusterPrograms(Path patroni, Path etcd, Path postgres) {
  private static final String REMEDY =
      "apt-get install -y --no-install-recommends patroni etcd-server postgresql";
  private static final List<String> NEEDED =
      List.of("postgres", "initdb", "pg_ctl", "pg_controldata", "pg_basebackup", "pg_isready");
  private static final Path DEBIANS = Path.of("/usr/lib/postgresql");

  /** Why a cluster can't be run on this machine, and what would help; empty if it can. */
  public static Optional<String> missing() {
    List<String> missing = new ArrayList<>();
    if (program("patroni").isEmpty()) {
      missing.add("patroni");
    }
    if (program("etcd").isEmpty()) {
      missing.add("etcd");
    }
    if (postgresPrograms().isEmpty()) {
      missing.add("PostgreSQL's own programs, such as pg_basebackup");
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "this machine lacks " + String.join(", ", missing) + "; this installs them: " + REMEDY);
  }

  /**
   * Finds them.
   *
   * @throws ServiceException when one is missing
   */
  static ClusterPrograms find() {
    missing()
        .ifPresent(
            why -> {
              throw new ServiceException(why);
            });
    return new ClusterPrograms(
        program("patroni").orElseThrow(),
        program("etcd").orElseThrow(),
        postgresPrograms().orElseThrow());
  }

  private static Optional<Path> program(String name) {
    return Stream.of("/usr/bin", "/usr/local/bin", "/usr/sbin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The newest version that is whole. */
  private static Optional<Path> postgresPrograms() {
    if (!Files.isDirectory(DEBIANS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIANS)) {
      return versions
          .filter(version -> version.getFileName().toString().matches("[0-9]+"))
          .sorted(Comparator.comparingInt(ClusterPrograms::number).reversed())
          .map(version -> version.resolve("bin"))
          .filter(bin -> NEEDED.stream().allMatch(name -> Files.isExecutable(bin.resolve(name))))
          .findFirst();
    } catch (IOException e) {
      throw new ServiceException("cannot look into " + DEBIANS + ": " + e, e);
    }
  }

  private static int number(Path version) {
    return Integer.parseInt(version.getFileName().toString());
  }
}
