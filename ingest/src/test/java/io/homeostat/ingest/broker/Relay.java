package io.homeostat.ingest.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A network between clients and a broker, as slow as a test wants: what each connection brings to
 * the broker takes its time, answers come back at once.
 */
public final class Relay implements AutoCloseable {
  private static final int CHUNK = 1024;

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytesPerSecond = new AtomicLong(Long.MAX_VALUE);
  private volatile int target;

  private Relay(ServerSocket listening) {
    this.listening = listening;
  }

  /** A relay that listens, and leads nowhere yet. */
  public static Relay listening() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReceiveBufferSize(4 * CHUNK);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
      return new Relay(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Begins to lead to a port of loopback. */
  public void leadTo(int port) {
    target = port;
    run("relay", this::accept);
  }

  /** How many bytes a second each connection brings to the broker from now on. */
  public void most(long perSecond) {
    bytesPerSecond.set(perSecond);
  }

  private void accept() throws IOException {
    while (!listening.isClosed()) {
      Socket client = listening.accept();
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(client);
      open.add(broker);
      run("relay-there", () -> carry(client, broker, bytesPerSecond));
      run("relay-back", () -> carry(broker, client, new AtomicLong(Long.MAX_VALUE)));
    }
  }

  private void carry(Socket from, Socket to, AtomicLong most) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(read) / most.get());
        out.write(chunk, 0, read);
      }
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private interface Carrying {
    void go() throws IOException;
  }

  private static void run(String name, Carrying carrying) {
    Thread thread =
        new Thread(
            () -> {
              try {
                carrying.go();
              } catch (IOException e) {
                // A connection has ended, or all of it: whoever spoke by it sees that.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
