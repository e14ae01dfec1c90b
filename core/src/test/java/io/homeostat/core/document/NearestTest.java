package io.homeostat.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NearestTest {
  private static final List<String> KNOWN =
      List.of("name", "match", "series", "above", "below", "for", "clear", "mostPerSystem");

  @ParameterizedTest
  @CsvSource({
    "nam, name",
    "mtach, match",
    "serie, series",
    "abov, above",
    "fro, for",
    "cleer, clear",
    "mostpersystem, mostPerSystem",
    "bellow, below"
  })
  void aSlipOfTheHandIsUnderstood(String word, String meant) {
    assertThat(Nearest.of(word, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"threshold", "x", "colour", ""})
  void anythingElseIsNotGuessedAt(String word) {
    assertThat(Nearest.of(word, KNOWN)).isEmpty();
  }
}
