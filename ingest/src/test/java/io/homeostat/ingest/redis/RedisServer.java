package io.homeostat.ingest.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.homeostat.schemas.targets.RedisTarget;
import io.homeostat.schemas.targets.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Debian's redis-server on a free port of loopback, without a configuration of its own. Its test is
 * skipped where it is not installed; in CI it fails.
 */
final class RedisServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

  private final Process process;
  private final int port;
  private final Path folder;

  private RedisServer(Process process, int port, Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
  }

  static RedisServer start(Path folder, String... options) throws IOException {
    boolean here = Files.isExecutable(PROGRAM);
    if (System.getenv("CI") != null) {
      assertTrue(here, "CI installs redis-server");
    }
    assumeTrue(here, "SKIPPED: there is no " + PROGRAM);
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                PROGRAM.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                folder.toString(),
                "--enable-debug-command",
                "yes"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("redis-" + port + ".log").toFile())
            .start();
    RedisServer server = new RedisServer(process, port, folder);
    server.awaitStart();
    return server;
  }

  int port() {
    return port;
  }

  /** How the probe reaches it. */
  RedisTarget target() {
    return target("test/cache");
  }

  /** The same under another name. */
  RedisTarget target(String name) {
    return new RedisTarget(
        name, "127.0.0.1", port, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** How the probe reaches it as a user with the password {@code word}. */
  RedisTarget as(String user) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "word");
    return new RedisTarget(
        "test/cache",
        "127.0.0.1",
        port,
        Optional.of(user),
        Optional.of(new Secret.InFile(password)),
        Optional.empty());
  }

  /** A connection that the caller closes. */
  Jedis connect() {
    return new Jedis(
        new HostAndPort("127.0.0.1", port),
        DefaultJedisClientConfig.builder()
            .socketTimeoutMillis(30_000)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .build());
  }

  private void awaitStart() {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      try (Jedis jedis = connect()) {
        jedis.ping();
        return;
      } catch (JedisConnectionException e) {
        assertTrue(process.isAlive() && System.nanoTime() < deadline, () -> "no answer: " + e);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
