package io.homeostat.ingest.gateway;

import io.homeostat.ingest.mapping.EntitiesFile;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.topics.LaneSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the gateway is told.
 *
 * @param host the address that it listens on
 * @param port where it listens; 0 for any free one
 * @param grpcPort a second one, where gRPC expects it; 0 for any free one, −1 for none
 * @param requestBytes the largest body as it comes over the wire
 * @param unpackedBytes the largest body once decompressed
 * @param memoryBytes what all requests together may hold in memory, roughly
 * @param seriesBytes what the names of known series may take, roughly
 * @param syslogPort where it takes syslog over TCP; 0 for any free one, −1 for none
 * @param senders the file that names who may send; none for anyone
 * @param open whether anyone may send though it listens off loopback
 * @param tls the certificates that it shows and asks for; nothing when it speaks in the clear
 * @param mapping which entity labels are about
 */
record GatewaySettings(
    String host,
    int port,
    int grpcPort,
    int requestBytes,
    int unpackedBytes,
    long memoryBytes,
    long seriesBytes,
    int syslogPort,
    Optional<Path> senders,
    boolean open,
    Optional<TlsFiles> tls,
    EntityMapping mapping) {
  /** OTLP/HTTP's own port. */
  static final int USUAL_PORT = 4318;

  private static final int MEBIBYTE = 1024 * 1024;

  static final Setting<String> HOST =
      Setting.text("gateway.host", "127.0.0.1", "the address it listens on; 0.0.0.0 for every one");
  static final Setting<Integer> PORT =
      Setting.port("gateway.port", USUAL_PORT, "the port it listens on; 0 for any free one");
  static final Setting<Integer> GRPC =
      Setting.number(
          "gateway.grpc.port",
          -1,
          -1,
          65_535,
          "a second port for the same, such as 4317, OTLP/gRPC's own; -1 for none");
  static final Setting<Integer> REQUEST =
      bytes("gateway.request.bytes", 4 * MEBIBYTE, "the largest body as it comes over the wire");
  static final Setting<Integer> UNPACKED =
      bytes("gateway.unpacked.bytes", 6 * MEBIBYTE, "the largest body once decompressed");
  static final Setting<Integer> MEMORY =
      bytes("gateway.memory.bytes", 72 * MEBIBYTE, "what all requests together hold, roughly");
  static final Setting<Integer> SERIES =
      bytes("gateway.series.bytes", 24 * MEBIBYTE, "what the names of known series take, roughly");
  static final Setting<Integer> SYSLOG =
      Setting.number(
          "gateway.syslog.port", -1, -1, 65_535, "the port for syslog over TCP; -1 for none");
  static final Setting<Optional<Path>> SENDERS =
      Setting.maybePath("gateway.senders.file", "who may send; without it, anyone");
  static final Setting<Boolean> OPEN =
      Setting.flag("gateway.open", false, "whether anyone may send though it is off loopback");
  static final Setting<Optional<Path>> CERTIFICATE =
      Setting.maybePath(
          "gateway.tls.certificate.file",
          "its certificate and those above, PEM; without it, no TLS");
  static final Setting<Optional<Path>> KEY =
      Setting.maybePath("gateway.tls.key.file", "its certificate's private key, PEM, PKCS#8");
  static final Setting<Optional<Path>> CLIENTS =
      Setting.maybePath(
          "gateway.tls.clients.file",
          "whose certificates senders must show, PEM; without it, none");

  /** Every setting of the gateway. */
  static final List<Setting<?>> ALL =
      Stream.concat(
              LaneSettings.ALL.stream(),
              Stream.of(
                  HOST,
                  PORT,
                  GRPC,
                  REQUEST,
                  UNPACKED,
                  MEMORY,
                  SERIES,
                  SYSLOG,
                  SENDERS,
                  OPEN,
                  CERTIFICATE,
                  KEY,
                  CLIENTS,
                  EntitiesFile.SETTING))
          .toList();

  GatewaySettings {
    boolean certified = tls.flatMap(TlsFiles::clients).isPresent();
    if (senders.isEmpty() && !certified && !open && !loopback(host)) {
      throw new ServiceException(
          "gateway.host "
              + host
              + " is off loopback, and anyone could send: name the senders in"
              + " gateway.senders.file, or ask for their certificates by"
              + " gateway.tls.clients.file, or set gateway.open=true to take what anyone sends");
    }
    if (syslogPort >= 0 && !certified && !open && !loopback(host)) {
      throw new ServiceException(
          "gateway.host "
              + host
              + " is off loopback, and syslog has no authentication but certificates: leave"
              + " gateway.syslog.port out, or ask for certificates by gateway.tls.clients.file, or"
              + " set gateway.open=true to take what anyone sends");
    }
    long largest = MemoryBudget.forOne(requestBytes + (long) Dialect.HEAVIEST * unpackedBytes);
    if (memoryBytes < largest) {
      throw new ServiceException(
          "gateway.memory.bytes is "
              + memoryBytes
              + ", too little for one request of the largest size: give at least "
              + largest);
    }
  }

  static GatewaySettings from(ServiceConfig config) {
    return new GatewaySettings(
        HOST.in(config),
        PORT.in(config),
        GRPC.in(config),
        REQUEST.in(config),
        UNPACKED.in(config),
        MEMORY.in(config),
        SERIES.in(config),
        SYSLOG.in(config),
        SENDERS.in(config),
        OPEN.in(config),
        TlsFiles.of(CERTIFICATE.in(config), KEY.in(config), CLIENTS.in(config)),
        EntitiesFile.in(config));
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ServiceException("gateway.host " + host + " is no address of this machine", e);
    }
  }

  private static Setting<Integer> bytes(String key, int usual, String meaning) {
    return Setting.number(key, usual, 1, Integer.MAX_VALUE, meaning);
  }
}
