package io.homeostat.core.form;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Records of every kind that has a form, for tests. */
final class Shapes {

  private Shapes() {}

  /** A sealed interface of records, one of which holds others of it. */
  sealed interface Shape {}

  record Dot() implements Shape {}

  record Circle(double radius, Colour colour) implements Shape {}

  record Group(String name, List<Shape> shapes, SortedMap<String, Optional<Long>> tags)
      implements Shape {}

  enum Colour {
    RED,
    GREEN
  }

  /** Everything at once. */
  record Drawing(
      long id,
      int size,
      boolean visible,
      Shape shape,
      Optional<Shape> background,
      double[] points,
      long[] marks,
      byte[] thumbnail) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Drawing that
          && id == that.id
          && size == that.size
          && visible == that.visible
          && shape.equals(that.shape)
          && background.equals(that.background)
          && Arrays.equals(points, that.points)
          && Arrays.equals(marks, that.marks)
          && Arrays.equals(thumbnail, that.thumbnail);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(id);
    }
  }

  static Arbitrary<Shape> shapes(int depth) {
    Arbitrary<Shape> dots = Arbitraries.just(new Dot());
    Arbitrary<Shape> circles =
        Combinators.combine(Arbitraries.doubles(), Arbitraries.of(Colour.class)).as(Circle::new);
    if (depth == 0) {
      return Arbitraries.oneOf(dots, circles);
    }
    Arbitrary<Shape> groups =
        Combinators.combine(
                Arbitraries.strings().ofMaxLength(10),
                Arbitraries.lazy(() -> shapes(depth - 1)).list().ofMaxSize(3),
                Arbitraries.maps(
                        Arbitraries.strings().ofMaxLength(5), Arbitraries.longs().optional())
                    .ofMaxSize(3))
            .as((name, shapes, tags) -> new Group(name, shapes, sorted(tags)));
    return Arbitraries.oneOf(dots, circles, groups);
  }

  private static SortedMap<String, Optional<Long>> sorted(Map<String, Optional<Long>> tags) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  static Arbitrary<Drawing> drawings() {
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.integers(),
            Arbitraries.of(true, false),
            shapes(2),
            shapes(1).optional(),
            Arbitraries.doubles().array(double[].class).ofMaxSize(5),
            Arbitraries.longs().array(long[].class).ofMaxSize(5),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(5))
        .as(Drawing::new);
  }
}
