package io.homeostat.schemas.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.core.model.EntityId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorColumnTest {
  @TempDir private Path folder = Path.of("unset");

  private Path file(String entry) throws IOException {
    return Files.writeString(
        folder.resolve("targets.yaml"), "targets:\n  - name: prod/rag\n" + entry.indent(4));
  }

  @Test
  void columnsAreListedWithWhatTheirVectorsAre() throws IOException {
    Path file =
        file(
            """
            vectors:
              - {column: public.documents.embedding, model: embedder/v3}
              - {column: public.questions.vector, modelColumn: made_by, role: query, collection: 'collection:prod/rag/questions'}
            """);

    assertThat(VectorColumn.find(file, "prod/rag"))
        .containsExactly(
            new VectorColumn(
                "public.documents",
                "embedding",
                EntityId.parse("collection:prod/rag/public.documents.embedding"),
                Optional.of("embedder/v3"),
                Optional.empty(),
                EmbeddingVector.Role.DOCUMENT),
            new VectorColumn(
                "public.questions",
                "vector",
                EntityId.parse("collection:prod/rag/questions"),
                Optional.empty(),
                Optional.of("made_by"),
                EmbeddingVector.Role.QUERY));
    assertThat(VectorColumn.find(file, "prod/other")).isEmpty();
  }

  @Test
  void whatIsNotListedAsItShouldBeIsToldWithItsRemedy() throws IOException {
    for (List<String> one :
        List.of(
            List.of("{column: public.documents.embedding}", "give either model"),
            List.of("{column: public.d.e, model: m, modelColumn: c}", "give either model"),
            List.of("{column: embedding, model: m}", "written as schema.table.column"),
            List.of("{column: public.d.e, model: ''}", "1 to 200 characters"),
            List.of("{column: public.d.e, model: m, role: both}", "document or query"),
            List.of("{column: public.d.e, model: m, collection: 'x y'}", "x y"),
            List.of("{column: public.d.secret, model: m}", "list it under one"))) {
      Path file =
          file("columns: [{column: public.d.secret, as: masked}]\nvectors: [" + one.get(0) + "]\n");
      assertThatThrownBy(() -> VectorColumn.find(file, "prod/rag"))
          .as(one.get(0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("targets.yaml")
          .hasMessageContaining(one.get(1));
    }
  }
}
