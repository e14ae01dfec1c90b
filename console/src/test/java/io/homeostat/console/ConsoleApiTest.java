package io.homeostat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import io.homeostat.console.people.Users;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Incident;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsoleApiTest {
  private static final long START = 1_760_000_000_000L;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ConsoleView view;
  private Server server;

  @BeforeEach
  void start() {
    view = new ConsoleView(100);
    server =
        ConsoleServer.of(
            0,
            view,
            "life1",
            () -> true,
            InstantSource.fixed(Instant.ofEpochMilli(START)),
            Users.CLAIMED,
            new Governor(view));
    server.start().join();
  }

  @AfterEach
  void stop() {
    server.stop().join();
  }

  @Test
  void theListIsNewestFirstAndFiltered() throws Exception {
    tell(new Story(START).healed());
    tell(new Story(START + 10_000).refused());
    assertThat(get("/api/v1/incidents").body())
        .matches(".*\"id\":\"refused\".*\"id\":\"healed\".*");
    assertThat(get("/api/v1/incidents?state=healed").body())
        .contains("\"healed\"")
        .doesNotContain("\"refused\"");
    assertThat(get("/api/v1/incidents?before=" + (START + 1)).body()).doesNotContain("\"refused\"");
    assertThat(get("/api/v1/incidents?limit=1").body()).doesNotContain("\"healed\"");
  }

  @Test
  void badParametersAreNamedWithTheRemedy() throws Exception {
    for (String query : List.of("state=sick", "limit=0", "limit=x", "before=-1", "colour=red")) {
      HttpResponse<String> response = get("/api/v1/incidents?" + query);
      assertThat(response.statusCode()).as(query).isEqualTo(400);
      assertThat(response.headers().firstValue("content-type"))
          .contains("application/problem+json");
      assertThat(response.body())
          .contains(
              query.substring(query.indexOf('=') + 1).equals("red")
                  ? "colour"
                  : query.substring(0, query.indexOf('=')));
    }
    assertThat(get("/api/v1/incidents/none").statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/incidents/none").body()).contains("remedy");
  }

  @Test
  void anotherHostsNameGetsNothing() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.activeLocalPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET /api/v1/incidents HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      assertThat(in.readLine()).startsWith("HTTP/1.1 421");
    }
  }

  @Test
  void theOrderAndNumberOfArrivalsMakeNoDifference() throws Exception {
    List<Fact> facts = new ArrayList<>(new Story(START).healed());
    tell(facts);
    String expected = get("/api/v1/incidents/healed").body();
    for (int seed = 0; seed < 50; seed++) {
      ConsoleView other = new ConsoleView(100);
      List<Fact> shuffled = new ArrayList<>(facts);
      shuffled.addAll(facts);
      Collections.shuffle(shuffled, new Random(seed));
      shuffled.forEach(fact -> other.apply("t", START, fact));
      assertThat(other.file("healed")).isEqualTo(view.file("healed"));
    }
    assertThat(expected)
        .contains("\"verdicts\":[{")
        .contains("\"gates\":[{")
        .contains("\"revision\":2");
  }

  @Test
  void theViewForgetsTheIncidentsUpdatedLongestAgo() {
    ConsoleView small = new ConsoleView(3);
    for (int i = 0; i < 10; i++) {
      small.apply(
          "incidents",
          START,
          new Story(START + i).incident("i" + i, 1, Incident.State.OPEN, Optional.empty(), ""));
    }
    assertThat(small.incidents(incident -> true, 100))
        .extracting(Incident::id)
        .containsExactly("i9", "i8", "i7");
  }

  @Test
  void aClientThatComesBackGetsWhatItMissedAndAStrangerIsTold() throws Exception {
    tell(new Story(START).healed());
    String resumed;
    try (Stream<String> events = events(Optional.empty())) {
      Iterator<String> lines = events.iterator();
      assertThat(lines.next()).isEqualTo("event: reset");
      resumed = lines.next().substring("id: ".length());
    }
    tell(new Story(START).refused());
    try (Stream<String> events = events(Optional.of(resumed))) {
      Iterator<String> lines = events.iterator();
      assertThat(lines.next()).isEqualTo("event: incident");
      assertThat(lines.next()).contains("\"id\":\"refused\"");
    }
    try (Stream<String> events = events(Optional.of("another-life:4"))) {
      assertThat(events.iterator().next()).isEqualTo("event: reset");
    }
  }

  private Stream<String> events(Optional<String> lastEventId) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/api/v1/events")).timeout(Duration.ofSeconds(10));
    lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
    return client.send(request.build(), HttpResponse.BodyHandlers.ofLines()).body();
  }

  private void tell(List<Fact> facts) {
    facts.forEach(fact -> view.apply("incidents", START, fact));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.activeLocalPort() + path);
  }
}
