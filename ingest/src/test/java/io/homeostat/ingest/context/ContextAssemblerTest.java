package io.homeostat.ingest.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.ContextChunk;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextAssemblerTest {
  private final ContextAssembler assembler = new ContextAssembler();
  private final List<ContextChunk> three = ContextChunk.split("rules", "x".repeat(150_000));
  private final List<ContextChunk> other = ContextChunk.split("rules", "y".repeat(150_000));

  @Test
  void aDocumentIsInForceOnceItsLastPieceHasCome() {
    assertThat(assembler.take(7, three.get(0))).isEmpty();
    assertThat(assembler.take(8, three.get(1))).isEmpty();
    assertThat(assembler.take(9, three.get(2)))
        .contains(new ContextEntry("rules", three.get(0).version(), three, 9));
  }

  @Test
  void piecesOfTwoVersionsGiveNoDocument() {
    assembler.take(1, three.get(0));
    assembler.take(2, other.get(1));
    assertThat(assembler.take(3, three.get(2))).isEmpty();
    assertThat(assembler.find("rules")).isEmpty();
  }

  @Test
  void anInterruptedVersionLeavesTheOldOneInForceUntilTheNextIsWhole() {
    three.forEach(chunk -> assembler.take(1, chunk));
    assembler.take(4, other.get(0));
    assertThat(assembler.find("rules").orElseThrow().version()).isEqualTo(three.get(0).version());
    other.forEach(chunk -> assembler.take(5, chunk));
    assertThat(assembler.find("rules").orElseThrow().version()).isEqualTo(other.get(0).version());
  }

  @Test
  void aDocumentThatIsGoneSaysSo() {
    three.forEach(chunk -> assembler.take(1, chunk));
    assertThat(assembler.take(4, ContextChunk.gone("rules")).orElseThrow().gone()).isTrue();
  }

  @Test
  void documentsComeInTheOrderOfTheirLastPieces() {
    assembler.take(5, ContextChunk.split("topology", "t").get(0));
    assembler.take(6, ContextChunk.split("mode", "observe").get(0));
    assembler.take(7, ContextChunk.split("topology", "u").get(0));
    assertThat(assembler.all()).extracting(ContextEntry::key).containsExactly("mode", "topology");
  }
}
