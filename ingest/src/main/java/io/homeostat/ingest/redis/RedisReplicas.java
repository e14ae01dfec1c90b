package io.homeostat.ingest.redis;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.Topology.Edge;
import io.homeostat.schemas.targets.RedisTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Which Redis servers there are, and which is a replica of which other one that is listed. */
public final class RedisReplicas {
  private RedisReplicas() {}

  /** Looks at servers, one after the other; each is a source of its own. */
  public static List<Finding> look(List<RedisTarget> targets) {
    List<Finding> findings = new ArrayList<>();
    for (RedisTarget target : targets) {
      String source = "redis " + target.name();
      try (Jedis jedis = Connections.open(target)) {
        findings.add(finding(source, target, Info.parse(jedis.info("replication")), targets));
      } catch (JedisException | IOException e) {
        findings.add(new Finding.Unseen(source, String.valueOf(e.getMessage())));
      }
    }
    return findings;
  }

  private static Finding finding(
      String source, RedisTarget target, Info info, List<RedisTarget> all) {
    EntityId entity = entity(target);
    Optional<EntityId> primary =
        all.stream()
            .filter(other -> other.host().equals(info.text("master_host")))
            .filter(other -> other.port() == info.number("master_port"))
            .map(RedisReplicas::entity)
            .filter(other -> !other.equals(entity))
            .findFirst();
    return new Finding.Seen(
        source,
        Set.of(entity),
        primary.map(to -> Set.of(new Edge(entity, Edge.Kind.REPLICA_OF, to))).orElse(Set.of()));
  }

  private static EntityId entity(RedisTarget target) {
    return new EntityId("redis", List.of(target.name().split("/")));
  }
}
