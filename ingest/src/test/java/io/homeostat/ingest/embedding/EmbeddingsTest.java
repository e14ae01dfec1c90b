package io.homeostat.ingest.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Translated;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsTest {
  private static final long NOW = Instant.parse("2026-11-20T10:05:00Z").toEpochMilli();
  private static final String COLLECTION = "collection:prod/rag/documents";

  @Test
  void aLineIsAVectorOfItsCollection() {
    Translated<EmbeddingVector> read =
        lines(
            "{\"collection\": \"collection:prod/rag/documents\", \"model\": \"embedder/v3\","
                + " \"role\": \"Query\", \"id\": \"q1\", \"time\": \"2026-11-20T10:04:00Z\","
                + " \"vector\": [0.5, -1, 2e-3], \"more\": {\"a\": [1]}}");
    EmbeddingVector vector = read.facts().get(0);
    assertThat(vector.collection().text()).isEqualTo(COLLECTION);
    assertThat(vector.model()).isEqualTo("embedder/v3");
    assertThat(vector.role()).isEqualTo(EmbeddingVector.Role.QUERY);
    assertThat(vector.id()).isEqualTo("q1");
    assertThat(vector.timeMillis()).isEqualTo(NOW - 60_000);
    assertThat(vector.receivedMillis()).isEqualTo(NOW);
    assertThat(vector.floats()).containsExactly(0.5f, -1f, 0.002f);
  }

  @Test
  void theGoodLinesAreTakenAndTheRestIsCountedByReason() {
    Translated<EmbeddingVector> read =
        lines(
            line("document", "1"),
            "",
            "[1]",
            "{",
            line("neither", "1"),
            line("document", "\"a\""),
            line("document", ""),
            line("document", "1").replace(COLLECTION, "documents"),
            line("document", "1").replace("\"id\"", "\"time\": \"2020-01-01T00:00:00Z\", \"id\""),
            line("document", "1").replace("\"id\"", "\"time\": \"noon\", \"id\""),
            line("document", "1").replace("\"m\"", "\"\""),
            line("document", "1") + line("document", "1"));
    assertThat(read.accepted()).isEqualTo(1);
    assertThat(read.rejections().counts())
        .containsEntry(Reason.FORM, 7L)
        .containsEntry(Reason.ENTITY, 1L)
        .containsEntry(Reason.TIME_FAR, 1L)
        .containsEntry(Reason.TIME_MISSING, 1L);
  }

  @Test
  void aVectorHasAtMostSoManyValuesAndARequestSoManyVectors() {
    String most = "1,".repeat(EmbeddingVector.MOST_DIMENSIONS - 1) + "1";
    assertThat(lines(line("document", most)).accepted()).isEqualTo(1);
    assertThat(lines(line("document", most + ",1")).rejections().total()).isEqualTo(1);
    String[] many = new String[EmbeddingLines.MOST + 2];
    Arrays.fill(many, line("document", "1"));
    assertThat(lines(many).accepted()).isEqualTo(EmbeddingLines.MOST);
    assertThat(lines(many).rejections().counts()).containsEntry(Reason.TOO_MUCH, 2L);
  }

  @Property(tries = 200)
  void theCompactFormBringsWhatLinesBring(
      @ForAll @Size(min = 1, max = 20) List<Float> values,
      @ForAll @StringLength(max = 20) String id,
      @ForAll boolean query)
      throws Exception {
    if (values.stream().anyMatch(value -> value.isNaN() || value.isInfinite())) {
      return;
    }
    float[] floats = new float[values.size()];
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
      texts.add(Float.toString(floats[i]).toLowerCase(Locale.ROOT));
    }
    String plain = id.replaceAll("[^a-zA-Z0-9äß]", "");
    BlockEncoder block = new BlockEncoder(query ? 1 : 0, COLLECTION, "m", floats.length);
    block.add(NOW - 5, plain, floats);
    String line =
        line(query ? "query" : "document", String.join(",", texts))
            .replace("\"i\"", "\"" + plain + "\", \"time\": " + (NOW - 5));
    EmbeddingVector fromLine = lines(line).facts().get(0);
    EmbeddingVector fromBlock = EmbeddingBlock.translate(block.bytes(), NOW).facts().get(0);
    assertThat(fromBlock).usingRecursiveComparison().isEqualTo(fromLine);
  }

  @Test
  void halvesAreKeptAsTheyAre() throws Exception {
    byte[] bytes = new BlockEncoder(0, COLLECTION, "m", 2).half(0, "a", (short) 0x3c00, (short) 1);
    EmbeddingVector vector = EmbeddingBlock.translate(bytes, NOW).facts().get(0);
    assertThat(vector.encoding()).isEqualTo(EmbeddingVector.Encoding.FLOAT16);
    assertThat(vector.timeMillis()).isEqualTo(NOW);
    assertThat(vector.floats()).containsExactly(1f, 0x1p-24f);
  }

  @Test
  void aVectorWhoseTimeIsFarIsRejectedByItself() throws Exception {
    BlockEncoder block = new BlockEncoder(0, COLLECTION, "m", 1);
    block.add(NOW, "a", new float[] {1});
    block.add(5, "b", new float[] {1});
    Translated<EmbeddingVector> read = EmbeddingBlock.translate(block.bytes(), NOW);
    assertThat(read.accepted()).isEqualTo(1);
    assertThat(read.rejections().counts()).containsEntry(Reason.TIME_FAR, 1L);
  }

  @Test
  void whateverIsCutOffOrStandsBehindIsMalformed() {
    BlockEncoder block = new BlockEncoder(0, COLLECTION, "m", 3);
    block.add(NOW, "a", new float[] {1, 2, 3});
    byte[] whole = block.bytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> EmbeddingBlock.translate(part, NOW))
          .isInstanceOf(MalformedException.class);
    }
    assertThatThrownBy(() -> EmbeddingBlock.translate(Arrays.copyOf(whole, whole.length + 1), NOW))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 5, 11, 16})
  void aWrongByteInTheHeadIsMalformed(int at) {
    BlockEncoder block = new BlockEncoder(0, COLLECTION, "m", 1);
    block.add(NOW, "a", new float[] {1});
    byte[] wrong = block.bytes();
    wrong[at] = 0x7f;
    assertThatThrownBy(() -> EmbeddingBlock.translate(wrong, NOW))
        .isInstanceOf(MalformedException.class);
  }

  private static String line(String role, String vector) {
    return "{\"collection\": \""
        + COLLECTION
        + "\", \"model\": \"m\", \"role\": \""
        + role
        + "\", \"id\": \"i\", \"vector\": ["
        + vector
        + "]}";
  }

  private static Translated<EmbeddingVector> lines(String... lines) {
    return EmbeddingLines.translate(String.join("\n", lines).getBytes(StandardCharsets.UTF_8), NOW);
  }
}
