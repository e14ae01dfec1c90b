package io.homeostat.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlReaderTest {
  private final Problems problems = new Problems();

  @Test
  void everyMistakeOfASectionIsNamedWithItsPlace() {
    Section section = read("count: many\nduration: 5\nextra: 1\nnumber: .inf\n").orElseThrow();

    section.count("count", 1, 5, 1);
    section.duration("duration", 0);
    section.number("number", 0, 1);
    section.text("missing");
    section.close();

    assertThat(section.sound()).isFalse();
    assertThat(problems.list())
        .extracting(Problem::toString)
        .containsExactly(
            "file:1:1: the key 'missing' is missing; add it",
            "file:1:8: this is 'many'; it must be a whole number",
            "file:2:11: this is '5'; it must be text: put it in quotes",
            "file:3:1: the key 'extra' is not known here; known are count, duration, number, missing",
            "file:4:9: this is '.inf'; it must be a finite number");
  }

  @Test
  void aKeyThatStandsTwiceIsAMistake() {
    read("name: a\nother: b\nname: c\n");

    assertThat(problems.list())
        .extracting(Problem::toString)
        .containsExactly("file:3:1: the key 'name' stands here twice; keep one of them");
  }

  @Test
  void anchorsAndAliasesAreRead() {
    Section section = read("a: &text hello\nb: *text\n").orElseThrow();

    assertThat(section.text("b")).isEqualTo("hello");
    assertThat(problems.none()).isTrue();
  }

  @Test
  void nestingIsLimitedSoThatNoStackOverflows() {
    assertThat(read("a: " + "[".repeat(100_000))).isEmpty();
    assertThat(problems.list()).singleElement().asString().contains("nested too deep");
  }

  @Test
  void aliasesAreLimitedSoThatNothingExplodes() {
    assertThat(read("a: &a [x]\nb: [" + "*a, ".repeat(1_000) + "*a]\n")).isEmpty();
    assertThat(problems.list()).singleElement().asString().contains("too many aliases");
  }

  @Test
  void sizeIsLimited() {
    assertThat(read("a: " + "x".repeat(2_000_000))).isEmpty();
    assertThat(problems.list()).singleElement().asString().contains("split it");
  }

  @Test
  void anEmptyFileSaysNothingAndIsSound() {
    assertThat(read("# only a comment\n")).isEmpty();
    assertThat(problems.none()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [1,2\nb: }", "a: *nobody", "\u0001", "a: 'open", "a: b: c", "- x"})
  void whatIsNoYamlOrNoMappingIsOneMistakeWithAPlace(String text) {
    assertThat(read(text)).isEmpty();
    assertThat(problems.list())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isPositive());
  }

  @Test
  void noMoreThanAHundredMistakesAreListedAndAllAreCounted() {
    Section section = read("a: " + List.of(1).toString() + "\n").orElseThrow();

    for (int i = 0; i < 150; i++) {
      section.text("missing" + i);
    }

    assertThat(problems.list()).hasSize(100);
    assertThat(problems.count()).isEqualTo(150);
  }

  private Optional<Section> read(String text) {
    return YamlReader.read(new SourceText("file", text), problems);
  }
}
