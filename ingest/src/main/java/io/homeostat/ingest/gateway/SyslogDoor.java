package io.homeostat.ingest.gateway;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.LogEntry;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.Translated;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.ingest.syslog.SyslogFrames;
import io.homeostat.ingest.syslog.SyslogLines;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes syslog over TCP. The protocol has no answers: while Kafka does not take what has come, no
 * more is read, so that it waits with the sender; what was read stays until Kafka has it.
 */
final class SyslogDoor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SyslogDoor.class);
  private static final String LABEL = "syslog";
  private static final int MOST_CONNECTIONS = 64;
  private static final int MOST_MESSAGE_BYTES = 64 * 1024;
  private static final int BATCH_MESSAGES = 500;
  private static final int BATCH_BYTES = 256 * 1024;
  private static final long PAUSE_MILLIS = 500;

  private final PushDoor.Common common;
  private final EntityMapping mapping;
  private final ServerSocket server;
  private final Optional<DoorTls> tls;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "gateway-syslog");
            thread.setDaemon(true);
            return thread;
          });

  private SyslogDoor(
      PushDoor.Common common, EntityMapping mapping, ServerSocket server, Optional<DoorTls> tls) {
    this.common = common;
    this.mapping = mapping;
    this.server = server;
    this.tls = tls;
  }

  /**
   * Opens it.
   *
   * @param port where it listens; 0 for any free one
   * @param tls what it shows of itself (RFC 5425); nothing when it speaks in the clear
   * @throws IOException when it can't listen there
   */
  static SyslogDoor open(
      int port, PushDoor.Common common, EntityMapping mapping, Optional<DoorTls> tls)
      throws IOException {
    InetAddress host = InetAddress.getByName(common.settings().host());
    SyslogDoor door = new SyslogDoor(common, mapping, new ServerSocket(port, 16, host), tls);
    door.threads.execute(door::accept);
    return door;
  }

  /** Where it listens. */
  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (connections.size() < MOST_CONNECTIONS) {
          connections.add(socket);
          threads.execute(() -> serve(socket));
        } else {
          common.counters().refused(LABEL, new Refusal(Refusal.Cause.BUSY, "too many connections"));
          socket.close();
        }
      } catch (IOException e) {
        if (!server.isClosed()) {
          log.warn("a connection of syslog failed before it began", e);
        }
      }
    }
  }

  private void serve(Socket plain) {
    try (plain;
        Socket socket = secured(plain)) {
      socket.setKeepAlive(true);
      read(
          new BufferedInputStream(socket.getInputStream(), MOST_MESSAGE_BYTES),
          "syslog " + socket.getInetAddress().getHostAddress());
    } catch (SSLException e) {
      common.counters().refused(LABEL, new Refusal(Refusal.Cause.UNAUTHORIZED, "no right TLS"));
      log.debug("a connection of syslog was not secured", e);
    } catch (IOException e) {
      if (closing.getCount() > 0) {
        common
            .counters()
            .refused(LABEL, new Refusal(Refusal.Cause.MALFORMED, String.valueOf(e.getMessage())));
        log.debug("a connection of syslog ended before its message did", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("a connection of syslog failed", e);
    } finally {
      connections.remove(plain);
    }
  }

  private Socket secured(Socket plain) throws IOException {
    return tls.isPresent() ? tls.get().secured(plain) : plain;
  }

  private void read(BufferedInputStream in, String sender)
      throws IOException, InterruptedException {
    SyslogFrames frames = new SyslogFrames(in, MOST_MESSAGE_BYTES);
    List<byte[]> batch = new ArrayList<>();
    try {
      int bytes = 0;
      for (Optional<byte[]> next = frames.next(); next.isPresent(); next = frames.next()) {
        batch.add(next.get());
        bytes += next.get().length;
        if (in.available() == 0 || batch.size() == BATCH_MESSAGES || bytes > BATCH_BYTES) {
          deliver(batch, frames.takePassedOver(), sender);
          batch.clear();
          bytes = 0;
        }
      }
    } finally {
      // What came whole before a connection broke is kept.
      deliver(batch, frames.takePassedOver(), sender);
    }
  }

  private void deliver(List<byte[]> batch, int passedOver, String sender)
      throws InterruptedException {
    Rejections tooLong = new Rejections();
    tooLong.add(
        Reason.TOO_MUCH, passedOver, "a message of more than " + MOST_MESSAGE_BYTES + " bytes");
    common.counters().rejected(LABEL, tooLong);
    Translated<LogEntry> translated =
        SyslogLines.translate(batch, common.time().instant().toEpochMilli(), mapping);
    common.counters().rejected(LABEL, translated.rejections());
    if (translated.facts().isEmpty()) {
      return;
    }
    List<Reading.Addressed> facts =
        translated.facts().stream()
            .map(entry -> new Reading.Addressed(Stream.LOGS, entry.entity().text(), entry))
            .toList();
    while (!delivered(facts, sender)) {
      if (closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    common.counters().accepted(LABEL, translated.accepted());
  }

  private boolean delivered(List<Reading.Addressed> facts, String sender)
      throws InterruptedException {
    long weight = facts.stream().mapToLong(Reading.Addressed::weight).sum() + 2L * BATCH_BYTES;
    Optional<MemoryBudget.Share> share = common.budget().reserve(sender, weight);
    if (share.isEmpty()) {
      return false;
    }
    try {
      common.delivery().requireOpen();
      common.delivery().deliver(facts).get();
      return true;
    } catch (Refusal | ExecutionException e) {
      log.debug("Kafka has not taken lines of syslog; they are tried again", e);
      return false;
    } finally {
      share.get().giveBack();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      server.close();
      for (Socket socket : connections) {
        socket.close();
      }
    } catch (IOException e) {
      log.debug("a connection of syslog could not be closed", e);
    }
    threads.shutdownNow();
  }
}
