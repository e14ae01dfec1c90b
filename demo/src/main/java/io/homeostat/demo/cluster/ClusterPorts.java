package io.homeostat.demo.cluster;

import io.homeostat.demo.Loopback;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ports of a cluster on 127.0.0.1: free ones when it was first made, the same ever after, as
 * the members know each other by them.
 *
 * @param numbers etcd's two, then an API's and a PostgreSQL's for each member
 */
record ClusterPorts(List<Integer> numbers) {
  private static final int ETCD = 2;
  private static final int COUNT = ETCD + 2 * PatroniCluster.MEMBERS;

  ClusterPorts {
    numbers = List.copyOf(numbers);
    if (numbers.size() != COUNT) {
      throw new IllegalArgumentException(
          numbers.size() + " ports are known, and the cluster needs " + COUNT);
    }
  }

  /**
   * The ports of the cluster in a folder.
   *
   * @throws ServiceException when they can't be read, found or kept
   */
  static ClusterPorts of(Path folder) {
    Path file = folder.resolve("ports");
    try {
      if (!Files.exists(file)) {
        Files.writeString(
            file, free().stream().map(Object::toString).collect(Collectors.joining(" ", "", "\n")));
      }
      return new ClusterPorts(
          List.of(Files.readString(file).strip().split(" ")).stream()
              .map(Integer::valueOf)
              .toList());
    } catch (IOException | IllegalArgumentException e) {
      throw new ServiceException(
          "the ports in " + file + " can't be used (" + e + "): remove " + folder, e);
    }
  }

  int etcdClients() {
    return numbers.get(0);
  }

  int etcdPeers() {
    return numbers.get(1);
  }

  /** The agent's REST API; members count from 1. */
  int api(int member) {
    return numbers.get(ETCD + 2 * (member - 1));
  }

  /** PostgreSQL; members count from 1. */
  int postgres(int member) {
    return numbers.get(ETCD + 2 * (member - 1) + 1);
  }

  private static List<Integer> free() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        ServerSocket socket = new ServerSocket();
        sockets.add(socket);
        socket.bind(Loopback.port(0));
        numbers.add(socket.getLocalPort());
      }
      return numbers;
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
