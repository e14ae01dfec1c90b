package io.homeostat.core.lane;

/**
 * How far the folds upstream have come, as this lane has heard: without it, silence says nothing.
 */
public final class Upstream {

  private Upstream() {}

  /**
   * The lane time up to which a lane of a source has judged.
   *
   * @param source the fold's name in origins, {@code fold@topic}
   * @return milliseconds since 1970, or −1 when nothing was heard from it yet
   */
  public static long progress(Cells cells, String source, int lane) {
    return Marks.progressOf(cells, source, lane);
  }
}
