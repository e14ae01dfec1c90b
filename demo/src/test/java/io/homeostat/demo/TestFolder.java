package io.homeostat.demo;

import io.homeostat.demo.postgres.PostgresBinaries;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A fresh folder for one world, with PostgreSQL's programs shared between the tests. */
public final class TestFolder implements AutoCloseable {
  private static final Path PROGRAMS = Path.of("target", "postgres-programs").toAbsolutePath();

  private final Path path;

  private TestFolder(Path path) {
    this.path = path;
  }

  public static TestFolder create() throws IOException {
    PostgresBinaries.unpack(PROGRAMS);
    Path path = Files.createTempDirectory("homeostat-demo-test");
    Files.createDirectories(path.resolve("demo"));
    Files.createSymbolicLink(path.resolve("demo").resolve("programs"), PROGRAMS);
    return new TestFolder(path);
  }

  /** What would be data.dir. */
  public Path dataDir() {
    return path;
  }

  /** The demo's own folder below it. */
  public Path demo() {
    return path.resolve("demo");
  }

  /** A port that is free now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(Loopback.port(0));
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
