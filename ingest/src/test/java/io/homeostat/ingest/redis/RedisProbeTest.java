package io.homeostat.ingest.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.Topology.Edge;
import io.homeostat.ingest.probe.ProbeLog;
import io.homeostat.schemas.targets.RedisTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Against Debian's redis-server. */
class RedisProbeTest {
  private static final String ENTITY = "redis:test/cache";
  private static RedisServer server;

  private final ProbeLog log = new ProbeLog();
  private final List<RedisProbe> probes = new ArrayList<>();

  @BeforeAll
  static void startServer(@TempDir Path folder) throws Exception {
    server = RedisServer.start(folder, "--maxclients", "200");
  }

  @AfterAll
  static void stopServer() throws InterruptedException {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void empty() {
    try (Jedis jedis = server.connect()) {
      jedis.flushAll();
      jedis.configResetStat();
    }
  }

  @AfterEach
  void end() {
    probes.forEach(RedisProbe::end);
  }

  @Test
  void whatTheServerDidSinceTheRoundBeforeIsTold() {
    RedisProbe probe = probe(server.target());
    assertThat(round(probe))
        .containsEntry("redis.up", 1.0)
        .containsEntry("redis.primary", 1.0)
        .containsEntry("redis.clients.limit", 200.0)
        .containsEntry("redis.loading", 0.0)
        .containsEntry("probe.failures", 0.0)
        .containsKeys("redis.latency", "redis.memory.used_bytes", "redis.memory.fragmentation")
        .doesNotContainKeys("redis.commands", "redis.memory.limit_bytes");
    try (Jedis jedis = server.connect()) {
      for (int i = 0; i < 10; i++) {
        jedis.setex("key" + i, 1_000, "value");
      }
      jedis.set("other", "value");
      jedis.get("key1");
      jedis.get("key2");
      jedis.get("nothing");
      assertFails(() -> jedis.lpush("other", "x"));
    }
    Map<String, Double> told = round(probe);
    assertThat(told)
        .containsEntry("redis.keys{db=\"0\"}", 11.0)
        .containsEntry("redis.keys.expiring{db=\"0\"}", 10.0)
        .containsEntry("redis.hits", 2.0)
        .containsEntry("redis.misses", 1.0)
        .containsEntry("redis.hit_rate", 2.0 / 3)
        .containsEntry("redis.command.calls{command=\"setex\"}", 10.0)
        .containsEntry("redis.command.calls{command=\"get\"}", 3.0)
        .containsEntry("redis.errors", 1.0)
        .containsEntry("redis.errors{kind=\"WRONGTYPE\"}", 1.0)
        .containsKeys("redis.cpu", "redis.command.p99{command=\"get\"}");
    assertThat(told.get("redis.commands")).isGreaterThanOrEqualTo(14);
    assertThat(round(probe)).containsEntry("redis.hits", 0.0).doesNotContainKey("redis.hit_rate");
  }

  @Test
  void keysThatAreThrownOutForWantOfMemoryAreTold() {
    RedisProbe probe = probe(server.target());
    try (Jedis jedis = server.connect()) {
      jedis.configSet("maxmemory-policy", "allkeys-lru");
      jedis.configSet("maxmemory", "3mb");
      round(probe);
      for (int i = 0; i < 5_000; i++) {
        jedis.set("key" + i, "x".repeat(1_000));
      }
      Map<String, Double> told = round(probe);
      assertThat(told.get("redis.keys.evicted")).isGreaterThan(1_000);
      assertThat(told.get("redis.memory.used")).isGreaterThan(50);
      assertThat(told).containsEntry("redis.memory.limit_bytes", 3.0 * 1024 * 1024);
    } finally {
      try (Jedis jedis = server.connect()) {
        jedis.configSet("maxmemory", "0");
      }
    }
  }

  @Test
  void slowCommandsAreCountedAndBlockedClientsSeen() throws Exception {
    RedisProbe probe = probe(server.target());
    try (Jedis jedis = server.connect();
        Jedis waiter = server.connect()) {
      jedis.configSet("slowlog-log-slower-than", "20000");
      round(probe);
      jedis.sendCommand(() -> "DEBUG".getBytes(UTF_8), "SLEEP", "0.05");
      Thread blocked = new Thread(() -> waiter.blpop(60, "nothing"));
      blocked.start();
      awaitBlocked(jedis);
      assertThat(round(probe))
          .containsEntry("redis.slow_commands", 1.0)
          .containsEntry("redis.clients.blocked", 1.0);
      jedis.lpush("nothing", "x");
      blocked.join(60_000);
    }
    assertThat(round(probe)).containsEntry("redis.clients.blocked", 0.0);
  }

  @Test
  void aFollowerIsToldByItsPrimaryAndTellsOfItsLink(@TempDir Path folder) throws Exception {
    try (RedisServer follower =
        RedisServer.start(
            folder,
            "--replicaof",
            "127.0.0.1 " + server.port(),
            "--repl-diskless-sync-delay",
            "0")) {
      RedisProbe probe = probe(server.target());
      String online = "redis.follower.online{follower=\"127.0.0.1:" + follower.port() + "\"}";
      RedisProbe other = probe(follower.target());
      long deadline = System.nanoTime() + 60_000_000_000L;
      while (round(other).getOrDefault("redis.link", 0.0) != 1
          || round(probe).getOrDefault(online, 0.0) != 1) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      assertThat(round(other)).containsEntry("redis.primary", 0.0).containsKey("redis.link.silent");
      assertThat(round(probe))
          .containsEntry("redis.followers", 1.0)
          .containsKey(online.replace("online", "lag_bytes"));
      RedisTarget copy = follower.target("test/copy");
      assertThat(RedisReplicas.look(List.of(server.target(), copy)))
          .containsExactly(
              new Finding.Seen("redis test/cache", Set.of(EntityId.parse(ENTITY)), Set.of()),
              new Finding.Seen(
                  "redis test/copy",
                  Set.of(EntityId.parse("redis:test/copy")),
                  Set.of(
                      new Edge(
                          EntityId.parse("redis:test/copy"),
                          Edge.Kind.REPLICA_OF,
                          EntityId.parse(ENTITY)))));
    }
  }

  @Test
  void aUserThatMayOnlyAskForInfoReadsThatAndWhatIsRefusedIsCounted() throws Exception {
    try (Jedis jedis = server.connect()) {
      jedis.aclSetUser("probe", "on", ">word", "+info", "+ping", "+client|setname");
    }
    Map<String, Double> told = round(probe(server.as("probe")));
    assertThat(told)
        .containsEntry("redis.up", 1.0)
        .containsEntry("probe.failures", 1.0)
        .containsKey("redis.memory.used_bytes")
        .doesNotContainKey("redis.slow_commands");
  }

  @Test
  void aServerThatLetsUsNotInOrIsNotThereIsDown() throws Exception {
    assertThat(round(probe(server.as("nobody")))).isEqualTo(Map.of("redis.up", 0.0));
    RedisTarget there = server.target();
    RedisTarget nowhere =
        new RedisTarget(
            there.name(), there.host(), 1, there.user(), there.secret(), there.caFile());
    assertThat(round(probe(nowhere))).isEqualTo(Map.of("redis.up", 0.0));
  }

  @Test
  void aServerThatDoesNotAnswerIsDownAndReadAgainWhenItDoes() {
    RedisProbe probe = probe(server.target());
    round(probe);
    try (Jedis jedis = server.connect()) {
      jedis.sendCommand(() -> "CLIENT".getBytes(UTF_8), "KILL", "TYPE", "normal", "SKIPME", "yes");
    }
    assertThat(round(probe)).isEqualTo(Map.of("redis.up", 0.0));
    assertThat(round(probe)).containsEntry("redis.up", 1.0).containsKey("redis.clients");
  }

  private RedisProbe probe(RedisTarget target) {
    RedisProbe probe = new RedisProbe(target, 2_000, log.teller(), log.clock());
    probes.add(probe);
    return probe;
  }

  private Map<String, Double> round(RedisProbe probe) {
    return log.round(probe).of(ENTITY);
  }

  private static void awaitBlocked(Jedis jedis) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!jedis.info("clients").contains("blocked_clients:1")) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  private static void assertFails(Runnable command) {
    assertThatThrownBy(command::run).isInstanceOf(JedisDataException.class);
  }
}
