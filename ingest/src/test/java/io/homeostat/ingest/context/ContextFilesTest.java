package io.homeostat.ingest.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.SourceView;
import io.homeostat.core.topology.Topology;
import io.homeostat.core.topology.Topology.Edge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextFilesTest {
  private static final EntityId TABLE = EntityId.parse("pg-table:demo/rag/public.documents");
  private static final EntityId INDEX = EntityId.parse("pg-index:demo/rag/public.documents_pkey");

  @TempDir private Path folder = Path.of("unset");

  @Test
  void theInventoryAndWhatWasDiscoveredAreOneTopology() throws IOException {
    Path discovered = Files.createDirectory(folder.resolve("discovered"));
    SourceView view =
        SourceView.unknown("postgres demo/rag")
            .after(
                new Finding.Seen(
                    "postgres demo/rag",
                    Set.of(TABLE, INDEX),
                    Set.of(new Edge(INDEX, Edge.Kind.PART_OF, TABLE))),
                1_000);
    Files.writeString(discovered.resolve("discovered-postgres.yaml"), view.text());
    Files.writeString(discovered.resolve("notes.yaml"), "not: ours");
    Topology topology = load(Optional.of(discovered));
    assertThat(topology.systemOf(INDEX)).isEqualTo("rag");
    assertThat(topology.needs(INDEX)).containsExactly(TABLE);
    assertThat(topology.life(TABLE)).isPresent();
  }

  @Test
  void whereNothingWasDiscoveredTheInventoryAloneIsInForceUnderTheSameVersion() throws IOException {
    Topology alone = load(Optional.empty());
    assertThat(load(Optional.of(folder.resolve("nothing")))).isEqualTo(alone);
  }

  private Topology load(Optional<Path> discovered) throws IOException {
    Path inventory = folder.resolve("topology.yaml");
    Files.writeString(
        inventory, "systems: [{name: rag, criticality: 0.5, owner: us, scopes: [demo/rag]}]\n");
    ContextFiles.Loaded loaded = new ContextFiles(folder, inventory, discovered).loadTopology();
    List<SourceText> sources = loaded.sources();
    CheckResult<?> result = loaded.check().apply(sources);
    assertThat(result).isInstanceOf(CheckResult.Sound.class);
    return (Topology) ((CheckResult.Sound<?>) result).value();
  }
}
