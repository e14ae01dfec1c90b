package io.homeostat.ingest.context;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Topology;
import io.homeostat.core.topology.TopologyParser;
import io.homeostat.schemas.topics.TopicFollower;
import io.homeostat.schemas.wire.Message;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which system an entity belongs to, by the topology in force: for doors whose facts go into a
 * system's own lane. It follows the topic {@code context}; until a topology has come, everything is
 * {@link Topology#UNASSIGNED}.
 */
public final class SystemsView implements Function<EntityId, String>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SystemsView.class);

  private final ContextAssembler assembler = new ContextAssembler();
  private final TopicFollower follower;
  private volatile Topology topology = Topology.EMPTY;

  private SystemsView(String bootstrap, String client) {
    this.follower =
        TopicFollower.start(
            bootstrap,
            client,
            List.of(Stream.CONTEXT),
            (record, message) -> take(record.offset(), message));
  }

  /** Begins to follow. */
  public static SystemsView follow(String bootstrap, String client) {
    return new SystemsView(bootstrap, client);
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
