package io.homeostat.processors.cluster;

import io.homeostat.schemas.service.ServiceMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The service {@code flink} in a process of its own, in the memory that it has in the product. */
final class FlinkProcess implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final String web;

  private FlinkProcess(Process process, Path log, String web) {
    this.process = process;
    this.log = log;
    this.web = web;
  }

  /** Starts it, and returns when it says that it is ready. */
  static FlinkProcess start(Path folder, String bootstrap) throws IOException {
    Path config = folder.resolve("homeostat.properties");
    Files.writeString(
        config,
        """
        data.dir=%s
        kafka.bootstrap=%s
        flink.web.port=0
        flink.checkpoint.millis=200
        """
            .formatted(folder, bootstrap));
    Path log = folder.resolve("flink.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx640m",
                "-XX:+UseSerialGC",
                // Flink's own test jar brings a configuration that keeps all logs off.
                "-Dlog4j2.configurationFile=classpath:log4j2-test.xml",
                "-cp",
                System.getProperty("java.class.path"),
                ServiceMain.class.getName(),
                "--config",
                config.toString(),
                "--lifeline",
                "flink")
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    while (line != null && !line.startsWith(ServiceMain.READY)) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("no Flink: " + Files.readString(log));
    }
    return new FlinkProcess(process, log, line.replaceAll(".*\"flink\":\"([^\"]*)\".*", "$1"));
  }

  /** The web page's address. */
  String web() {
    return web;
  }

  /** What it has logged. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** Ends it as a crash would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Cuts the lifeline and returns the exit code. */
  int end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(25, TimeUnit.SECONDS)) {
      throw new IOException("it did not end: " + log());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
