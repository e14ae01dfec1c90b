package io.homeostat.ingest.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.core.model.EmbeddingVector.Role;
import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Doors;
import io.homeostat.schemas.targets.ProtectedColumns;
import io.homeostat.schemas.targets.VectorColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Vectors that are written to a real PostgreSQL with pgvector come to a real Kafka. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class VectorCaptureTest {
  private static final VectorColumn DOCUMENTS =
      new VectorColumn(
          "public.documents",
          "embedding",
          EntityId.parse("collection:test/db/public.documents.embedding"),
          Optional.of("embedder/v3"),
          Optional.empty(),
          Role.DOCUMENT);
  private static final VectorColumn HALVES = column("halves", Role.QUERY);
  private static final VectorColumn REALS = column("reals", Role.DOCUMENT);
  private static final VectorColumn ARRAYS =
      new VectorColumn(
          "public.arrays",
          "reals",
          EntityId.parse("collection:test/db/arrays"),
          Optional.of("m"),
          Optional.empty(),
          Role.DOCUMENT);
  private static final VectorColumn WHOLES =
      new VectorColumn(
          "public.whole",
          "embedding",
          EntityId.parse("collection:test/db/whole"),
          Optional.of("m"),
          Optional.empty(),
          Role.DOCUMENT);

  private static TestBroker broker;
  private static TestDatabase database;

  private final Door door = new Doors(System::nanoTime).door("cdc");
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);

  private static VectorColumn column(String name, Role role) {
    return new VectorColumn(
        "public.several",
        name,
        EntityId.parse("collection:test/db/" + name),
        Optional.empty(),
        Optional.of("made_by"),
        role);
  }

  @BeforeAll
  static void start(@TempDir Path folder) {
    broker = TestBroker.shared();
    database = TestDatabase.startWithPgvector(folder);
    database.run(
        "CREATE EXTENSION vector",
        "CREATE TABLE documents (id bigint PRIMARY KEY, word text, embedding vector NOT NULL)",
        "CREATE TABLE arrays (id bigint PRIMARY KEY, word text, reals real[] NOT NULL)",
        "ALTER TABLE arrays ALTER reals SET STORAGE EXTERNAL",
        "CREATE TABLE several (tenant text, id bigint, made_by text, halves halfvec(3), reals real[],"
            + " word text, PRIMARY KEY (tenant, id))",
        "CREATE TABLE whole (id bigint PRIMARY KEY, word text, embedding vector(2))",
        "ALTER TABLE whole REPLICA IDENTITY FULL",
        "CREATE PUBLICATION homeostat_test FOR TABLE documents, arrays, several, whole");
    database.createSlot();
  }

  @AfterAll
  static void stop() {
    if (database != null) {
      database.close();
    }
  }

  @AfterEach
  void stopThreads() {
    executor.shutdownNow();
  }

  @Test
  void eachVectorThatIsWrittenIsToldOnceAndNoneThatStays() {
    try (LaneReader reader = LaneReader.fromNow(broker, Stream.EMBEDDINGS);
        Capture capture = capture(List.of(DOCUMENTS, ARRAYS))) {
      executor.execute(capture::run);
      database.run(
          "INSERT INTO documents VALUES (1, 'one', '[0.1,0.25,-3e-5]'), (2, 'two', '[4,5,6]')",
          "UPDATE documents SET word = 'won' WHERE id = 1",
          "UPDATE documents SET embedding = '[7,8,9]', word = 'too' WHERE id = 2",
          "DELETE FROM documents WHERE id = 1",
          // Stored apart: PostgreSQL tells it only when it is written.
          "INSERT INTO documents SELECT 3, 'far', array_agg(random())::vector FROM"
              + " generate_series(1, 1536)",
          "UPDATE documents SET word = 'near' WHERE id = 3",
          "INSERT INTO arrays SELECT 3, 'far', array_agg(random()) FROM generate_series(1, 1536)",
          "UPDATE arrays SET word = 'near' WHERE id = 3",
          "INSERT INTO documents VALUES (9, 'last', '[1]')");
      reader.await(read -> ids(Seen.vectors(read)).contains("9"));
      assertThat(ids(of(ARRAYS, Seen.vectors(reader)))).containsExactly("3");
      List<EmbeddingVector> seen = of(DOCUMENTS, Seen.vectors(reader));
      assertThat(ids(seen)).containsExactly("1", "2", "2", "3", "9");
      EmbeddingVector first = seen.get(0);
      assertThat(first.collection()).isEqualTo(DOCUMENTS.collection());
      assertThat(first.model()).isEqualTo("embedder/v3");
      assertThat(first.role()).isEqualTo(Role.DOCUMENT);
      assertThat(first.floats()).containsExactly(0.1f, 0.25f, -3e-5f);
      assertThat(seen.get(2).floats()).containsExactly(7, 8, 9);
      assertThat(seen.get(3).dimension()).isEqualTo(1536);
      assertThat(first.timeMillis())
          .isBetween(first.receivedMillis() - 60_000, first.receivedMillis());
    }
  }

  @Test
  void aRowMayHaveSeveralVectorsEachWithItsModelAndWhatIsNoVectorIsLeftOut() {
    try (LaneReader reader = LaneReader.fromNow(broker, Stream.EMBEDDINGS);
        Capture capture = capture(List.of(HALVES, REALS))) {
      executor.execute(capture::run);
      database.run(
          "INSERT INTO several VALUES ('a', 1, 'm/v1', '[0.5,1,2]', '{NaN,Infinity,1e-3}')",
          "INSERT INTO several VALUES ('a', 2, NULL, NULL, '{1,NULL}')",
          "INSERT INTO several VALUES ('a', 3, 'm/v2', '[1,1,1]', '{{1,2},{3,4}}')",
          "INSERT INTO several VALUES ('a', 4, 'm/v2', NULL, '{}')",
          "INSERT INTO several VALUES ('a', 9, NULL, '[0,0,0]', '{1,2,3,4}')");
      reader.await(read -> ids(Seen.vectors(read)).stream().filter("a/9"::equals).count() == 2);
      List<EmbeddingVector> seen = Seen.vectors(reader);
      List<EmbeddingVector> halves = of(HALVES, seen);
      List<EmbeddingVector> reals = of(REALS, seen);
      assertThat(ids(halves)).containsExactly("a/1", "a/3", "a/9");
      assertThat(halves)
          .extracting(EmbeddingVector::model)
          .containsExactly("m/v1", "m/v2", "unknown");
      assertThat(halves.get(0).floats()).containsExactly(0.5f, 1, 2);
      assertThat(halves).extracting(EmbeddingVector::role).containsOnly(Role.QUERY);
      assertThat(ids(reals)).containsExactly("a/1", "a/9");
      assertThat(reals.get(0).floats()).containsExactly(Float.NaN, Float.POSITIVE_INFINITY, 1e-3f);
    }
  }

  @Test
  void whereTheRowBeforeIsToldAnUnchangedVectorIsKnownFromTheFirst() {
    try (LaneReader reader = LaneReader.fromNow(broker, Stream.EMBEDDINGS);
        Capture capture = capture(List.of(WHOLES))) {
      executor.execute(capture::run);
      database.run(
          "INSERT INTO whole VALUES (1, 'one', '[1,2]'), (2, 'two', '[3,4]')",
          "UPDATE whole SET word = 'x'",
          "UPDATE whole SET embedding = '[5,6]' WHERE id = 2",
          "UPDATE whole SET embedding = NULL WHERE id = 1",
          "UPDATE whole SET embedding = '[1,2]' WHERE id = 1");
      reader.await(read -> Seen.vectors(read).size() >= 4);
      assertThat(ids(Seen.vectors(reader))).containsExactly("1", "2", "2", "1");
    }
  }

  @Test
  void whatIsNotThereOrIsNoVectorIsNamedWithItsRemedy() throws IOException {
    VectorColumn gone =
        new VectorColumn(
            "public.documents",
            "gone",
            DOCUMENTS.collection(),
            Optional.of("m"),
            Optional.empty(),
            Role.QUERY);
    VectorColumn word =
        new VectorColumn(
            "public.documents",
            "word",
            DOCUMENTS.collection(),
            Optional.empty(),
            Optional.of("maker"),
            Role.QUERY);

    assertThat(
            VectorCheck.problems(database.target(), List.of(DOCUMENTS, HALVES, REALS, gone, word)))
        .satisfiesExactly(
            one ->
                assertThat(one).contains("public.documents.gone is in no table", "mend its name"),
            two -> assertThat(two).contains("public.documents.word is of type text"),
            three -> assertThat(three).contains("column maker", "mend modelColumn"));
  }

  private Capture capture(List<VectorColumn> vectors) {
    return new Capture(
        database.target(),
        broker.inbox(),
        ".*\\.embedding",
        new TestColumns(() -> ProtectedColumns.NONE, vectors),
        entity -> "rag",
        door,
        executor);
  }

  private static List<EmbeddingVector> of(VectorColumn column, List<EmbeddingVector> vectors) {
    return vectors.stream()
        .filter(vector -> vector.collection().equals(column.collection()))
        .toList();
  }

  private static List<String> ids(List<EmbeddingVector> vectors) {
    return vectors.stream().map(EmbeddingVector::id).toList();
  }
}
