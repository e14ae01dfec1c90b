package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.LogEntry;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.door.Doors;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class TlsTest {
  private static TestBroker broker;
  private static Path folder;
  private static Certificates server;
  private static Certificates client;
  private static Certificates stranger;
  private static RunningGateway gateway;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    broker = TestBroker.shared();
    server = Certificates.make(folder, "server");
    client = Certificates.make(folder, "client");
    stranger = Certificates.make(folder, "stranger", "RSA", List.of("-keysize", "2048"));
    gateway = gateway(Map.of("gateway.tls.clients.file", client.certificate().toString()));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void whoShowsARightCertificateIsTakenByHttpOneAndTwoAndGrpc() throws Exception {
    byte[] otlp = Requests.gauges(Instant.now(), Map.of("a", 1.0)).toByteArray();
    SSLContext speaking = client.believing(server);
    assertThat(post(speaking, HttpClient.Version.HTTP_1_1, otlp).statusCode()).isEqualTo(200);
    HttpResponse<String> second = post(speaking, HttpClient.Version.HTTP_2, otlp);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(gateway.addresses().get("otlp")).startsWith("https://");
    assertThat(gateway.addresses().get("syslog")).startsWith("tls://");
  }

  @Test
  void whoShowsNoneOrAnothersIsNotLetIn() {
    byte[] otlp = Requests.gauges(Instant.now(), Map.of("a", 1.0)).toByteArray();
    assertThatThrownBy(() -> post(stranger.believing(server), HttpClient.Version.HTTP_1_1, otlp))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () ->
                HttpClient.newHttpClient()
                    .send(request("http", otlp).build(), HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aSenderBelievesTheGatewayOnlyByItsCertificate() {
    byte[] otlp = Requests.gauges(Instant.now(), Map.of("a", 1.0)).toByteArray();
    assertThatThrownBy(() -> post(client.believing(stranger), HttpClient.Version.HTTP_1_1, otlp))
        .isInstanceOf(IOException.class);
  }

  @Test
  void syslogIsTakenFromWhoShowsARightCertificateAlone() throws Exception {
    try (LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS);
        LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      say(stranger.believing(server), "a stranger's line");
      say(client.believing(server), "a known one's line");
      logs.await(read -> read.all().size() >= 1);
      assertThat(logs.all())
          .allSatisfy(
              record ->
                  assertThat(((LogEntry) record.fact()).body()).isEqualTo("a known one's line"));
      metrics.await(
          read ->
              SyslogDoorTest.told(
                      read, "gateway.requests.refused{reason=\"unauthorized\",signal=\"syslog\"}")
                  >= 1);
    }
  }

  @Test
  void aNewCertificateIsShownWithoutANewStart() throws Exception {
    Certificates shown = Certificates.make(folder, "shown");
    Certificates next = Certificates.make(folder, "next");
    DoorTls tls =
        DoorTls.of(
            TlsFiles.of(
                    Optional.of(shown.certificate()), Optional.of(shown.key()), Optional.empty())
                .orElseThrow());
    Files.copy(next.certificate(), shown.certificate(), StandardCopyOption.REPLACE_EXISTING);
    tls.refresh();
    assertThat(shownBy(tls)).isEqualTo("CN=shown");
    Files.copy(next.key(), shown.key(), StandardCopyOption.REPLACE_EXISTING);
    tls.refresh();
    assertThat(shownBy(tls)).isEqualTo("CN=next");
  }

  @Test
  void filesWithMistakesAreNotStartedWithAndTheMessageSaysWhatIsRight() throws Exception {
    Certificates expired =
        Certificates.make(folder, "expired", "EC", List.of("-startdate", "-3d", "-validity", "1"));
    Path absent = folder.resolve("absent");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "\n");
    Path old =
        Files.writeString(
            folder.resolve("old.key"),
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    Path broken =
        Files.writeString(
            folder.resolve("broken.key"),
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    mistake(absent, server.key(), "is not there");
    mistake(empty, server.key(), "no sound certificate");
    mistake(server.key(), server.key(), "certificate");
    mistake(server.certificate(), absent, "is not there");
    mistake(server.certificate(), server.certificate(), "holds no private key");
    mistake(server.certificate(), old, "openssl pkcs8 -topk8 -nodes");
    mistake(server.certificate(), broken, "none of [EC, RSA");
    mistake(server.certificate(), client.key(), "is not the key of");
    mistake(server.certificate(), stranger.key(), "is not the key of");
    mistake(expired.certificate(), expired.key(), "which is not now");
    assertThatThrownBy(
            () -> SmallGateway.settings(Map.of("gateway.tls.key.file", server.key().toString())))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("gateway.tls.certificate.file is missing");
  }

  @Test
  void offLoopbackCertificatesAreAuthentication() {
    Map<String, String> everywhere =
        Map.of(
            "gateway.host",
            "0.0.0.0",
            "gateway.syslog.port",
            "0",
            "gateway.tls.certificate.file",
            server.certificate().toString(),
            "gateway.tls.key.file",
            server.key().toString());
    assertThatThrownBy(() -> SmallGateway.settings(everywhere))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("gateway.tls.clients.file");
    Map<String, String> certified = new HashMap<>(everywhere);
    certified.put("gateway.tls.clients.file", client.certificate().toString());
    assertThat(SmallGateway.settings(certified).tls()).isPresent();
  }

  private static void mistake(Path certificate, Path key, String said) {
    assertThatThrownBy(() -> DoorTls.of(new TlsFiles(certificate, key, Optional.empty())))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(said);
  }

  private static RunningGateway gateway(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("gateway.syslog.port", "0");
    all.put("gateway.tls.certificate.file", server.certificate().toString());
    all.put("gateway.tls.key.file", server.key().toString());
    return RunningGateway.start(
        SmallGateway.settings(all),
        broker.inbox(),
        new Doors(System::nanoTime).door("gateway"),
        InstantSource.system());
  }

  private static HttpResponse<String> post(
      SSLContext speaking, HttpClient.Version version, byte[] body) throws Exception {
    return PatientSender.send(
        HttpClient.newBuilder().sslContext(speaking).version(version).build(),
        request("https", body).build());
  }

  private static HttpRequest.Builder request(String scheme, byte[] body) {
    return HttpRequest.newBuilder(
            URI.create(scheme + "://127.0.0.1:" + gateway.port() + "/v1/metrics"))
        .timeout(Duration.ofSeconds(20))
        .header("Content-Type", "application/x-protobuf")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private static void say(SSLContext speaking, String line) throws Exception {
    String message = "<14>1 - host app - - - " + line;
    int port = URI.create(gateway.addresses().get("syslog")).getPort();
    try (Socket socket = speaking.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write((message.length() + " " + message).getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      assertThat(e).as("a stranger is cut off while it speaks").isNotNull();
    }
  }

  /** Whose certificate it shows. */
  private static String shownBy(DoorTls tls) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> answering =
          CompletableFuture.runAsync(
              () -> {
                try (Socket socket = tls.secured(listening.accept())) {
                  assertThat(socket.isConnected()).isTrue();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      SSLContext anyone = SSLContext.getInstance("TLS");
      anyone.init(null, new TrustManager[] {new BelievesAnyone()}, new SecureRandom());
      try (SSLSocket socket =
          (SSLSocket)
              anyone.getSocketFactory().createSocket("127.0.0.1", listening.getLocalPort())) {
        socket.startHandshake();
        answering.join();
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
            .getSubjectX500Principal()
            .getName();
      }
    }
  }

  private static final class BelievesAnyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
