package io.homeostat.demo.rag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CorpusTest {
  private static final Corpus CORPUS = new Corpus(42, 60_000);

  @Test
  void theContentIsTheSameOnEveryMachine() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int id = 1; id <= 1000; id++) {
      digest.update(CORPUS.document(id).toString().getBytes(StandardCharsets.UTF_8));
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("95b6e3c4ed1a76e5db5ccb9e8532917c7dd7b6081785cddee36e2403bff8a2ee");
  }

  @Property
  void documentsAreValidAndOrderedInTime(@ForAll @IntRange(min = 1, max = 59_999) int id) {
    Corpus.Document document = CORPUS.document(id);
    assertThat(document.tenant()).isBetween(1, Corpus.TENANTS);
    assertThat(document.createdAt()).isBefore(CORPUS.document(id + 1).createdAt());
    assertThat(document.toString()).doesNotContain("\t", "\n", "\\");
  }

  @Test
  void theBusiestTenantOwnsASeventh() {
    long busiest =
        IntStream.rangeClosed(1, 7000)
            .filter(id -> CORPUS.document(id).tenant() == Corpus.BUSIEST_TENANT)
            .count();
    assertThat(busiest).isEqualTo(1000);
  }

  @Test
  void anotherSeedGivesOtherContent() {
    assertThat(new Corpus(43, 60_000).document(1).title()).isNotEqualTo(CORPUS.document(1).title());
  }

  @Test
  void tooFewDocumentsAreRefused() {
    assertThatThrownBy(() -> new Corpus(1, 999)).hasMessageContaining("size is 999");
  }

  @Test
  void textsThatShareWordsLieNearEachOther() {
    float[] question = Embedding.of("bacedi lojeki");
    assertThat(Embedding.similarity(question, question)).isCloseTo(1, within(1e-6));
    assertThat(Embedding.similarity(question, Embedding.of("bacedi lojeki muriso")))
        .isGreaterThan(Embedding.similarity(question, Embedding.of("tuhari peritu muriso")));
  }

  @Test
  void anEmbeddingIsWrittenAsItsColumnReadsIt() {
    StringBuilder array = new StringBuilder();
    EmbeddingColumn.REAL_ARRAY.append(array, new float[] {0.5f, -1f});
    assertThat(array).hasToString("{0.5,-1.0}");
    StringBuilder vector = new StringBuilder();
    EmbeddingColumn.PGVECTOR.append(vector, new float[] {0.5f, -1f});
    assertThat(vector).hasToString("[0.5,-1.0]");
    assertThat(EmbeddingColumn.PGVECTOR.type()).isEqualTo("vector(32)");
  }
}
