package io.homeostat.ingest.sender;

import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.gateway.Certificates;
import io.homeostat.ingest.gateway.GatewayService;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A gateway that speaks TLS alone, and with nobody but who shows one certificate.
 *
 * @param server what it shows
 * @param client what a sender must show
 * @param stranger what nobody knows
 */
record SecuredGateway(
    RunningService gateway, Certificates server, Certificates client, Certificates stranger)
    implements AutoCloseable {

  /** GnuTLS does not read the keys on elliptic curves as the JDK writes them. */
  private static final List<String> RSA = List.of("-keysize", "2048");

  /** Starts it; the files of its certificates are in the folder. */
  static SecuredGateway start(TestBroker broker, Path folder) throws Exception {
    Certificates server = Certificates.make(folder, "server");
    Certificates client = Certificates.make(folder, "client", "RSA", RSA);
    RunningService gateway =
        new GatewayService()
            .start(
                new ServiceConfig(
                    Map.of(
                        "gateway.port", "0",
                        "gateway.syslog.port", "0",
                        "gateway.tls.certificate.file", server.certificate().toString(),
                        "gateway.tls.key.file", server.key().toString(),
                        "gateway.tls.clients.file", client.certificate().toString(),
                        "kafka.bootstrap", broker.bootstrap())));
    return new SecuredGateway(
        gateway, server, client, Certificates.make(folder, "stranger", "RSA", RSA));
  }

  /** Where it listens: {@code otlp} for all that speaks HTTP and gRPC, or {@code syslog}. */
  URI address(String name) {
    return URI.create(gateway.addresses().getOrDefault(name, ""));
  }

  @Override
  public void close() {
    gateway.close();
  }
}
