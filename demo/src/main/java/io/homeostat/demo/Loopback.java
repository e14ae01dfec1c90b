package io.homeostat.demo;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Where all of the demo listens: on this machine alone. */
public final class Loopback {
  /** The address, as text. */
  public static final String HOST = "127.0.0.1";

  private static final byte[] ADDRESS = {127, 0, 0, 1};

  private Loopback() {}

  /** A port on 127.0.0.1. */
  public static InetSocketAddress port(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(ADDRESS), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
