package io.homeostat.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.homeostat.ingest.fuzz.Batch.Item;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for every parser of what comes from outside. */
class ParserLawsTest {

  @Property(tries = 400)
  void whatIsTakenIsWhatWasSentAndTheRestIsCounted(
      @ForAll Batch batch, @ForAll("items") List<Item> items) throws Exception {
    Outcome outcome = batch.read(batch.written(items));

    assertThat(outcome.taken())
        .containsExactlyInAnyOrderElementsOf(
            items.stream().filter(Item::good).map(batch::said).toList());
    assertThat(outcome.rejected()).isEqualTo(items.stream().filter(item -> !item.good()).count());
  }

  @Property(tries = 2_000)
  void aDamagedRequestIsReadOrRefusedWithAWordAndNothingElse(
      @ForAll Parser parser,
      @ForAll @Size(max = 4) List<@IntRange(max = 4_000) Integer> places,
      @ForAll @IntRange(min = 1, max = 255) int value,
      @ForAll @IntRange(max = 400) int cut)
      throws Exception {
    byte[] sound = Seeds.of(parser);
    byte[] damaged = Arrays.copyOf(sound, sound.length - (cut < sound.length / 2 ? cut : 0));
    for (int place : places) {
      damaged[place % damaged.length] ^= (byte) value;
    }
    assertThatCode(() -> parser.read(damaged)).doesNotThrowAnyException();
  }

  @Property(tries = 1_000)
  void anyBytesAreReadOrRefusedWithAWordAndNothingElse(
      @ForAll Parser parser, @ForAll @Size(max = 200) byte[] bytes) {
    assertThatCode(() -> parser.read(bytes)).doesNotThrowAnyException();
  }

  @Provide
  Arbitrary<List<Item>> items() {
    Arbitrary<String> texts =
        Arbitraries.strings()
            .withChars('a', 'ä', '"', '\\', '\t', '\n', '\u001b', '\u0000', '{', ' ', '%', '\u20ac')
            .ofMaxLength(12)
            .map(text -> "x" + text + "\ud83d\ude00");
    return Combinators.combine(texts, Arbitraries.of(true, false))
        .as(Item::new)
        .list()
        .ofMaxSize(12);
  }
}
