package io.homeostat.ingest.probe;

/** Something that reads one database in rounds; used by one thread at a time. */
public interface Probing {

  /**
   * One round; what can't be read is told as that, not thrown.
   *
   * @return how long to wait before the next one, at least, in milliseconds
   */
  long round();

  /** Ends it: its connection is closed, and a round that comes later does nothing. */
  void end();
}
