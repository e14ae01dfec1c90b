package io.homeostat.core.detect;

import io.homeostat.core.forecast.Breach;
import io.homeostat.core.forecast.Forecaster;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.rules.DetectorRule;
import java.util.Optional;

/** Where a series is going, and whether it will cross a bound. Mutable: part of a detector. */
final class ForecastState implements Memory {
  private final Forecaster forecaster;
  private final long stepMillis;

  ForecastState(long stepMillis) {
    this(stepMillis, new Forecaster(stepMillis));
  }

  private ForecastState(long stepMillis, Forecaster forecaster) {
    this.stepMillis = stepMillis;
    this.forecaster = forecaster;
  }

  /** Takes a step in, and looks ahead. */
  Judgement step(DetectorRule.Forecast params, long timeMillis, double value) {
    forecaster.take(timeMillis, value);
    if (!forecaster.ready()) {
      return Judgement.unknown();
    }
    Optional<Breach> breach = Breach.of(forecaster, timeMillis, params.bound(), params.upward());
    if (breach.isEmpty() || breach.get().steps() * stepMillis > params.withinMillis()) {
      return Judgement.normal(params.bound());
    }
    double left = (double) breach.get().steps() * stepMillis / params.withinMillis();
    return Judgement.abnormal(
        1 / Math.max(left, 0.01) - 1, params.bound(), breach.get().words(stepMillis));
  }

  @Override
  public int tag() {
    return 6;
  }

  @Override
  public ForecastState copy() {
    return new ForecastState(stepMillis, forecaster.copy());
  }

  @Override
  public void write(ByteSink sink) {
    sink.writeLong(stepMillis);
    forecaster.write(sink);
  }

  static ForecastState read(ByteSource source) {
    long step = source.readLong();
    return new ForecastState(step, Forecaster.read(step, source));
  }
}
