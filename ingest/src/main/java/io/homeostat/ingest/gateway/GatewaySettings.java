package io.homeostat.ingest.gateway;

import io.homeostat.core.document.SourceText;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.topics.LaneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the gateway is told.
 *
 * @param host the address that it listens on
 * @param port where it listens; 0 for any free one
 * @param requestBytes the largest body as it comes over the wire
 * @param unpackedBytes the largest body once decompressed
 * @param memoryBytes what all requests together may hold in memory, roughly
 * @param seriesBytes what the names of known series may take, roughly
 * @param mapping which entity labels are about
 * @param webhookToken the file of the token that webhooks must bear; where there is none, they need
 *     none
 */
record GatewaySettings(
    String host,
    int port,
    int requestBytes,
    int unpackedBytes,
    long memoryBytes,
    long seriesBytes,
    EntityMapping mapping,
    Optional<Path> webhookToken) {
  /** OTLP/HTTP's own port. */
  static final int USUAL_PORT = 4318;

  private static final int MEBIBYTE = 1024 * 1024;

  static final Setting<String> HOST =
      Setting.text("gateway.host", "127.0.0.1", "the address it listens on; 0.0.0.0 for every one");
  static final Setting<Integer> PORT =
      Setting.port("gateway.port", USUAL_PORT, "the port it listens on; 0 for any free one");
  static final Setting<Integer> REQUEST =
      bytes("gateway.request.bytes", 4 * MEBIBYTE, "the largest body as it comes over the wire");
  static final Setting<Integer> UNPACKED =
      bytes("gateway.unpacked.bytes", 6 * MEBIBYTE, "the largest body once decompressed");
  static final Setting<Integer> MEMORY =
      bytes("gateway.memory.bytes", 64 * MEBIBYTE, "what all requests together hold, roughly");
  static final Setting<Integer> SERIES =
      bytes("gateway.series.bytes", 24 * MEBIBYTE, "what the names of known series take, roughly");
  static final Setting<Optional<Path>> ENTITIES =
      Setting.maybePath("entities.file", "rules that say which entity labels are about");
  static final Setting<Optional<Path>> WEBHOOK_TOKEN =
      Setting.maybePath(
          "gateway.webhook.token.file", "the file of the token that webhooks must bear");

  /** Every setting of the gateway. */
  static final List<Setting<?>> ALL =
      Stream.concat(
              LaneSettings.ALL.stream(),
              Stream.of(HOST, PORT, REQUEST, UNPACKED, MEMORY, SERIES, ENTITIES, WEBHOOK_TOKEN))
          .toList();

  GatewaySettings {
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
        HOST.in(config),
        PORT.in(config),
        REQUEST.in(config),
        UNPACKED.in(config),
        MEMORY.in(config),
        SERIES.in(config),
        ENTITIES.in(config).map(GatewaySettings::mapping).orElseGet(EntityMapping::defaults),
        WEBHOOK_TOKEN.in(config));
  }

  private static EntityMapping mapping(Path file) {
    try {
      return EntityMapping.of(List.of(new SourceText(file.toString(), Files.readString(file))));
    } catch (IOException e) {
      throw new ServiceException("entities.file " + file + " can't be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new ServiceException(
          "entities.file " + file + " has mistakes; mend them:\n" + e.getMessage(), e);
    }
  }

  private static Setting<Integer> bytes(String key, int usual, String meaning) {
    return Setting.number(key, usual, 1, Integer.MAX_VALUE, meaning);
  }
}
