package io.homeostat.core.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Fact;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ContextChunkTest {
  private final CountingFold fold = new CountingFold();
  private final LaneDriver driver = new LaneDriver(fold, Lanes.LOCAL);
  private final MapCells cells = new MapCells();
  private long offset;

  private void apply(ContextChunk chunk) {
    long at = offset++;
    driver.apply(0, cells, new LaneRecord(at, 0, new Origin("broadcaster/1", 0, at, 0), chunk));
  }

  private List<Fact> documents() {
    return fold.seen;
  }

  private static String text(int seed, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < length; i++) {
      text.appendCodePoint((seed + i) % 3 == 0 ? 0x1F600 + i % 50 : 'a' + (seed + i) % 26);
    }
    return text.toString();
  }

  @Property(tries = 60)
  void chunksPutTogetherAreTheDocument(
      @ForAll @IntRange(max = 50) int seed, @ForAll @IntRange(max = 300_000) int length) {
    String text = text(seed, length);
    List<ContextChunk> chunks = ContextChunk.split("rules", text);
    CountingFold own = new CountingFold();
    LaneDriver ownDriver = new LaneDriver(own, Lanes.LOCAL);
    MapCells ownCells = new MapCells();
    for (int i = 0; i < chunks.size(); i++) {
      ownDriver.apply(0, ownCells, new LaneRecord(i, 0, new Origin("b/1", 0, i, 0), chunks.get(i)));
    }
    assertThat(own.seen)
        .containsExactly(new ContextDocument("rules", ContextAssembly.version(text), text));
    assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.text()).hasSizeBetween(0, 65_537));
  }

  @Property(tries = 60)
  void noChunkEndsInTheMiddleOfACharacter(@ForAll @IntRange(max = 300) int shift) {
    String text = "x".repeat(65_400 + shift) + text(0, 1_000);
    for (ContextChunk chunk : ContextChunk.split("rules", text)) {
      assertThat(chunk.text().isEmpty() || !Character.isHighSurrogate(last(chunk.text()))).isTrue();
    }
  }

  private static char last(String text) {
    return text.charAt(text.length() - 1);
  }

  @Test
  void anInterruptedDocumentIsTakenUpWhereItStoppedOrFromTheBeginning() {
    List<ContextChunk> chunks = ContextChunk.split("rules", text(1, 200_000));
    assertThat(chunks).hasSizeGreaterThan(3);
    apply(chunks.get(0));
    apply(chunks.get(1));
    apply(chunks.get(3));
    apply(chunks.get(2));
    assertThat(documents()).isEmpty();
    apply(chunks.get(0));
    for (ContextChunk chunk : chunks.subList(1, chunks.size())) {
      apply(chunk);
    }
    assertThat(documents()).hasSize(1);
  }

  @Test
  void aChunkThatComesTwiceDoesNotSpoilTheDocument() {
    List<ContextChunk> chunks = ContextChunk.split("rules", text(1, 200_000));
    for (ContextChunk chunk : chunks) {
      apply(chunk);
      apply(chunk);
    }
    assertThat(documents()).hasSize(1);
  }

  @Test
  void aNewVersionReplacesOneThatIsHalfThere() {
    List<ContextChunk> old = ContextChunk.split("rules", text(1, 200_000));
    apply(old.get(0));
    apply(old.get(1));
    ContextChunk.split("rules", "new").forEach(this::apply);
    assertThat(documents())
        .containsExactly(new ContextDocument("rules", ContextAssembly.version("new"), "new"));
  }

  @Test
  void aHalfReadDocumentSurvivesAnExportOfTheState() {
    List<ContextChunk> chunks = ContextChunk.split("rules", text(1, 200_000));
    PlainRunner first = new PlainRunner(new CountingFold(), Lanes.LOCAL, 0);
    first.apply(new LaneRecord(0, 0, new Origin("b/1", 0, 0, 0), chunks.get(0)));
    CountingFold after = new CountingFold();
    PlainRunner second = PlainRunner.resume(after, Lanes.LOCAL, first.export());
    for (int i = 1; i < chunks.size(); i++) {
      second.apply(new LaneRecord(i, 0, new Origin("b/1", 0, i, 0), chunks.get(i)));
    }
    assertThat(after.seen).hasSize(1);
  }

  @Test
  void theHourlyCopyOfWhatIsInForceIsNoNews() {
    ContextChunk.split("rules", "same").forEach(this::apply);
    ContextChunk.split("rules", "same").forEach(this::apply);
    assertThat(documents()).hasSize(1);
  }

  @Test
  void aDocumentThatIsGoneIsToldOnce() {
    apply(ContextChunk.gone("rules"));
    ContextChunk.split("rules", "text").forEach(this::apply);
    apply(ContextChunk.gone("rules"));
    apply(ContextChunk.gone("rules"));
    assertThat(documents())
        .containsExactly(
            new ContextDocument("rules", ContextAssembly.version("text"), "text"),
            new ContextDocument("rules", "", ""));
  }

  @Test
  void aChunkWhoseTextIsNotWhatItsVersionSaysIsNoDocument() {
    List<ContextChunk> forged = new ArrayList<>();
    ContextChunk.split("rules", "honest")
        .forEach(
            chunk ->
                forged.add(
                    new ContextChunk(
                        chunk.key(), chunk.version(), chunk.index(), chunk.count(), "forged")));
    forged.forEach(this::apply);
    assertThat(documents()).isEmpty();
  }
}
