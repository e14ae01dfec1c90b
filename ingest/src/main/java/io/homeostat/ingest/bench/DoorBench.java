package io.homeostat.ingest.bench;

import io.homeostat.schemas.service.ServiceMain;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The process behind {@code homeostat bench load} and {@code bench loss}: starts a broker and a
 * gateway of their own on free ports, runs one of them and prints what came of it.
 */
public final class DoorBench {
  private static final List<String> HEAP = List.of("-Xmx512m", "-XX:+UseSerialGC");

  private final Map<String, String> options;
  private final Path folder;
  private final PrintStream out;
  private final int gatewayPort = freePort();
  private final int kafkaPort = freePort();

  private DoorBench(Map<String, String> options, Path folder, PrintStream out) {
    this.options = options;
    this.folder = folder;
    this.out = out;
  }

  /**
   * Runs a bench; ends with 1 when something acknowledged is missing, 2 on wrong usage.
   *
   * @param args its name, then {@code --key value} pairs; {@code --broker-class-path} is needed
   */
  public static void main(String[] args) throws Exception {
    try {
      Path folder = Files.createTempDirectory("homeostat-bench-");
      System.out.println("data and logs of this run: " + folder);
      System.exit(new DoorBench(pairs(args), folder, System.out).run(args[0]));
    } catch (IllegalStateException | IOException e) {
      System.err.println("homeostat: " + e.getMessage());
      System.exit(1);
    } catch (IllegalArgumentException e) {
      System.err.println("homeostat: " + e.getMessage());
      System.exit(2);
    }
  }

  private static Map<String, String> pairs(String[] args) {
    Map<String, String> pairs = new TreeMap<>();
    for (int i = 1; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException(
            "say --key value, not "
                + String.join(" ", Arrays.asList(args).subList(i, args.length)));
      }
      pairs.put(args[i].substring(2), args[i + 1]);
    }
    return pairs;
  }

  private int run(String bench) throws IOException, InterruptedException {
    Path config =
        Files.writeString(
            folder.resolve("bench.properties"),
            """
            data.dir=%s
            kafka.port=%d
            kafka.controller.port=%d
            kafka.bootstrap=%s
            gateway.port=%d
            """
                .formatted(folder, kafkaPort, freePort(), bootstrap(), gatewayPort));
    try (Program broker = service("broker", options.getOrDefault("broker-class-path", ""), config);
        Program gateway = service("gateway", System.getProperty("java.class.path"), config)) {
      return switch (bench) {
        case "load" -> load(gateway, broker);
        case "loss" -> loss(gateway, broker);
        default ->
            throw new IllegalArgumentException(
                "there is no bench '" + bench + "': say load or loss");
      };
    }
  }

  private Program service(String name, String classPath, Path config) {
    return new Program(
        folder.resolve(name + ".out"),
        Program.java(
            classPath,
            HEAP,
            ServiceMain.class.getName(),
            "--config",
            config.toString(),
            "--lifeline", // So that none outlives this process.
            name));
  }

  private int loss(Program gateway, Program broker) throws InterruptedException {
    Loss loss = new Loss(number("kills", 10), number("samples", 20_000));
    Loss.Result result = loss.run(gateway, broker, door(gatewayPort), bootstrap());
    out.printf(
        "%d kills by SIGKILL, %d samples acknowledged, %d acknowledged requests not stored whole%n",
        loss.kills(), result.acknowledged(), result.missing());
    return result.missing() == 0 ? 0 : 1;
  }

  private int load(Program gateway, Program broker) throws IOException, InterruptedException {
    List<Load.Contestant> contestants = new ArrayList<>();
    contestants.add(new Load.Contestant("gateway", door(gatewayPort), gateway));
    Load load = new Load(number("turns", 9), number("warm-up", 6), number("rounds", 10));
    Path program = Path.of(options.getOrDefault("prometheus", "/usr/bin/prometheus"));
    if (!Files.isExecutable(program)) {
      out.println(program + " is not there: the gateway is measured alone");
      load.run(contestants, broker).print(out);
      return 0;
    }
    int peerPort = freePort();
    try (Program peer = prometheus(program, peerPort)) {
      contestants.add(new Load.Contestant("prometheus", door(peerPort), peer));
      load.run(contestants, broker).print(out);
      return 0;
    }
  }

  private Program prometheus(Path program, int port) throws IOException {
    Path config =
        Files.writeString(folder.resolve("prometheus.yml"), "global: {scrape_interval: 1h}\n");
    return new Program(
        folder.resolve("prometheus.out"),
        List.of(
            program.toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("prometheus"),
            "--web.enable-remote-write-receiver",
            "--web.listen-address=127.0.0.1:" + port));
  }

  private int number(String key, int usual) {
    String text = options.getOrDefault(key, Integer.toString(usual));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + key + " is '" + text + "': give a whole number", e);
    }
  }

  private String bootstrap() {
    return "127.0.0.1:" + kafkaPort;
  }

  private static URI door(int port) {
    return URI.create("http://127.0.0.1:" + port + "/api/v1/write");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("there is no free port", e);
    }
  }
}
