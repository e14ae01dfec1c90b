package io.homeostat.core.detect.rarity;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;

/**
 * Keeps one event from being told again and again: within a window a rarity counts wholly only when
 * it is twice as great as what was told. So an event that grows is told as it grows, in a few
 * steps. And knows how rare the last samples were. Mutable: part of a state.
 */
final class Event {
  private static final double GROWTH = 2;

  /** What part of its rarity a sample keeps that tells nothing new. */
  private static final double ECHO = 0.1;

  /** What a sample leaves of the rarity before it. */
  private static final double LASTING = 0.99;

  private float told;
  private float lasting;
  private long toldAt = -1;

  /** What is told of a rarity at a place. */
  double tell(double rarity, long place, int window) {
    if (toldAt < 0 || place - toldAt > window) {
      told = 0;
    }
    if (rarity < GROWTH * told) {
      return ECHO * rarity;
    }
    told = (float) rarity;
    toldAt = place;
    return rarity;
  }

  /** The greatest rarity of late: it fades by a hundredth with each sample. */
  double last(double rarity) {
    lasting = (float) Math.max(rarity, LASTING * lasting);
    return lasting;
  }

  Event copy() {
    Event copy = new Event();
    copy.told = told;
    copy.lasting = lasting;
    copy.toldAt = toldAt;
    return copy;
  }

  void write(ByteSink sink) {
    sink.writeFloat(told);
    sink.writeFloat(lasting);
    sink.writeLong(toldAt);
  }

  static Event read(ByteSource source) {
    Event event = new Event();
    event.told = source.readFloat();
    event.lasting = source.readFloat();
    event.toldAt = source.readLong();
    return event;
  }
}
