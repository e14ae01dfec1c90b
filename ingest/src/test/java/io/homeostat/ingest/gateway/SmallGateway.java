package io.homeostat.ingest.gateway;

import io.homeostat.schemas.service.ServiceConfig;
import java.util.HashMap;
import java.util.Map;

/** Settings of a gateway on any free port, whose limits are soon reached. */
final class SmallGateway {

  private SmallGateway() {}

  /** The settings: 100,000 bytes on the wire, 200,000 unpacked, 2,400,000 in memory. */
  static GatewaySettings settings() {
    return settings(Map.of());
  }

  /** The settings, with others besides or instead. */
  static GatewaySettings settings(Map<String, String> others) {
    Map<String, String> all = new HashMap<>();
    all.put("gateway.port", "0");
    all.put("gateway.request.bytes", "100000");
    all.put("gateway.unpacked.bytes", "200000");
    all.put("gateway.memory.bytes", "2400000");
    all.put("gateway.series.bytes", "1000000");
    all.putAll(others);
    return GatewaySettings.from(new ServiceConfig(all));
  }
}
