package io.homeostat.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.model.EmbeddingVector.Encoding;
import io.homeostat.core.model.EmbeddingVector.Role;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EmbeddingVectorTest {
  private static final EntityId COLLECTION = EntityId.parse("collection:prod/rag/documents");

  @Property
  void whatASenderGaveIsReadBackToTheBit(@ForAll float a, @ForAll float b) {
    EmbeddingVector vector =
        EmbeddingVector.of(COLLECTION, "embedder/v3", Role.QUERY, "q1", 1, 2, new float[] {a, b});
    assertThat(vector.dimension()).isEqualTo(2);
    assertThat(vector.floats()).containsExactly(a, b);
  }

  @Test
  void valuesOfTwoBytesAreReadAsTheStandardSays() {
    // 1, -2, the greatest, the least normal, the least of all, -0, infinity, NaN
    String bytes = "003c" + "00c0" + "ff7b" + "0004" + "0100" + "0080" + "007c" + "017e";
    assertThat(raw("m", Encoding.FLOAT16, HexFormat.of().parseHex(bytes)).floats())
        .containsExactly(
            1f, -2f, 65504f, 0x1p-14f, 0x1p-24f, -0f, Float.POSITIVE_INFINITY, Float.NaN);
  }

  @Test
  void bytesThatAreNoVectorAreRefused() {
    assertThatThrownBy(() -> raw("m", Encoding.FLOAT32, new byte[6]))
        .hasMessageContaining("6 bytes are no vector of FLOAT32");
    assertThatThrownBy(() -> raw("m", Encoding.FLOAT32, new byte[0])).hasMessageContaining("1 to");
    assertThatThrownBy(() -> raw("m", Encoding.FLOAT16, new byte[2 * 16_385]))
        .hasMessageContaining("16384");
    assertThatThrownBy(() -> raw(" ", Encoding.FLOAT32, new byte[4]))
        .hasMessageContaining("model ' '");
  }

  private static EmbeddingVector raw(String model, Encoding encoding, byte[] values) {
    return new EmbeddingVector(COLLECTION, model, Role.DOCUMENT, "d1", 1, 2, encoding, values);
  }
}
