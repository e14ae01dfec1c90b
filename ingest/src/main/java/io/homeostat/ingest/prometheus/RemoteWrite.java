package io.homeostat.ingest.prometheus;

import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.intake.MalformedException;

/**
 * Reads remote-write requests, decompressed, into frames. A series keeps its name and the labels
 * that don't stand in its entity; a native histogram becomes {@code NAME.count}, {@code .sum} and
 * {@code .p50}, {@code .p95}, {@code .p99} of what was added since its point before. Safe for
 * several threads, of which one reads at a time: a request takes well below a millisecond.
 */
public final class RemoteWrite {
  /** The value of a stale marker: the one NaN by which a series ends. */
  static final long STALE = 0x7ff0000000000002L;

  private final SeriesCache cache;
  private final HistogramMemory memory;
  private final SampleSheet sheet = new SampleSheet();

  /** The two messages of the protocol. */
  public enum Version {
    /** {@code prometheus.WriteRequest}. */
    V1,
    /** {@code io.prometheus.write.v2.Request}. */
    V2
  }

  /**
   * A reader with its memory.
   *
   * @param memory the histograms' last points
   */
  public RemoteWrite(SeriesCache cache, HistogramMemory memory) {
    this.cache = cache;
    this.memory = memory;
  }

  /**
   * Reads a request.
   *
   * @param length how many of the bytes are the message
   * @param receivedMillis the door's time, in milliseconds since 1970
   * @throws MalformedException when the bytes are no such message
   */
  public synchronized Written read(byte[] bytes, int length, Version version, long receivedMillis)
      throws MalformedException {
    sheet.clear();
    Takings takings = new Takings(memory, sheet, receivedMillis);
    switch (version) {
      case V1 -> new RequestV1(bytes, length, cache, takings).read();
      case V2 -> new RequestV2(bytes, length, cache, takings).read();
    }
    return takings.written(cache.names());
  }
}
