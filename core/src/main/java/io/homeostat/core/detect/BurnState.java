package io.homeostat.core.detect;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;
import io.homeostat.core.rules.DetectorRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How fast a service objective's budget of errors is used up, over several pairs of a long and a
 * short window (B. Beyer et al., "The Site Reliability Workbook", 2018, chapter 5): 1 is as fast as
 * the budget allows. A pair fires while both its windows burn as fast as its rate. Each long window
 * is counted in parts, of which the short one has three: with the four usual pairs at most 1.2 KiB.
 * Mutable: part of a detector.
 */
final class BurnState implements Memory {
  private static final long NONE = Long.MIN_VALUE;
  private static final int PARTS_OF_SHORT = 3;

  private double part;
  private double whole;
  private long lastMillis = NONE;
  private long firstMillis = NONE;
  private final List<Ring> rings = new ArrayList<>();

  /** What came in the parts of a long window. */
  private static final class Ring {
    private final float[] bad;
    private final float[] all;
    private long newest = NONE;

    Ring(int parts) {
      bad = new float[parts];
      all = new float[parts];
    }

    void add(long place, double moreBad, double more) {
      if (newest == NONE || place - newest >= bad.length) {
        Arrays.fill(bad, 0);
        Arrays.fill(all, 0);
        newest = place;
      }
      while (newest < place) {
        newest++;
        bad[slot(newest)] = 0;
        all[slot(newest)] = 0;
      }
      bad[slot(place)] += (float) moreBad;
      all[slot(place)] += (float) more;
    }

    private int slot(long place) {
      return (int) Math.floorMod(place, (long) bad.length);
    }

    /** The share that was bad in the newest parts; 0 where nothing came. */
    double share(int parts) {
      double badSum = 0;
      double sum = 0;
      for (int i = 0; i < Math.min(parts, bad.length); i++) {
        badSum += bad[slot(newest - i)];
        sum += all[slot(newest - i)];
      }
      return sum > 0 ? badSum / sum : 0;
    }
  }

  private static long partMillis(DetectorRule.Burn.Pair pair) {
    return Math.max(1, pair.shortMillis() / PARTS_OF_SHORT);
  }

  /** Takes the counts in; how fast the budget burns over the first pair's long window. */
  OptionalDouble take(DetectorRule.Burn params, long timeMillis, double bad, double all) {
    if (!Double.isFinite(all)) {
      return OptionalDouble.empty();
    }
    if (rings.size() != params.pairs().size()) {
      rings.clear();
      params
          .pairs()
          .forEach(pair -> rings.add(new Ring((int) (pair.longMillis() / partMillis(pair)) + 1)));
    }
    boolean counted = lastMillis != NONE && timeMillis > lastMillis;
    double moreBad = counted ? Meter.growth(part, bad) : 0;
    double more = counted ? Meter.growth(whole, all) : 0;
    firstMillis = firstMillis == NONE ? timeMillis : firstMillis;
    lastMillis = timeMillis;
    part = bad;
    whole = all;
    if (!counted) {
      return OptionalDouble.empty();
    }
    for (int i = 0; i < rings.size(); i++) {
      long place = Math.floorDiv(timeMillis, partMillis(params.pairs().get(i)));
      rings.get(i).add(place, moreBad, more);
    }
    return OptionalDouble.of(burn(params, 0, Integer.MAX_VALUE));
  }

  private double burn(DetectorRule.Burn params, int pair, int parts) {
    return rings.get(pair).share(parts) / (1 - params.objective());
  }

  /** Judges what was taken in last. */
  Judgement step(DetectorRule.Burn params) {
    Judgement worst = Judgement.normal(0);
    for (int i = 0; i < rings.size(); i++) {
      DetectorRule.Burn.Pair pair = params.pairs().get(i);
      if (lastMillis - firstMillis < pair.shortMillis()) {
        continue;
      }
      double over = burn(params, i, Integer.MAX_VALUE);
      double now = burn(params, i, PARTS_OF_SHORT);
      double excess = Math.min(over, now) / pair.rate() - 1;
      if (excess >= 0 && worst.verdict() == Judgement.Verdict.NORMAL) {
        worst = Judgement.abnormal(excess, pair.rate(), words(pair, over, now));
      }
    }
    return worst;
  }

  private static String words(DetectorRule.Burn.Pair pair, double over, double now) {
    return "the budget of errors burns "
        + Amount.plain(over)
        + "× as fast as it may over "
        + Amount.duration(pair.longMillis())
        + " and "
        + Amount.plain(now)
        + "× over "
        + Amount.duration(pair.shortMillis());
  }

  @Override
  public int tag() {
    return 5;
  }

  @Override
  public BurnState copy() {
    ByteSink sink = new ByteSink(1_400);
    write(sink);
    return read(new ByteSource(sink.toByteArray()));
  }

  @Override
  public void write(ByteSink sink) {
    sink.writeDouble(part);
    sink.writeDouble(whole);
    sink.writeLong(lastMillis);
    sink.writeLong(firstMillis);
    sink.writeLong(rings.size());
    for (Ring ring : rings) {
      sink.writeLong(ring.newest);
      sink.writeLong(ring.bad.length);
      for (int i = 0; i < ring.bad.length; i++) {
        sink.writeFloat(ring.bad[i]);
        sink.writeFloat(ring.all[i]);
      }
    }
  }

  static BurnState read(ByteSource source) {
    BurnState state = new BurnState();
    state.part = source.readDouble();
    state.whole = source.readDouble();
    state.lastMillis = source.readLong();
    state.firstMillis = source.readLong();
    int rings = source.readLength(2);
    for (int k = 0; k < rings; k++) {
      long newest = source.readLong();
      int parts = source.readLength(2 * Float.BYTES);
      if (parts == 0) {
        throw new FormException("a window of errors has no parts");
      }
      Ring ring = new Ring(parts);
      ring.newest = newest;
      for (int i = 0; i < parts; i++) {
        ring.bad[i] = source.readFloat();
        ring.all[i] = source.readFloat();
      }
      state.rings.add(ring);
    }
    return state;
  }
}
