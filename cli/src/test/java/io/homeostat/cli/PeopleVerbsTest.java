package io.homeostat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that talk to the console, against a console that answers what it is told to. */
@Timeout(60)
class PeopleVerbsTest {
  private static final String ACTION =
      "{\"id\":\"p1\",\"state\":\"AWAITING\",\"action\":\"pg-index.rebuild\",\"target\":\"pg-index:a/b\","
          + "\"planHash\":\"a1b2c3d4e5f60718\",\"proposedMillis\":1760000000000,\"reason\":\"waits\\u001b[2J\"}";

  @TempDir private Path home = Path.of("");

  private final Map<String, String> answers = new TreeMap<>();
  private final List<String> said = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private int status = 200;
  private HttpServer console;

  PeopleVerbsTest() throws IOException {
    console = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void startTheConsole() {
    System.setProperty("homeostat.home", home.toString());
    console.createContext("/", this::answer);
    console.start();
    answers.put("/api/v1/actions", "{\"actions\":[" + ACTION + "]}");
    answers.put("/api/v1/actions/p1", ACTION);
    answers.put("/api/v1/targets", "{\"paused\":[]}");
  }

  @AfterEach
  void stopTheConsole() {
    console.stop(0);
  }

  @Test
  void aListIsATableForPeopleAndJsonOrYamlForPrograms() throws Exception {
    assertThat(run("actions", "list")).isZero();
    assertThat(out.toString().lines().toList().get(0)).startsWith("ID  STATE     ACTION");
    assertThat(out.toString()).contains("p1  awaiting  pg-index.rebuild  pg-index:a/b  2025-10-09");
    run("actions", "list", "--output", "json");
    assertThat(new ObjectMapper().readTree(out.toString()).get(0).get("id").asText())
        .isEqualTo("p1");
    run("actions", "list", "--output", "YAML");
    assertThat(out.toString()).contains("- id: p1").contains("planHash: a1b2c3d4e5f60718");
    run("targets", "list");
    assertThat(out.toString()).isEqualTo("No target is paused.\n");
  }

  @Test
  void tablesBesideTheirReferencesAreShownByEffect() {
    String file =
        "{\"id\":\"abcd1234\",\"rule\":\"orders\",\"table\":\"pg-table:a/b\",\"system\":\"s\","
            + "\"segmentedBy\":\"city\",\"segment\":\"Bonn\",\"reference\":\"the first 3 × 1m\","
            + "\"referenceFromMillis\":1760000000000,\"untilMillis\":1760000060000,\"rows\":120,"
            + "\"unknown\":\"\",\"signal\":\"s1\",\"worst\":\"price\",\"worstEffect\":0.4567}";
    answers.put("/api/v1/drift", "{\"drift\":[" + file + "]}");
    answers.put(
        "/api/v1/drift/abcd1234",
        "{\"newest\":"
            + file
            + ",\"judged\":{\"columns\":["
            + "{\"name\":\"age\",\"drifted\":false,\"pValue\":0.4,\"effect\":0.6,\"how\":\"moved\",\"unknown\":\"\"},"
            + "{\"name\":\"price\",\"drifted\":true,\"pValue\":1e-9,\"effect\":0.4567,\"how\":\"moved\",\"unknown\":\"\"}"
            + "]},\"windows\":[]}");
    assertThat(run("drift", "list")).isZero();
    assertThat(out.toString())
        .contains("abcd1234  drifting  pg-table:a/b  Bonn     orders  price  45.7%");
    assertThat(run("drift", "show", "abcd")).isZero();
    assertThat(out.toString())
        .startsWith(
            "pg-table:a/b where city is Bonn\ndrifting, rule orders, reference: the first 3")
        .contains("price   yes      45.7%      1.0e-09  moved\nage              60.0%      0.40\n");
    answers.put("/api/v1/drift/abcd1234/rebase", "{\"reason\":\"It is in the log\"}");
    assertThat(run("drift", "rebase", "abcd1234", "--reason", "cents")).isZero();
    assertThat(said.get(said.size() - 1)).contains("{\"reason\":\"cents\"}");
    assertThat(run("drift", "rebase", "abcd1234")).isEqualTo(2);
    assertThat(err.toString()).contains("--reason");
    answers.put("/api/v1/drift", "{\"drift\":[]}");
    run("drift", "list");
    assertThat(out.toString()).contains("No table is compared yet");
  }

  @Test
  void yamlReachesAWriterThatFlushesAtTheEndOfLinesAlone() {
    StringWriter seen = new StringWriter();
    PrintWriter buffered = new PrintWriter(new BufferedWriter(seen), true);
    Main.commandLine()
        .setOut(buffered)
        .execute(
            "actions",
            "list",
            "--output",
            "yaml",
            "--console",
            "http://127.0.0.1:" + console.getAddress().getPort());

    assertThat(seen.toString()).contains("- id: p1");
  }

  @Test
  void untilWhenPeopleAreWaitedForIsToldWhileTheyAre() {
    String waits = ",\"untilMillis\":1795989825000}";
    answers.put("/api/v1/actions", "{\"actions\":[" + ACTION.replace("}", waits) + "]}");
    run("actions", "list");
    assertThat(out.toString()).contains("WAITS UNTIL").contains("2026-11-29T22:03:45Z");

    answers.computeIfPresent("/api/v1/actions", (path, it) -> it.replace("AWAITING", "VERIFIED"));
    run("actions", "list");
    assertThat(out.toString()).doesNotContain("2026-11-29T22:03:45Z");
  }

  @Test
  void theFirstCharactersOfAnIdAreEnoughWhereTheyTellItFromTheOthers() {
    String id = "9be1dea6f054efdf31b8c9a6d78bffb5";
    answers.put(
        "/api/v1/incidents",
        "{\"incidents\":[{\"id\":\"" + id + "\"},{\"id\":\"9be10000\"},{\"id\":\"77\"}]}");
    answers.put("/api/v1/incidents/" + id, "{\"incident\":{\"title\":\"Index b is bloated\"}}");

    assertThat(run("incidents", "show", "9be1d…")).isZero();
    assertThat(out.toString()).startsWith("Index b is bloated\n");
    assertThat(run("incidents", "show", "9be1")).isEqualTo(1);
    assertThat(err.toString()).contains("2 incidents' ids begin with '9be1': give more of it");
    assertThat(run("incidents", "show", "../x")).isEqualTo(1);
    assertThat(err.toString()).contains("'../x' is no id").contains("incidents list");
  }

  @Test
  void whatEachPlaybookWaitsForStandsInALineOfItsOwn() {
    answers.put(
        "/api/v1/incidents/i1", "{\"incident\":{\"inaction\":\"no playbook applies: a x; b y\"}}");
    run("incidents", "show", "i1");

    assertThat(out.toString())
        .contains("Why nothing is being done: no playbook applies: a x;\n  b y\n");
  }

  @Test
  void whatARecordHoldsIsSafeForTheTerminal() {
    run("actions", "show", "p1");

    assertThat(out.toString()).contains("waits?[2J").doesNotContain("\u001b");
  }

  @Test
  void anApprovalCarriesThePlansHashTheReasonAndWhoGivesIt() {
    answers.put("/api/v1/actions/p1/approve", "{\"id\":\"w\",\"reason\":\"Approved and granted\"}");

    int code =
        run("actions", "approve", "p1", "--plan", "a1b2c3d4", "--reason", "seen", "--by", "ann");

    assertThat(code).isZero();
    assertThat(out.toString()).isEqualTo("Approved and granted\n");
    assertThat(said)
        .last()
        .isEqualTo("POST ann cli {\"planHash\":\"a1b2c3d4e5f60718\",\"reason\":\"seen\"}");
  }

  @Test
  void anotherHashIsSentAsItIsForTheGovernorToRefuse() {
    answers.put("/api/v1/actions/p1/deny", "{\"id\":\"w\",\"reason\":\"no\"}");
    run("actions", "deny", "p1", "--plan", "0badc0de", "--reason", "no", "--by", "ann");

    assertThat(said).last().asString().contains("\"planHash\":\"0badc0de\"");
  }

  @Test
  void whatTheConsoleRefusesIsOneMessageWithItsRemedy() {
    status = 409;
    answers.put("/api/v1/actions/p1", "{\"detail\":\"It came too late\",\"remedy\":\"look anew\"}");

    assertThat(run("actions", "show", "p1")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("homeostat: It came too late: look anew\n");
  }

  @Test
  void aPauseEndsAfterItsLength() {
    answers.put("/api/v1/targets/pause", "{\"id\":\"w\",\"reason\":\"paused\"}");

    assertThat(run("targets", "pause", "pg-index:a/b", "--reason", "x", "--for", "2h")).isZero();
    assertThat(said).last().asString().containsPattern("\"untilMillis\":[0-9]{13}");
    assertThat(run("targets", "pause", "pg-index:a/b", "--reason", "x", "--for", "soon"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--for is 'soon'");
  }

  @Test
  void remarksGoToTheirIncident() {
    answers.put("/api/v1/incidents/i1/notes", "{\"id\":\"w\",\"reason\":\"It is in the log\"}");
    answers.put("/api/v1/incidents/i1/ack", "{\"id\":\"w\",\"reason\":\"It is in the log\"}");

    assertThat(run("incidents", "note", "i1", "the import was late", "--by", "ann")).isZero();
    assertThat(said).last().isEqualTo("POST ann cli {\"text\":\"the import was late\"}");
    assertThat(run("incidents", "ack", "i1")).isZero();
  }

  @Test
  void aConsoleThatIsNotThereIsToldWithWhatHelps() {
    console.stop(0);

    assertThat(run("incidents", "list")).isEqualTo(1);
    assertThat(err.toString()).contains("does not answer").contains("homeostat up");
  }

  @Test
  void withoutAnAddressTheFolderIsNamed() {
    err.getBuffer().setLength(0);
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute("incidents", "list");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains(home.toString()).contains("--console");
  }

  @Test
  void aVerbWithoutAVerbSaysWhichThereAre() {
    for (String verb : List.of("actions", "incidents", "targets")) {
      assertThat(run(verb)).isEqualTo(2);
      assertThat(err.toString()).contains("say what to do: list");
    }
  }

  private int run(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> line = new ArrayList<>(List.of(words));
    if (line.size() > 1) {
      line.addAll(List.of("--console", "http://127.0.0.1:" + console.getAddress().getPort()));
    }
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(line.toArray(String[]::new));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (exchange.getRequestMethod().equals("POST")) {
      said.add(
          String.join(
              " ",
              "POST",
              exchange.getRequestHeaders().getFirst("X-Homeostat-User"),
              exchange.getRequestHeaders().getFirst("X-Homeostat-Request"),
              body));
    }
    String path = exchange.getRequestURI().getPath();
    byte[] bytes = answers.getOrDefault(path, "{}").getBytes(UTF_8);
    exchange.sendResponseHeaders(answers.containsKey(path) ? status : 404, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
