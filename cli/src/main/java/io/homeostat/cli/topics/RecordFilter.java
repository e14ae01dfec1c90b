package io.homeostat.cli.topics;

import io.homeostat.core.model.EntityId;
import java.util.Optional;
import java.util.Set;

/** Which of a topic's lines a person wants, and how many. */
public final class RecordFilter {
  /** What keeps the lanes going and fills them, and tells a person little. */
  public static final Set<String> HOUSEKEEPING =
      Set.of("Tick", "Progress", "ContextChunk", "StateExport");

  private final Optional<EntityId> entity;
  private final Set<String> leftOut;
  private long wanted;

  /**
   * @param entity whom records must speak of; empty for any
   * @param leftOut types that are not wanted
   * @param limit how many to take
   */
  public RecordFilter(Optional<EntityId> entity, Set<String> leftOut, long limit) {
    this.entity = entity;
    this.leftOut = Set.copyOf(leftOut);
    this.wanted = limit;
  }

  /** Whether this line is wanted; counts it if so. */
  public boolean takes(RecordLine line) {
    boolean taken =
        wanted > 0
            && !leftOut.contains(line.type())
            && entity.filter(whom -> !line.speaksOf(whom)).isEmpty();
    if (taken) {
      wanted--;
    }
    return taken;
  }

  /** Whether no further line is wanted. */
  public boolean isDone() {
    return wanted <= 0;
  }
}
