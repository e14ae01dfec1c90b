package io.homeostat.core.detect;

import io.homeostat.core.detect.rarity.Rarity;
import io.homeostat.core.detect.rarity.RarityDetector;
import io.homeostat.core.detect.rarity.RarityParams;
import io.homeostat.core.detect.rarity.RarityState;
import io.homeostat.core.detect.rarity.Usual;
import io.homeostat.core.detect.rarity.View;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.rules.DetectorRule;
import io.homeostat.core.rules.DetectorRule.Direction;

/**
 * A series' own history, and the event that lasts. A rarity says when something begins, and soon
 * takes it for known; so an event is kept here, from its beginning until what was rare is back by
 * half the way. At most 1,060 bytes. Mutable: part of a detector.
 */
final class RareState implements Memory {
  private static final int SETTLING = 2 * RarityParams.DEFAULT.window();
  private static final int RECENT = 15;
  private static final double HALF = 0.5;

  private RarityState history = new RarityState();

  /** Whether an event lasts; the rest is about it, or about the last one. */
  private boolean event;

  private int view;
  private double before;
  private double peak;
  private float rarity;
  private long beganMillis;

  /** For so many steps more, what comes is taken for the way back from the event before. */
  private int settling;

  /** Which of the last 15 steps were part of an event, the newest last; and how many there were. */
  private int recent;

  private int steps;

  /** Judges a step, whose samples are over. */
  Judgement step(DetectorRule.Rare params, long timeMillis, double value, Explained explained) {
    Rarity now = RarityDetector.step(RarityParams.DEFAULT, history, timeMillis, value);
    Usual usual = history.usual(timeMillis);
    if (wanted(params, now)
        && tellsNew(now)
        && apart(params.leastRatio(), value, usual.value(), now.view())) {
      begin(now, timeMillis);
    }
    boolean lasts = event && lasts(params, timeMillis);
    event = lasts;
    settling = lasts ? SETTLING : Math.max(0, settling - 1);
    recent = (recent << 1 | (lasts ? 1 : 0)) & ((1 << RECENT) - 1);
    steps = Math.min(RECENT, steps + 1);
    if (lasts) {
      return Judgement.abnormal(
          Math.max(0, rarity / params.score() - 1),
          usual.value(),
          explained.rare(History.of(this), timeMillis, value, usual));
    }
    return history.ready() ? Judgement.normal(usual.value()) : Judgement.unknown();
  }

  /**
   * What there is to tell of an event.
   *
   * @param view what is most unusual
   * @param before what that view expected
   * @param peak what it saw at most
   * @param unusual how many of the last steps were part of it
   * @param steps how many steps that is out of
   */
  record History(View view, double before, double peak, int unusual, int steps) {
    private static History of(RareState state) {
      return new History(
          View.at(state.view),
          state.before,
          state.peak,
          Integer.bitCount(state.recent),
          state.steps);
    }
  }

  private static boolean wanted(DetectorRule.Rare params, Rarity now) {
    boolean side =
        params.direction() == Direction.BOTH
            || now.view().up() == (params.direction() == Direction.UP);
    return side && now.value() >= params.score();
  }

  /** False for the way back from an event, and for what is no rarer than the event itself. */
  private boolean tellsNew(Rarity now) {
    return settling == 0 || (now.view().up() == View.at(view).up() && now.value() > rarity);
  }

  private static boolean apart(double leastRatio, double value, double usual, View view) {
    if (leastRatio <= 1 || view == View.ROUGH || view == View.SMOOTH) {
      return true;
    }
    double share = value > usual ? leastRatio - 1 : 1 - 1 / leastRatio;
    return Math.abs(value - usual) >= share * Math.abs(usual);
  }

  @SuppressWarnings("EnumOrdinal") // a view's place is the form
  private void begin(Rarity now, long timeMillis) {
    if (!event) {
      beganMillis = timeMillis;
      rarity = 0;
    }
    event = true;
    if (now.value() > rarity) {
      view = now.view().ordinal();
      before = history.expects(now.view());
      peak = history.sees(now.view(), timeMillis);
      rarity = (float) now.value();
    }
  }

  private boolean lasts(DetectorRule.Rare params, long timeMillis) {
    double seen = history.sees(View.at(view), timeMillis);
    boolean up = peak >= before;
    if (up ? seen > peak : seen < peak) {
      peak = seen;
    }
    double middle = before + HALF * (peak - before);
    boolean off = up ? seen >= middle : seen <= middle;
    return off && timeMillis - beganMillis < params.acceptMillis();
  }

  @Override
  public int tag() {
    return 2;
  }

  @Override
  public RareState copy() {
    RareState copy = new RareState();
    copy.history = history.copy();
    copy.event = event;
    copy.settling = settling;
    copy.view = view;
    copy.before = before;
    copy.peak = peak;
    copy.rarity = rarity;
    copy.beganMillis = beganMillis;
    copy.recent = recent;
    copy.steps = steps;
    return copy;
  }

  @Override
  public void write(ByteSink sink) {
    history.write(sink);
    sink.writeBoolean(event);
    sink.writeByte(settling);
    sink.writeLong(recent);
    sink.writeByte(steps);
    if (event || settling > 0) {
      sink.writeByte(view);
      sink.writeDouble(before);
      sink.writeDouble(peak);
      sink.writeFloat(rarity);
      sink.writeLong(beganMillis);
    }
  }

  @SuppressWarnings("EnumOrdinal") // a view's place is the form
  static RareState read(ByteSource source) {
    RareState state = new RareState();
    state.history = RarityState.read(source);
    state.event = source.readBoolean();
    state.settling = source.readByte();
    state.recent = source.readInt();
    state.steps = source.readByte();
    if (state.event || state.settling > 0) {
      state.view = View.at(source.readByte()).ordinal();
      state.before = source.readDouble();
      state.peak = source.readDouble();
      state.rarity = source.readFloat();
      state.beganMillis = source.readLong();
    }
    return state;
  }
}
