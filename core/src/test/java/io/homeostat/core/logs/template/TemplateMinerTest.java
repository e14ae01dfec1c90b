package io.homeostat.core.logs.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TemplateMinerTest {
  private final TemplateCatalog catalog = new TemplateCatalog();
  private final TemplateMiner miner = new TemplateMiner();

  private Template match(String line) {
    return miner.match(catalog, line);
  }

  private String text(String line) {
    return match(line).text();
  }

  @Test
  void valuesAreParametersByTheirLook() {
    assertThat(text("took 12 ms for 10.0.0.1:5432 at /var/lib/pg id 0xff"))
        .isEqualTo("took <*> for <*> at <*> id <*>");
    assertThat(text("session 123e4567-e89b-12d3-a456-426614174000 closed"))
        .isEqualTo("session <*> closed");
    assertThat(text("state=idle, user = \"alice b\", tags=[]"))
        .isEqualTo("state=<*>, user = \"<*>\", tags=<*>");
  }

  @Test
  void digitsInsideAWordDoNotCount() {
    assertThat(match("node-17 is up")).isSameAs(match("node-205 is up"));
    assertThat(match("link ee0 is up")).isNotSameAs(match("link alt0 is up"));
  }

  @Test
  void aListIsOneParameterWhateverItsLength() {
    assertThat(match("delete blk_1 blk_-2 now")).isSameAs(match("delete blk_3 now"));
    assertThat(match("ports 1, 2, 3 open")).isSameAs(match("ports 80 open"));
    assertThat(match("peer a1 (7) peer a2 (8) end")).isSameAs(match("peer a5 (9) end"));
  }

  @Test
  void manyDifferentWordsAtOnePlaceMakeItAParameterAndAreSaidToBeOne() {
    List<String> users = List.of("anna", "berta", "carla", "dora", "emma");
    List<Template> found =
        users.stream().map(user -> match("password of " + user + " was wrong")).toList();
    assertThat(found.get(4).id()).isEqualTo(found.get(0).id());
    assertThat(found.get(4).text()).isEqualTo("password of <*> was wrong");
    assertThat(found).extracting(Template::current).containsOnly(found.get(0));
    assertThat(miner.aliases())
        .extracting(TemplateAlias::to)
        .hasSize(3)
        .containsOnly(found.get(0).id());
    assertThat(match("password of frieda was wrong").id()).isEqualTo(found.get(0).id());
    assertThat(miner.aliases()).isEmpty();
  }

  @Test
  void aFewDifferentWordsStayApart() {
    assertThat(
            IntStream.range(0, 3)
                .mapToObj(i -> text("switch is now " + List.of("on", "off", "broken").get(i)))
                .distinct())
        .hasSize(3);
  }

  @Test
  void aWordWhereAValueStoodIsAValue() {
    Template number = match("retry after 30 seconds from now");
    assertThat(match("retry after never from now").id()).isEqualTo(number.id());
  }

  @Test
  void oneWordAloneIsNeverAParameter() {
    List<String> words =
        IntStream.range(0, 60)
            .mapToObj(i -> "word" + (char) ('a' + i % 26) + "x".repeat(i))
            .toList();
    assertThat(words.stream().map(this::text).distinct()).hasSize(60);
  }

  @Test
  void parametersAreTyped() {
    String line = "host db1.prod.example.com took 12 ms, used 30% of 5 MB, id 0x1f, ok true";
    Template template = match(line);
    assertThat(miner.parameters(catalog, template, line))
        .extracting(Parameter::type)
        .containsExactly(
            ParameterType.NAME,
            ParameterType.DURATION,
            ParameterType.PERCENT,
            ParameterType.SIZE,
            ParameterType.HEX,
            ParameterType.BOOLEAN);
  }

  @Test
  void aParameterThatWasLearntIsAWord() {
    List.of("anna", "berta", "carla", "dora", "emma")
        .forEach(user -> match("password of " + user + " from 10.0.0.1 was wrong"));
    String line = "password of zoe from 10.0.0.7 was wrong";
    assertThat(miner.parameters(catalog, match(line), line))
        .containsExactly(
            new Parameter(ParameterType.WORD, "zoe"), new Parameter(ParameterType.IP, "10.0.0.7"));
  }

  @Test
  void aStackTraceBelongsToItsEntry() {
    Template plain = match("could not read block 7");
    Template traced =
        match(
            """
            could not read block 9
            java.io.IOException: broken
            \tat a.B.c(B.java:7)
            Caused by: x.Y: z
            """);
    assertThat(traced).isSameAs(plain);
    assertThat(
            text(
                """
                Traceback (most recent call last):
                  File "a.py", line 3
                KeyError: 'x'
                """))
        .isEqualTo("KeyError: '<*>'");
    assertThat(StackTrace.continues("\tat a.B.c(B.java:7)")).isTrue();
    assertThat(StackTrace.continues("Caused by: x.Y: z")).isTrue();
    assertThat(StackTrace.continues("at noon the job began")).isFalse();
    assertThat(StackTrace.continues("could not read block 7")).isFalse();
  }

  @Test
  void theOldestTemplateMakesRoom() {
    TemplateMiner small = new TemplateMiner(MinerSettings.DEFAULT.withMostTemplates(3));
    Template first = small.match(catalog, "alpha one");
    small.match(catalog, "beta two of them");
    small.match(catalog, "gamma three of us here");
    small.match(catalog, "alpha one");
    small.match(catalog, "delta four of you over there");
    assertThat(catalog.templates())
        .extracting(Template::text)
        .containsExactly("alpha one", "gamma three of us here", "delta four of you over there");
    assertThat(small.match(catalog, "alpha one")).isSameAs(first);
  }
}
