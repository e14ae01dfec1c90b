package io.homeostat.cli.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Optional;

/** The ports of a local Homeostat, all on loopback. */
public enum Port {
  KAFKA("kafka", "kafka.port", 7092, "kafka"),
  CONTROLLER("kafka-controller", "kafka.controller.port", 7093, "kafka"),
  FLINK("flink", "flink.web.port", 7082, "flink"),
  GATEWAY("gateway", "gateway.port", 4318, "services"),
  CONSOLE("console", "console.port", 7070, "services"),
  POSTGRES("demo-postgres", "demo.postgres.port", 7432, "demo"),
  RETRIEVER("demo-retriever", "demo.retriever.port", 7080, "demo"),
  DEMO_CONTROL("demo-control", "demo.control.port", 7081, "demo"),
  GIT("demo-git", "demo.git.port", 7083, "demo"),
  KUBERNETES("demo-kubernetes", "demo.kubernetes.port", 7443, "demo");

  private final String title;
  private final String setting;
  private final int usual;
  private final String process;

  Port(String title, String setting, int usual, String process) {
    this.title = title;
    this.setting = setting;
    this.usual = usual;
    this.process = process;
  }

  /** Its name on the command line. */
  public String title() {
    return title;
  }

  /** Its key in homeostat.properties. */
  public String setting() {
    return setting;
  }

  /** The port unless another was asked for. */
  public int usual() {
    return usual;
  }

  /** The process that listens on it. */
  public String process() {
    return process;
  }

  /** The port with this name on the command line. */
  public static Optional<Port> titled(String title) {
    return Arrays.stream(values()).filter(port -> port.title.equals(title)).findFirst();
  }

  /** Whether nobody listens on a port of loopback, so that a process could. */
  static boolean isFree(int number) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
