package io.homeostat.ingest.shape;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.TableShape;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.topics.TopicFollower;
import io.homeostat.schemas.wire.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How tables were built when they were read last: in the compacted topic {@code table.shapes}, read
 * once at the start, and in memory.
 */
public final class ShapeMemory implements AutoCloseable {
  private final Map<EntityId, TableShape> shapes = new ConcurrentHashMap<>();
  private final DoorPublisher publisher;
  private final TopicFollower follower;

  private ShapeMemory(Brokers brokers, DoorPublisher publisher) {
    this.publisher = publisher;
    this.follower =
        TopicFollower.start(
            brokers, "table-shapes", List.of(Stream.SHAPES), (record, message) -> recall(message));
    var unused = follower.caughtUp().thenRunAsync(follower::close);
  }

  /**
   * Begins to read what is kept.
   *
   * @param publisher the way into the topic; it stays the caller's
   */
  public static ShapeMemory open(Brokers brokers, DoorPublisher publisher) {
    return new ShapeMemory(brokers, publisher);
  }

  /** Whether all that is kept has been read: before, nothing may be compared with it. */
  public boolean known() {
    CompletableFuture<Void> read = follower.caughtUp();
    return read.isDone() && !read.isCompletedExceptionally();
  }

  /** Completes exceptionally when what is kept can't be read. */
  public CompletableFuture<Void> failure() {
    return follower.failure();
  }

  /**
   * The tables of one database.
   *
   * @param scope the path of the database's tables but for their names
   */
  Map<EntityId, TableShape> within(List<String> scope) {
    Map<EntityId, TableShape> found = new HashMap<>();
    shapes.forEach(
        (entity, shape) -> {
          if (entity.scope().equals(scope)) {
            found.put(entity, shape);
          }
        });
    return found;
  }

  /** Keeps a shape; completes when the log has it. */
  CompletableFuture<?> keep(TableShape shape) {
    return publisher
        .publish(Stream.SHAPES, shape.entity().text(), shape)
        .thenRun(() -> shapes.put(shape.entity(), shape));
  }

  /**
   * Keeps a table no longer; completes when the log has it. It is said in words, too, for whoever
   * reads before the compaction.
   */
  CompletableFuture<?> forget(EntityId table, long nowMillis) {
    String key = table.text();
    return publisher
        .publish(Stream.SHAPES, key, TableShape.gone(table, nowMillis))
        .thenComposeAsync(said -> publisher.forget(Stream.SHAPES, key))
        .thenRun(() -> shapes.remove(table));
  }

  private void recall(Message message) {
    if (message.fact() instanceof TableShape shape) {
      if (shape.present()) {
        shapes.put(shape.entity(), shape);
      } else {
        shapes.remove(shape.entity());
      }
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
