package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.SourceView;
import io.homeostat.core.topology.Topology.Edge;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyCommandTest {
  private static final EntityId TABLE = EntityId.parse("pg-table:demo/rag/public.documents");
  private static final EntityId INDEX = EntityId.parse("pg-index:demo/rag/public.documents_pkey");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder = Path.of("unset");

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(
        folder.resolve("topology.yaml"),
        """
        systems:
          - {name: rag, criticality: 0.8, owner: retrieval, scopes: [demo/rag]}
        edges:
          - {from: 'service:demo/rag/api', dependsOn: ['pg-table:demo/rag/public.documents']}
        """);
    Edge edge = new Edge(INDEX, Edge.Kind.PART_OF, TABLE);
    SourceView view =
        SourceView.unknown("postgres demo/rag")
            .after(new Finding.Seen("postgres demo/rag", Set.of(TABLE, INDEX), Set.of(edge)), 1_000)
            .after(new Finding.Seen("postgres demo/rag", Set.of(TABLE), Set.of()), 61_000);
    Files.createDirectory(folder.resolve("found"));
    Files.writeString(folder.resolve("found").resolve("discovered-postgres.yaml"), view.text());
  }

  @Test
  void whatIsThereIsShownBySystemWithWhatItNeeds() {
    assertThat(run("show", path("topology.yaml"), path("found"))).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            rag  criticality 0.8  owner retrieval
              pg-table:demo/rag/public.documents  since 1970-01-01T00:00:01Z
              service:demo/rag/api
                dependsOn pg-table:demo/rag/public.documents
            """);
  }

  @Test
  void whatHasEndedIsShownWithItsTimeWhereItIsAskedFor() {
    assertThat(run("show", path("topology.yaml"), path("found"), "--ended", "--system", "rag"))
        .isZero();
    assertThat(out.toString())
        .contains(
            "  pg-index:demo/rag/public.documents_pkey  since 1970-01-01T00:00:01Z  ended"
                + " 1970-01-01T00:01:01Z\n");
    assertThat(run("show", path("topology.yaml"), "--system", "other")).isZero();
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aSoundTopologyIsCountedAndMistakesAreNamedWithTheirPlace() throws IOException {
    assertThat(run("check", path("topology.yaml"), path("found"))).isZero();
    assertThat(out.toString()).startsWith("sound: 1 systems, 2 entities, 1 edges (version ");
    Files.writeString(folder.resolve("bad.yaml"), "edges:\n  - {from: 'here'}\n");
    assertThat(run("check", path("bad.yaml"))).isEqualTo(1);
    assertThat(out.toString()).contains("bad.yaml:2:").contains("would not be taken into use");
  }

  @Test
  void whereNothingWasEverStartedAPathIsAskedFor() {
    System.setProperty("homeostat.home", folder.toString());
    assertThat(run("show")).isEqualTo(1);
    assertThat(err.toString()).contains("never started");
  }

  @Test
  void aPauseThatIsTooShortIsWrongUsage() {
    assertThat(run("import", "--targets", "t", "--out", "o", "--every", "1s")).isEqualTo(2);
    assertThat(err.toString()).contains("give at least 10s");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] all = new String[arguments.length + 1];
    all[0] = "topology";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
