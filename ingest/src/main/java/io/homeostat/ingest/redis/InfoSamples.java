package io.homeostat.ingest.redis;

import static io.homeostat.ingest.probe.Labels.series;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.probe.Samples;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a server says of itself as samples. A field that a release does not have is not told. */
final class InfoSamples {
  private static final double MICROS_PER_MILLI = 1_000;
  private static final int MOST = 32;

  /** A series, the field that it is read from, and by what that is divided. */
  private record Field(String series, String name, double divisor) {
    Field(String series, String name) {
      this(series, name, 1);
    }
  }

  /** Numbers as they are now. */
  private static final List<Field> GAUGES =
      List.of(
          new Field("redis.uptime", "uptime_in_seconds"),
          new Field("redis.clients", "connected_clients"),
          new Field("redis.clients.limit", "maxclients"),
          new Field("redis.clients.blocked", "blocked_clients"),
          new Field("redis.memory.used_bytes", "used_memory"),
          new Field("redis.memory.peak_bytes", "used_memory_peak"),
          new Field("redis.memory.rss_bytes", "used_memory_rss"),
          new Field("redis.memory.fragmentation", "mem_fragmentation_ratio"),
          new Field("redis.rdb.changes", "rdb_changes_since_last_save"),
          new Field("redis.fork_time", "latest_fork_usec", MICROS_PER_MILLI),
          new Field("redis.followers", "connected_slaves"));

  /** Numbers that grow, told as their increase. */
  private static final List<Field> COUNTERS =
      List.of(
          new Field("redis.commands", "total_commands_processed"),
          new Field("redis.connections", "total_connections_received"),
          new Field("redis.connections.rejected", "rejected_connections"),
          new Field("redis.clients.cut", "client_output_buffer_limit_disconnections"),
          new Field("redis.keys.expired", "expired_keys"),
          new Field("redis.keys.evicted", "evicted_keys"),
          new Field("redis.net.in_bytes", "total_net_input_bytes"),
          new Field("redis.net.out_bytes", "total_net_output_bytes"),
          new Field("redis.errors", "total_error_replies"),
          new Field("redis.sync.full", "sync_full"));

  private InfoSamples() {}

  /** Tells the general sections of {@code INFO}. */
  static void tell(Info info, EntityId entity, Samples samples) {
    GAUGES.forEach(f -> samples.gauge(entity, f.series(), info.number(f.name()) / f.divisor()));
    COUNTERS.forEach(f -> samples.counter(entity, f.series(), info.number(f.name())));
    samples.gauge(
        entity,
        "redis.clients.used",
        100 * info.number("connected_clients") / info.number("maxclients"));
    if (info.number("maxmemory") > 0) {
      samples.gauge(entity, "redis.memory.limit_bytes", info.number("maxmemory"));
      samples.gauge(
          entity, "redis.memory.used", 100 * info.number("used_memory") / info.number("maxmemory"));
    }
    flag(info, "loading", "1", "redis.loading", entity, samples);
    samples.rate(
        entity, "redis.cpu", 100 * (info.number("used_cpu_sys") + info.number("used_cpu_user")));
    hitRate(info, entity, samples);
    persistence(info, entity, samples);
    replication(info, entity, samples);
    keys(info, entity, samples);
    info.each(
        "errorstat_",
        (kind, parts) ->
            samples.counterFromNothing(
                entity, series("redis.errors", "kind", kind), Info.number(parts, "count")));
  }

  /** Tells {@code INFO commandstats} and {@code latencystats}: of the commands called most. */
  static void tellCommands(Info commands, Info latencies, EntityId entity, Samples samples) {
    Map<String, Double> calls = new TreeMap<>();
    commands.each("cmdstat_", (command, parts) -> calls.put(command, Info.number(parts, "calls")));
    List<String> most =
        calls.entrySet().stream()
            .sorted(
                Map.Entry.<String, Double>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST)
            .map(Map.Entry::getKey)
            .toList();
    commands.each(
        "cmdstat_",
        (command, parts) -> {
          if (most.contains(command)) {
            counter("redis.command.calls", command, parts, "calls", 1, entity, samples);
            counter(
                "redis.command.time", command, parts, "usec", MICROS_PER_MILLI, entity, samples);
            counter("redis.command.failed", command, parts, "failed_calls", 1, entity, samples);
          }
        });
    latencies.each(
        "latency_percentiles_usec_",
        (command, parts) -> {
          if (most.contains(command)) {
            samples.gauge(
                entity,
                series("redis.command.p99", "command", command),
                Info.number(parts, "p99") / MICROS_PER_MILLI);
          }
        });
  }

  private static void counter(
      String name,
      String command,
      Map<String, String> parts,
      String part,
      double divisor,
      EntityId entity,
      Samples samples) {
    samples.counterFromNothing(
        entity, series(name, "command", command), Info.number(parts, part) / divisor);
  }

  private static void hitRate(Info info, EntityId entity, Samples samples) {
    double hits = samples.increase(entity, "redis.hits", info.number("keyspace_hits")).amount();
    double misses =
        samples.increase(entity, "redis.misses", info.number("keyspace_misses")).amount();
    samples.gauge(entity, "redis.hits", hits);
    samples.gauge(entity, "redis.misses", misses);
    samples.gauge(entity, "redis.hit_rate", hits / (hits + misses));
  }

  private static void persistence(Info info, EntityId entity, Samples samples) {
    if (!info.text("rdb_last_bgsave_status").isEmpty()) {
      samples.flag(entity, "redis.rdb.failing", !info.text("rdb_last_bgsave_status").equals("ok"));
    }
    if (info.text("aof_enabled").equals("1")) {
      samples.flag(
          entity,
          "redis.aof.failing",
          !(info.text("aof_last_write_status").equals("ok")
              && info.text("aof_last_bgrewrite_status").equals("ok")));
    }
  }

  private static void replication(Info info, EntityId entity, Samples samples) {
    flag(info, "role", "master", "redis.primary", entity, samples);
    if (info.text("role").equals("slave")) {
      flag(info, "master_link_status", "up", "redis.link", entity, samples);
      samples.gauge(entity, "redis.link.down", info.number("master_link_down_since_seconds"));
      samples.gauge(entity, "redis.link.silent", info.number("master_last_io_seconds_ago"));
    }
    double end = info.number("master_repl_offset");
    info.each(
        "slave",
        (number, parts) -> {
          if (parts.containsKey("ip")) {
            String who = parts.get("ip") + ":" + parts.getOrDefault("port", "?");
            samples.gauge(
                entity,
                series("redis.follower.lag_bytes", "follower", who),
                end - Info.number(parts, "offset"));
            samples.gauge(
                entity, series("redis.follower.delay", "follower", who), Info.number(parts, "lag"));
            samples.flag(
                entity,
                series("redis.follower.online", "follower", who),
                "online".equals(parts.get("state")));
          }
        });
  }

  private static void keys(Info info, EntityId entity, Samples samples) {
    info.each(
        "db",
        (number, parts) -> {
          if (parts.containsKey("keys")) {
            samples.gauge(entity, series("redis.keys", "db", number), Info.number(parts, "keys"));
            samples.gauge(
                entity, series("redis.keys.expiring", "db", number), Info.number(parts, "expires"));
          }
        });
  }

  private static void flag(
      Info info, String field, String yes, String series, EntityId entity, Samples samples) {
    if (!info.text(field).isEmpty()) {
      samples.flag(entity, series, info.text(field).equals(yes));
    }
  }
}
