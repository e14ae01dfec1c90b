package io.homeostat.cli.broker;

import io.homeostat.schemas.service.ServiceMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The broker in a process of its own, as the product runs it. */
public final class BrokerProcess {
  private static final long LIMIT_SECONDS = 50;

  private final Process process;
  private final String bootstrap;
  private final Duration startTook;

  private BrokerProcess(Process process, String bootstrap, Duration startTook) {
    this.process = process;
    this.bootstrap = bootstrap;
    this.startTook = startTook;
  }

  /** Starts it on a folder, with the ports of that folder's first start. */
  public static BrokerProcess start(Path folder) throws IOException {
    Path config = folder.resolve("homeostat.properties");
    if (!Files.exists(config)) {
      Files.writeString(
          config,
          "data.dir=%s%nkafka.port=%d%nkafka.controller.port=%d%n"
              .formatted(folder, freePort(), freePort()));
    }
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ServiceMain.class.getName(),
                "--config",
                config.toString(),
                "--lifeline",
                "broker")
            .redirectError(folder.resolve("broker.err").toFile())
            .start();
    AtomicBoolean ready = new AtomicBoolean();
    CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS)
        .execute(
            () -> {
              if (!ready.get()) {
                process.destroyForcibly();
              }
            });
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    while (line != null && !line.startsWith(ServiceMain.READY)) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("no broker: " + Files.readString(folder.resolve("broker.err")));
    }
    ready.set(true);
    String bootstrap = line.replaceAll(".*\"kafka\":\"([^\"]*)\".*", "$1");
    return new BrokerProcess(process, bootstrap, Duration.ofNanos(System.nanoTime() - began));
  }

  public String bootstrap() {
    return bootstrap;
  }

  Duration startTook() {
    return startTook;
  }

  /** Ends it as a crash would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Cuts the lifeline and returns the exit code. */
  int end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(25, TimeUnit.SECONDS)) {
      throw new IOException("the broker did not end");
    }
    return process.exitValue();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
