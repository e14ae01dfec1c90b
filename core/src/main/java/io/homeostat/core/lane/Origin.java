package io.homeostat.core.lane;

/**
 * Where a record comes from, so that whoever has seen it can drop it: of one source and lane, a
 * consumer takes only what stands above the highest (offset, index) so far.
 *
 * @param source a fold over a topic, such as {@code detect@telemetry.metrics}, or one life of a
 *     door, such as {@code gateway/7f3a}
 * @param lane the source's lane
 * @param offset the offset of the record that gave rise to this one; for a door, its own count
 * @param index the place among the outputs of that record
 */
public record Origin(String source, int lane, long offset, int index) {

  public Origin {
    if (source.isEmpty() || lane < 0 || offset < 0 || index < 0) {
      throw new IllegalArgumentException(
          "origin "
              + source
              + "/"
              + lane
              + "/"
              + offset
              + "/"
              + index
              + " must have a source and no negative part");
    }
  }

  /** The name of the source without its life: of a door, how ticks call it. */
  public String door() {
    int slash = source.indexOf('/');
    return slash < 0 ? source : source.substring(0, slash);
  }

  /** True when this stands after {@code offset} and {@code index}. */
  boolean isAfter(long seenOffset, long seenIndex) {
    return offset > seenOffset || (offset == seenOffset && index > seenIndex);
  }
}
