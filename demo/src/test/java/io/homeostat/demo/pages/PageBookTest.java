package io.homeostat.demo.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PageBookTest {
  private static final String BODY = "{\"kind\":\"triggered\",\"incident\":{\"id\":\"i1\"}}";

  @TempDir private Path folder = Path.of("");

  @Test
  void aPageIsKnownByItsKeyAndTakenOnlyWithItsSignature() throws Exception {
    PageBook book = PageBook.open(folder.resolve("secrets"), InstantSource.system());
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(PageBook.PATH, book::handle);
    server.start();
    try {
      URI control = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      PageBook.writeReceivers(folder.resolve("receivers.yaml"), folder.resolve("secrets"), control);
      String secret = Files.readString(folder.resolve("secrets/pager.secret"));

      assertThat(post(control, "k1", signature(secret))).isEqualTo(204);
      assertThat(post(control, "k1", signature(secret))).isEqualTo(204);
      assertThat(post(control, "k2", signature("another"))).isEqualTo(401);
      assertThat(post(control, "k3", "t=,v1=")).isEqualTo(401);
      Instant before = Instant.now().minusSeconds(600);
      assertThat(post(control, "k4", signature(secret, before))).as("replayed").isEqualTo(401);

      assertThat(book.entries())
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.kind()).isEqualTo("triggered");
                assertThat(entry.deliveries()).isEqualTo(2);
              });
      assertThat(Files.readString(folder.resolve("receivers.yaml")))
          .contains(control + "/pages")
          .doesNotContain(secret);
      HttpResponse<String> told =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(control.resolve("/pages")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(told.body()).contains("\"key\":\"k1\"").contains("\"id\":\"i1\"");
    } finally {
      server.stop(0);
    }
  }

  private static int post(URI control, String key, String signature) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(control.resolve("/pages"))
                .header("Idempotency-Key", key)
                .header("Homeostat-Signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static String signature(String secret) throws Exception {
    return signature(secret, Instant.now());
  }

  private static String signature(String secret, Instant time) throws Exception {
    long seconds = time.getEpochSecond();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signed = mac.doFinal((seconds + "." + BODY).getBytes(StandardCharsets.UTF_8));
    return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(signed);
  }
}
