package io.homeostat.core.logs.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Timeout;

/** What holds for any lines. */
@Timeout(120)
class TemplateLawsTest {
  private static final int MOST = 40;
  private static final MinerSettings SMALL = MinerSettings.DEFAULT.withMostTemplates(MOST);
  private static final String[] WORDS = {
    "open", "close", "user", "anna", "berta", "from", "x=1", "10.0.0.1", "(", "\"a b\"", "7", "of",
    "at", "/var/x", "n-3", ":", "ERROR", "2026-01-02", "[t]", "'q'", "=", "{k=v}", "..", "emil"
  };

  private static List<String> lines(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder line = new StringBuilder();
      for (int word = random.nextInt(1, 6); word > 0; word--) {
        line.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static List<String> ids(
      TemplateMiner miner, TemplateCatalog catalog, List<String> lines) {
    return lines.stream().map(line -> miner.match(catalog, line).id()).toList();
  }

  private static byte[] written(TemplateCatalog catalog) {
    ByteSink sink = new ByteSink();
    TemplateCatalog.FORM.write(catalog, sink);
    return sink.toByteArray();
  }

  private static TemplateCatalog read(byte[] bytes) {
    return TemplateCatalog.FORM.read(new ByteSource(bytes));
  }

  @Property(tries = 60)
  void aRestartAnywhereChangesNothing(@ForAll long seed, @ForAll @IntRange(max = 400) int split) {
    List<String> lines = lines(seed, 400);
    TemplateCatalog whole = new TemplateCatalog();
    List<String> expected = ids(new TemplateMiner(SMALL), whole, lines);

    TemplateCatalog before = new TemplateCatalog();
    List<String> found =
        new ArrayList<>(ids(new TemplateMiner(SMALL), before, lines.subList(0, split)));
    TemplateCatalog after = read(written(before));
    found.addAll(ids(new TemplateMiner(SMALL), after, lines.subList(split, lines.size())));

    assertThat(found).isEqualTo(expected);
    assertThat(written(after)).isEqualTo(written(whole));
  }

  @Property(tries = 30)
  void aCopyIsDeep(@ForAll long seed) {
    TemplateCatalog catalog = new TemplateCatalog();
    TemplateMiner miner = new TemplateMiner(SMALL);
    ids(miner, catalog, lines(seed, 200));
    TemplateCatalog copy = TemplateCatalog.FORM.copy(catalog);
    byte[] then = written(catalog);
    assertThat(written(copy)).isEqualTo(then);
    ids(miner, catalog, lines(seed + 1, 200));
    assertThat(written(copy)).isEqualTo(then);
  }

  @Property(tries = 30)
  void whereOnlyValuesVaryTheOrderOfLinesDoesNotMatter(@ForAll long seed, @ForAll long shuffle) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      lines.add(
          switch (random.nextInt(4)) {
            case 0 -> "took " + random.nextInt() + " ms at 10.0.0." + random.nextInt(256);
            case 1 -> "wrote /data/" + random.nextInt(9) + "/x.y with mode=" + random.nextInt();
            case 2 -> "worker-" + random.nextInt(50) + " is done";
            default -> "checkpoint complete";
          });
    }
    List<String> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(shuffle));
    TemplateCatalog one = new TemplateCatalog();
    TemplateCatalog other = new TemplateCatalog();
    ids(new TemplateMiner(), one, lines);
    ids(new TemplateMiner(), other, shuffled);
    assertThat(other.templates())
        .extracting(Template::id, Template::text, Template::lines)
        .containsExactlyInAnyOrderElementsOf(
            one.templates().stream()
                .map(t -> org.assertj.core.api.Assertions.tuple(t.id(), t.text(), t.lines()))
                .toList());
  }

  @Property(tries = 300)
  void nothingIsTooOddToMatch(@ForAll @Size(max = 30) List<String> lines) {
    TemplateCatalog catalog = new TemplateCatalog();
    TemplateMiner miner = new TemplateMiner(SMALL);
    for (String line : lines) {
      Template template = miner.match(catalog, line);
      assertThat(miner.parameters(catalog, template, line)).hasSizeLessThanOrEqualTo(Tokens.MOST);
      assertThat(miner.match(catalog, line).current()).isSameAs(template.current());
    }
    assertThat(written(read(written(catalog)))).isEqualTo(written(catalog));
  }

  @Property(tries = 10)
  void memoryIsBoundedWhateverComes(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TemplateCatalog catalog = new TemplateCatalog();
    TemplateMiner miner = new TemplateMiner(SMALL);
    for (int i = 0; i < 600; i++) {
      miner.match(catalog, junk(random, i));
    }
    assertThat(catalog.templates()).hasSizeLessThanOrEqualTo(MOST);
    assertThat(written(catalog))
        .hasSizeLessThanOrEqualTo(
            MOST * TemplateCatalog.MOST_BYTES_EACH + TemplateCatalog.MOST_BYTES_BESIDE);
  }

  private static String junk(SplittableRandom random, int i) {
    return switch (i % 4) {
      case 0 -> words(random, 300);
      case 1 -> i % 200 == 1 ? "y".repeat(1 << 20) : "é€".repeat(random.nextInt(4_000));
      case 2 -> {
        char[] binary = new char[random.nextInt(3_000)];
        for (int k = 0; k < binary.length; k++) {
          binary[k] = (char) random.nextInt(1 << 16);
        }
        yield new String(binary);
      }
      default -> "[".repeat(random.nextInt(2_000)) + "\"".repeat(random.nextInt(2_000)) + "=";
    };
  }

  private static String words(SplittableRandom random, int count) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < count; i++) {
      for (int k = random.nextInt(1, 90); k > 0; k--) {
        line.append((char) ('a' + random.nextInt(26)));
      }
      line.append(' ');
    }
    return line.toString();
  }
}
