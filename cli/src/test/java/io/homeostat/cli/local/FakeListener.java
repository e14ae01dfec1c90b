package io.homeostat.cli.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A process that listens on some port, prints it, and ends with its standard input. */
final class FakeListener {
  private FakeListener() {}

  public static void main(String[] args) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      System.out.println(socket.getLocalPort());
      while (System.in.read() >= 0) {
        // Only the end matters.
      }
    }
  }
}
