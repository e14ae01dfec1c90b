package io.homeostat.ingest.gateway;

import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the gateway is told.
 *
 * @param port where it listens on loopback; 0 for any free one
 * @param requestBytes the largest body as it comes over the wire
 * @param unpackedBytes the largest body once decompressed
 * @param memoryBytes what all requests together may hold in memory, roughly
 * @param webhookToken the file of the token that webhooks must bear; where there is none, they need
 *     none
 */
record GatewaySettings(
    int port, int requestBytes, int unpackedBytes, long memoryBytes, Optional<Path> webhookToken) {
  /** OTLP/HTTP's own port. */
  static final int USUAL_PORT = 4318;

  private static final int MEBIBYTE = 1024 * 1024;

  GatewaySettings {
    if (port < 0 || port > 65_535) {
      throw new ServiceException("gateway.port is " + port + ": give a port from 0 to 65535");
    }
    positive("gateway.request.bytes", requestBytes);
    positive("gateway.unpacked.bytes", unpackedBytes);
    long largest = requestBytes + (long) Dialect.HEAVIEST * unpackedBytes;
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
        config.number("gateway.port", USUAL_PORT),
        config.number("gateway.request.bytes", 4 * MEBIBYTE),
        config.number("gateway.unpacked.bytes", 6 * MEBIBYTE),
        config.number("gateway.memory.bytes", 64 * MEBIBYTE),
        config.find("gateway.webhook.token.file").map(Path::of));
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new ServiceException(name + " is " + value + ": give at least 1");
    }
  }
}
