package io.homeostat.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.rules.Reading;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MeterTest {
  private static final Reading MINUTES = new Reading(Reading.Kind.BY_NAME, "", 60_000);
  private static final double NONE = Double.NaN;

  private final Meter meter = new Meter();

  private OptionalDouble take(Reading.Kind kind, long seconds, double value, double whole) {
    return meter.take(MINUTES, kind, seconds * 1_000, value, whole);
  }

  @Test
  void aGaugeIsTheMeanOfItsStep() {
    assertThat(take(Reading.Kind.GAUGE, 0, 1, NONE)).isEmpty();
    assertThat(take(Reading.Kind.GAUGE, 59, 3, NONE)).isEmpty();
    assertThat(take(Reading.Kind.GAUGE, 60, 9, NONE)).hasValue(2);
    assertThat(meter.judgedMillis()).isZero();
  }

  @Test
  void aCounterIsARateAndBeginsAnewWhenItFalls() {
    take(Reading.Kind.COUNTER, 0, 1_000, NONE);
    take(Reading.Kind.COUNTER, 20, 1_200, NONE);
    take(Reading.Kind.COUNTER, 40, 100, NONE);
    assertThat(take(Reading.Kind.COUNTER, 60, 300, NONE)).hasValue(7.5);
  }

  @Test
  void acrossASilenceNothingIsCounted() {
    take(Reading.Kind.COUNTER, 0, 1_000, NONE);
    take(Reading.Kind.COUNTER, 10, 1_010, NONE);
    meter.interrupt();
    assertThat(take(Reading.Kind.COUNTER, 600, 90_000, NONE)).hasValue(1);
    take(Reading.Kind.COUNTER, 610, 90_020, NONE);
    assertThat(take(Reading.Kind.COUNTER, 660, 90_120, NONE)).hasValue(2);
  }

  @Test
  void aRatioIsThePartOfWhatCameAndNothingWhereNothingCame() {
    take(Reading.Kind.RATIO, 0, 5, 100);
    take(Reading.Kind.RATIO, 30, 7, 300);
    assertThat(take(Reading.Kind.RATIO, 60, 7, 300)).hasValue(0.01);
    take(Reading.Kind.RATIO, 90, 7, NONE);
    assertThat(take(Reading.Kind.RATIO, 120, 7, 300)).isEmpty();
  }

  @Test
  void whatASeriesIsItsNameTells() {
    assertThat(MINUTES.of("http_requests_total{code=\"5\"}")).isEqualTo(Reading.Kind.COUNTER);
    assertThat(MINUTES.of("pg.index.size")).isEqualTo(Reading.Kind.GAUGE);
    Reading ratio = new Reading(Reading.Kind.RATIO, "requests_total", 0);
    assertThat(ratio.whole("errors_total{route=\"/a\"}")).isEqualTo("requests_total{route=\"/a\"}");
    assertThat(ratio.whole("errors_total")).isEqualTo("requests_total");
  }

  @Test
  void whatIsWrittenIsRead() {
    take(Reading.Kind.RATIO, 0, 5, 100);
    take(Reading.Kind.RATIO, 30, 7, 300);
    ByteSink sink = new ByteSink();
    meter.write(sink);
    Meter read = Meter.read(new ByteSource(sink.toByteArray()));
    assertThat(read.take(MINUTES, Reading.Kind.RATIO, 60_000, 7, 300))
        .isEqualTo(take(Reading.Kind.RATIO, 60, 7, 300));
  }
}
