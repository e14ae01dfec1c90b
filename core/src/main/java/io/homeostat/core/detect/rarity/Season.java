package io.homeostat.core.detect.rarity;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;

/**
 * What each part of a period (UTC) has been: the means of its visits, which forget. A part is
 * learnt when it is over, so nothing is compared with itself. Means are whole multiples of a power
 * of two, chosen so that the greatest takes 13 to 15 bits. Mutable: part of a state.
 */
public final class Season {
  private static final int MOST = 32_000;
  private static final int LEAST = 8_000;
  private static final int LEAST_EXPONENT = -120;
  private static final int MOST_EXPONENT = 120;

  /** How many visits are counted. */
  static final int MOST_VISITS = 15;

  private final long periodMillis;
  private final int memory;
  private final short[] means;
  private final byte[] visits;
  private int exponent = LEAST_EXPONENT;
  private int part = -1;
  private int count;
  private float sum;

  /**
   * A season of which nothing is known.
   *
   * @param memory after how many visits a mean forgets
   */
  public Season(long periodMillis, int parts, int memory) {
    this.periodMillis = periodMillis;
    this.memory = memory;
    means = new short[parts];
    visits = new byte[parts];
  }

  public int part(long timeMillis) {
    return (int) (Math.floorMod(timeMillis, periodMillis) * means.length / periodMillis);
  }

  /** How often the part of a time, or the one so many after it, was seen; 15 stands for more. */
  public int visits(long timeMillis, int after) {
    return visits[place(timeMillis, after)];
  }

  /** The mean of the part of a time, or of the one so many after it; 0 where none was seen. */
  public double mean(long timeMillis, int after) {
    return Math.scalb((double) means[place(timeMillis, after)], exponent);
  }

  /** The mean at a time, between those of the parts around it; 0 where none was seen. */
  public double smooth(long timeMillis) {
    double at = (double) Math.floorMod(timeMillis, periodMillis) * means.length / periodMillis;
    double share = at - Math.floor(at) - 0.5;
    int next = share < 0 ? -1 : 1;
    double here = mean(timeMillis, 0);
    return visits(timeMillis, next) == 0
        ? here
        : here + Math.abs(share) * (mean(timeMillis, next) - here);
  }

  private int place(long timeMillis, int after) {
    return Math.floorMod(part(timeMillis) + after, means.length);
  }

  /** Takes a value in; what is farther from the mean than {@code farthest} counts as that far. */
  public void learn(long timeMillis, double value, double farthest) {
    int now = part(timeMillis);
    if (now != part) {
      close();
      part = now;
    }
    double bounded = value;
    if (visits[now] > 0) {
      double mean = Math.scalb((double) means[now], exponent);
      bounded = Math.max(mean - farthest, Math.min(mean + farthest, value));
    }
    sum += (float) bounded;
    count++;
  }

  private void close() {
    if (count == 0) {
      return;
    }
    double mean = Math.scalb((double) means[part], exponent);
    int seen = Math.min(visits[part] + 1, MOST_VISITS);
    mean += ((double) sum / count - mean) / Math.min(seen, memory);
    visits[part] = (byte) seen;
    put(part, mean);
    count = 0;
    sum = 0;
  }

  private void put(int place, double mean) {
    while (exponent < MOST_EXPONENT && Math.abs(Math.scalb(mean, -exponent)) > MOST) {
      scale(1);
    }
    means[place] = (short) Math.max(-MOST, Math.min(MOST, Math.rint(Math.scalb(mean, -exponent))));
    while (exponent > LEAST_EXPONENT && greatest() < LEAST && greatest() > 0) {
      scale(-1);
    }
  }

  private int greatest() {
    int greatest = 0;
    for (short mean : means) {
      greatest = Math.max(greatest, Math.abs(mean));
    }
    return greatest;
  }

  private void scale(int by) {
    exponent += by;
    for (int i = 0; i < means.length; i++) {
      means[i] = (short) Math.rint(Math.scalb((double) means[i], -by));
    }
  }

  public Season copy() {
    Season copy = new Season(periodMillis, means.length, memory);
    System.arraycopy(means, 0, copy.means, 0, means.length);
    System.arraycopy(visits, 0, copy.visits, 0, visits.length);
    copy.exponent = exponent;
    copy.part = part;
    copy.count = count;
    copy.sum = sum;
    return copy;
  }

  public void write(ByteSink sink) {
    sink.writeByte(exponent);
    sink.writeLong(part);
    sink.writeLong(count);
    sink.writeFloat(sum);
    for (int i = 0; i < means.length; i++) {
      Bits.write(means[i], sink);
    }
    for (int i = 0; i < visits.length; i += 2) {
      sink.writeByte((visits[i] << 4) | visits[i + 1]);
    }
  }

  public void read(ByteSource source) {
    exponent = source.readByte();
    part = source.readInt();
    count = source.readInt();
    sum = source.readFloat();
    if (part < -1 || part >= means.length || Math.abs(exponent) > MOST_EXPONENT) {
      throw new FormException("a season is in part " + part + " at a scale of 2^" + exponent);
    }
    for (int i = 0; i < means.length; i++) {
      means[i] = Bits.read(source);
    }
    for (int i = 0; i < visits.length; i += 2) {
      int two = source.readByte();
      visits[i] = (byte) ((two >> 4) & 0xf);
      visits[i + 1] = (byte) (two & 0xf);
    }
  }
}
