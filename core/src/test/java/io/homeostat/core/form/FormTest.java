package io.homeostat.core.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.form.Shapes.Circle;
import io.homeostat.core.form.Shapes.Colour;
import io.homeostat.core.form.Shapes.Dot;
import io.homeostat.core.form.Shapes.Drawing;
import io.homeostat.core.form.Shapes.Shape;
import io.homeostat.core.model.EntityId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FormTest {
  private static final Form<Drawing> DRAWING = Forms.of(Drawing.class);

  @Provide
  Arbitrary<Drawing> drawings() {
    return Shapes.drawings();
  }

  private static <T> byte[] write(Form<T> form, T value) {
    ByteSink sink = new ByteSink(1);
    form.write(value, sink);
    return sink.toByteArray();
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll("drawings") Drawing drawing) {
    byte[] bytes = write(DRAWING, drawing);
    ByteSource source = new ByteSource(bytes);
    Drawing read = DRAWING.read(source);
    assertThat(read).isEqualTo(drawing);
    assertThat(source.remaining()).isZero();
    assertThat(write(DRAWING, read)).isEqualTo(bytes);
  }

  @Property(tries = 200)
  void everyPrefixIsRefused(@ForAll("drawings") Drawing drawing) {
    byte[] bytes = write(DRAWING, drawing);
    for (int length = 0; length < bytes.length; length++) {
      ByteSource cut = new ByteSource(bytes, 0, length);
      assertThatThrownBy(() -> DRAWING.read(cut)).isInstanceOf(FormException.class);
    }
  }

  @Property(tries = 2_000)
  void bytesOfAnyKindAreReadOrRefusedAndNothingElse(
      @ForAll("drawings") Drawing drawing,
      @ForAll @Size(min = 1, max = 4) byte[] noise,
      @ForAll @IntRange(max = 1_000) int permille) {
    byte[] bytes = write(DRAWING, drawing);
    int at = (bytes.length - 1) * permille / 1_000;
    System.arraycopy(noise, 0, bytes, at, Math.min(noise.length, bytes.length - at));
    try {
      ByteSource source = new ByteSource(bytes);
      Drawing read = DRAWING.read(source);
      assertThat(source.remaining()).isGreaterThanOrEqualTo(0);
      assertThat(read.points().length).isLessThanOrEqualTo(bytes.length);
    } catch (FormException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
    }
  }

  @Test
  void aHugeCountIsRefusedBeforeAnythingIsAllocated() {
    for (Class<?> type : List.of(double[].class, long[].class, byte[].class, String.class)) {
      ByteSink sink = new ByteSink();
      sink.writeLong(Integer.MAX_VALUE - 8L);
      sink.writeLong(0);
      assertThatThrownBy(() -> Forms.of(type).read(new ByteSource(sink.toByteArray())))
          .as(type.getSimpleName())
          .isInstanceOf(FormException.class)
          .hasMessageContaining("exceeds");
    }
  }

  /** Values that take no byte: a corrupt count of them is the worst there can be. */
  record Dots(List<Dot> dots) {}

  @Test
  void aHugeCountOfValuesWithoutBytesIsRefused() {
    ByteSink sink = new ByteSink();
    sink.writeLong(Integer.MAX_VALUE - 8L);
    sink.writeLong(0);
    assertThatThrownBy(() -> Forms.of(Dots.class).read(new ByteSource(sink.toByteArray())))
        .isInstanceOf(FormException.class);
  }

  @Property(tries = 200)
  void aCopySharesNothingThatCanChange(@ForAll("drawings") Drawing drawing) {
    byte[] before = write(DRAWING, drawing);
    Drawing copy = DRAWING.copy(drawing);
    assertThat(copy).isEqualTo(drawing);
    Arrays.fill(copy.points(), -1);
    Arrays.fill(copy.marks(), -1);
    Arrays.fill(copy.thumbnail(), (byte) -1);
    assertThat(write(DRAWING, drawing)).isEqualTo(before);
  }

  /** Arrays deep inside. */
  record Plots(Map.Entry<String, String> unused) {}

  /** Arrays deep inside. */
  record Curves(List<Optional<Curve>> curves) {}

  record Curve(double[] points) {}

  @Test
  void aCopyIsDeep() {
    Curves curves = new Curves(List.of(Optional.of(new Curve(new double[] {1, 2}))));
    Curves copy = Forms.of(Curves.class).copy(curves);
    copy.curves().get(0).orElseThrow().points()[0] = 9;
    assertThat(curves.curves().get(0).orElseThrow().points()).containsExactly(1, 2);
  }

  @Test
  void aTypeWithoutAFormIsNamedWithItsPlace() {
    assertThatThrownBy(() -> Forms.of(Plots.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Plots.unused")
        .hasMessageContaining("Map$Entry");
  }

  @Test
  void aCaseOrConstantThatDoesNotExistIsRefused() {
    Form<Shape> shape = Forms.of(Shape.class);
    assertThatThrownBy(() -> shape.read(new ByteSource(new byte[] {6})))
        .isInstanceOf(FormException.class)
        .hasMessageContaining("no case 3");
    byte[] circle = write(Forms.of(Circle.class), new Circle(1, Colour.GREEN));
    circle[circle.length - 1] = 4;
    assertThatThrownBy(() -> Forms.of(Circle.class).read(new ByteSource(circle)))
        .isInstanceOf(FormException.class)
        .hasMessageContaining("Colour has no constant 2");
  }

  @Test
  void whatAConstructorRefusesIsAFormExceptionWithItsReason() {
    byte[] text = write(Forms.of(String.class), "no entity");
    assertThatThrownBy(() -> Forms.of(EntityId.class).read(new ByteSource(text)))
        .isInstanceOf(FormException.class)
        .hasMessageContaining("kind:scope/name");
  }

  @Property
  void numbersOfAnySizeAreReadBack(@ForAll long value, @ForAll double real) {
    assertThat(Forms.of(Long.class).read(new ByteSource(write(Forms.of(Long.class), value))))
        .isEqualTo(value);
    assertThat(Forms.of(Double.class).read(new ByteSource(write(Forms.of(Double.class), real))))
        .isEqualTo(real);
  }

  @Test
  void numbersAreAvrosZigZag() {
    assertThat(write(Forms.of(Long.class), 0L)).containsExactly(0);
    assertThat(write(Forms.of(Long.class), -1L)).containsExactly(1);
    assertThat(write(Forms.of(Long.class), 1L)).containsExactly(2);
    assertThat(write(Forms.of(Long.class), 64L)).containsExactly(0x80, 0x01);
    assertThat(write(Forms.of(String.class), "foo")).containsExactly(6, 'f', 'o', 'o');
  }

  @Test
  void aNumberOfTooManyBytesIsRefused() {
    byte[] endless = new byte[11];
    Arrays.fill(endless, (byte) 0x80);
    assertThatThrownBy(() -> new ByteSource(endless).readLong())
        .isInstanceOf(FormException.class)
        .hasMessageContaining("ten bytes");
  }
}
