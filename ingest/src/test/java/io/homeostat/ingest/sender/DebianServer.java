package io.homeostat.ingest.sender;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program, mostly a server as Debian packages it, run for one test in a folder of its own. */
public final class DebianServer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Process process;
  private final Path said;

  private DebianServer(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /**
   * Makes sure that a program is there; without it the test is skipped loudly, but never in CI.
   *
   * @param program its file, such as {@code /usr/bin/prometheus}
   * @param debianPackage what installs it
   */
  public static void require(String program, String debianPackage) {
    require(Files.isExecutable(Path.of(program)), program, debianPackage);
  }

  /**
   * Makes sure that a part of a program is there, as {@link #require(String, String)} does.
   *
   * @param name what the file in Debian's folder of libraries for this kind of machine is called
   */
  public static void requireLibrary(String name, String debianPackage) {
    try (DirectoryStream<Path> kinds =
        Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
      boolean present = false;
      for (Path kind : kinds) {
        present |= Files.isReadable(kind.resolve(name));
      }
      require(present, name, debianPackage);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void require(boolean present, String what, String debianPackage) {
    String remedy = what + " is missing: apt-get install " + debianPackage;
    if (!present && "true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(remedy);
    }
    if (!present) {
      System.err.println("SKIPPED: " + remedy);
    }
    assumeTrue(present, remedy);
  }

  /** Starts a program; what it says goes into the folder. */
  public static DebianServer start(Path folder, String program, String... arguments) {
    return start(folder, Map.of(), program, arguments);
  }

  /** Starts a program that is told more in its environment. */
  public static DebianServer start(
      Path folder, Map<String, String> environment, String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    Path said = folder.resolve(Path.of(program).getFileName() + ".said");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      builder.environment().putAll(environment);
      return new DebianServer(builder.start(), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it answers 200 there. */
  public DebianServer awaitReady(URI there) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(LIMIT);
    while (!answers(there)) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        throw new AssertionError("it does not come up: " + Files.readString(said));
      }
    }
    return this;
  }

  /** Whether whoever listens there answers 200 now. */
  public static boolean answers(URI there) throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    try {
      HttpRequest request = HttpRequest.newBuilder(there).timeout(Duration.ofSeconds(2)).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** A port of loopback that nobody listens on. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How much processor time it has taken so far. */
  public Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** All that it has said. */
  public String said() throws IOException {
    return Files.readString(said);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
