package io.homeostat.core.drift.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NewcomersTest {

  /** Names of which a few are heavy. */
  private static List<String> names(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    int kinds = 1 + random.nextInt(40);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      names.add("n" + (int) (kinds * Math.pow(random.nextDouble(), 3)));
    }
    return names;
  }

  private static Newcomers count(List<String> names) {
    Newcomers newcomers = new Newcomers();
    names.forEach(newcomers::add);
    return newcomers;
  }

  private static byte[] bytes(Newcomers newcomers) {
    ByteSink sink = new ByteSink();
    newcomers.write(sink);
    return sink.toByteArray();
  }

  /** Counts pieces by themselves and merges neighbours, two by two. */
  private static Newcomers merged(List<String> names, int pieces) {
    List<Newcomers> parts = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      int from = names.size() * i / pieces;
      parts.add(count(names.subList(from, names.size() * (i + 1) / pieces)));
    }
    while (parts.size() > 1) {
      List<Newcomers> fewer = new ArrayList<>();
      for (int i = 0; i < parts.size(); i += 2) {
        Newcomers both = parts.get(i);
        if (i + 1 < parts.size()) {
          both.merge(parts.get(i + 1));
        }
        fewer.add(both);
      }
      parts = fewer;
    }
    return parts.get(0);
  }

  @Property(tries = 300)
  void countersKeepTheirBoundHoweverTheyWereMerged(
      @ForAll long seed,
      @ForAll @IntRange(max = 2_000) int rows,
      @ForAll @IntRange(min = 1, max = 20) int pieces) {
    List<String> names = names(seed, rows);
    Map<String, Long> exact = new HashMap<>();
    names.forEach(name -> exact.merge(name, 1L, Long::sum));
    Newcomers merged = merged(names, pieces);
    assertThat(merged.error()).isLessThanOrEqualTo(rows / 9);
    assertThat(merged.heaviest()).hasSizeLessThanOrEqualTo(Newcomers.COUNTERS);
    exact.forEach(
        (name, count) -> assertThat(merged.count(name)).isBetween(count - merged.error(), count));
    merged.heaviest().forEach(name -> assertThat(exact).containsKey(name));
  }

  @Property(tries = 100)
  void whatIsWrittenIsReadAndGoesOnAlike(@ForAll long seed, @ForAll @IntRange(max = 500) int rows) {
    List<String> names = names(seed, rows);
    Newcomers first = count(names);
    Newcomers read = Newcomers.read(new ByteSource(bytes(first)));
    Newcomers copy = first.copy();
    byte[] before = bytes(first);
    assertThat(bytes(read)).isEqualTo(before).isEqualTo(bytes(count(names)));
    names(seed + 1, 200)
        .forEach(
            name -> {
              first.add(name);
              read.add(name);
            });
    assertThat(bytes(read)).isEqualTo(bytes(first));
    assertThat(bytes(copy)).isEqualTo(before);
  }

  @Test
  void fewNamesAreExactAndTheHeaviestComeFirst() {
    Newcomers newcomers = count(List.of("b", "a", "c", "c", "b", "c"));
    assertThat(newcomers.heaviest()).containsExactly("c", "b", "a");
    assertThat(newcomers.count("c")).isEqualTo(3);
    assertThat(newcomers.error()).isZero();
  }

  @Test
  void longNamesAreCutSoThatItsFormStaysSmall() {
    Newcomers newcomers = new Newcomers();
    for (int i = 0; i < 8; i++) {
      newcomers.add(i + "€".repeat(5_000));
      newcomers.add(i + "€".repeat(3_000));
    }
    assertThat(newcomers.heaviest()).hasSize(8).allMatch(name -> name.length() == 64);
    assertThat(newcomers.count("0" + "€".repeat(5_000))).isEqualTo(2);
    assertThat(bytes(newcomers)).hasSizeBetween(1_400, 1_700);
  }

  @Test
  void aCutNeverLeavesHalfACharacter() {
    assertThat(Newcomers.cut("x".repeat(63) + "😀")).isEqualTo("x".repeat(63));
    assertThat(Newcomers.cut("x".repeat(62) + "😀y")).isEqualTo("x".repeat(62) + "😀");
    Newcomers newcomers = count(List.of("a\uD800", "a\uD800"));
    assertThat(bytes(Newcomers.read(new ByteSource(bytes(newcomers))))).isEqualTo(bytes(newcomers));
    assertThat(newcomers.count("a\uD800")).isEqualTo(2);
  }

  @Test
  void moreCountersThanThereAreAreRefused() {
    ByteSink sink = new ByteSink();
    sink.writeLong(9);
    for (int i = 0; i < 9; i++) {
      sink.writeString("n" + i);
      sink.writeLong(1);
    }
    sink.writeLong(0);
    assertThatThrownBy(() -> Newcomers.read(new ByteSource(sink.toByteArray())))
        .isInstanceOf(FormException.class)
        .hasMessageContaining("9 counters; at most 8");
  }
}
