package io.homeostat.ingest.context;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Topology;
import io.homeostat.core.topology.TopologyParser;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.TopicFollower;
import io.homeostat.schemas.wire.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which system an entity belongs to, by the topology in force: for doors whose facts go into a
 * system's own lane. It follows the topic {@code context}; where it holds no topology, everything
 * is {@link Topology#UNASSIGNED}.
 */
public final class SystemsView implements Function<EntityId, String>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SystemsView.class);

  private final ContextAssembler assembler = new ContextAssembler();
  private final TopicFollower follower;
  private volatile Topology topology = Topology.EMPTY;

  private SystemsView(Brokers brokers, String client) {
    this.follower =
        TopicFollower.start(
            brokers,
            client,
            List.of(Stream.CONTEXT),
            (record, message) -> take(record.offset(), message));
  }

  /** Begins to follow. */
  public static SystemsView follow(Brokers brokers, String client) {
    return new SystemsView(brokers, client);
  }

  /** Whether all that was in the topic at the start has been read: before, nothing may be asked. */
  public boolean known() {
    CompletableFuture<Void> read = follower.caughtUp();
    return read.isDone() && !read.isCompletedExceptionally();
  }

  /** Completes exceptionally when it can't go on. */
  public CompletableFuture<Void> failure() {
    return follower.failure();
  }

  @Override
  public String apply(EntityId entity) {
    return topology.systemOf(entity);
  }

  private void take(long offset, Message message) {
    if (message.fact() instanceof ContextChunk chunk
        && chunk.key().equals(ContextDocument.TOPOLOGY)) {
      assembler.take(offset, chunk).ifPresent(this::adopt);
    }
  }

  private void adopt(ContextEntry entry) {
    if (entry.gone()) {
      topology = Topology.EMPTY;
      return;
    }
    String text = entry.chunks().stream().map(ContextChunk::text).collect(Collectors.joining());
    if (TopologyParser.check(text) instanceof CheckResult.Sound<Topology> sound) {
      topology = sound.value();
    } else {
      log.warn("the topology {} is not sound; the one before stays in force", entry.version());
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
