package io.homeostat.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class MergedTest {

  @Property
  void whatIsMergedIsSplitAgain(
      @ForAll @Size(min = 1, max = 5)
          List<
                  @net.jqwik.api.constraints.StringLength(max = 20) @CharRange(from = ' ', to = '~')
                  String>
              texts) {
    List<SourceText> sources =
        IntStream.range(0, texts.size())
            .mapToObj(i -> new SourceText("f" + i, texts.get(i) + "\n"))
            .toList();
    Problems problems = new Problems();

    String document = Merged.merge(sources, problems);

    assertThat(problems.none()).isTrue();
    assertThat(Merged.split(document, "other")).isEqualTo(sources);
  }

  @Test
  void orderIsThatOfTheNames() {
    List<SourceText> sources =
        List.of(new SourceText("b", "2\n"), new SourceText("a", "1\n"), new SourceText("c", "3\n"));
    Problems problems = new Problems();

    assertThat(Merged.split(Merged.merge(sources, problems), "other"))
        .isSortedAccordingTo(Comparator.comparing(SourceText::name))
        .hasSize(3);
  }

  @Test
  void aDocumentWithoutHeadersIsOneFile() {
    assertThat(Merged.split("a: 1\n", "rules")).containsExactly(new SourceText("rules", "a: 1\n"));
  }

  @Test
  void aFileThatPretendsToBeginAnotherIsAMistake() {
    Problems problems = new Problems();

    Merged.merge(List.of(new SourceText("a", "x: 1\n--- # file: b\ny: 2\n")), problems);

    assertThat(problems.list()).singleElement().asString().startsWith("a:2:1:");
  }

  @Test
  void twoFilesOfOneNameAreAMistake() {
    Problems problems = new Problems();

    Merged.merge(List.of(new SourceText("a", ""), new SourceText("a", "")), problems);

    assertThat(problems.list()).singleElement().asString().contains("two files have this name");
  }
}
