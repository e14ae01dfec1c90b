package io.homeostat.ingest.redis;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.probe.Pace;
import io.homeostat.ingest.probe.Probing;
import io.homeostat.ingest.probe.Samples;
import io.homeostat.ingest.probe.Teller;
import io.homeostat.schemas.targets.RedisTarget;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.Slowlog;

/**
 * Reads one server, round by round, on one connection: {@code PING}, whose time is the latency,
 * {@code INFO}, and each 10 s what commands cost. It never reads keys or values. A server that
 * answers slowly is busy, and is left alone for longer.
 */
final class RedisProbe implements Probing {
  private static final long SELDOM_MILLIS = 10_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final RedisTarget target;
  private final EntityId entity;
  private final Teller teller;
  private final InstantSource clock;
  private final Pace pace;
  private final Samples.Counters counters = new Samples.Counters();
  private @Nullable Jedis connection;
  private long seldomAtMillis = Long.MIN_VALUE;
  private boolean ended;

  RedisProbe(RedisTarget target, long intervalMillis, Teller teller, InstantSource clock) {
    this.target = target;
    this.entity = new EntityId("redis", List.of(target.name().split("/")));
    this.teller = teller;
    this.clock = clock;
    this.pace = new Pace(intervalMillis);
  }

  @Override
  public synchronized long round() {
    if (ended) {
      return SELDOM_MILLIS;
    }
    long atMillis = clock.millis();
    Samples samples = new Samples(counters, atMillis);
    long begin = System.nanoTime();
    try {
      Jedis open = connect();
      String trouble = read(open, atMillis, samples);
      samples.gauge(entity, "redis.up", 1);
      samples.gauge(entity, "probe.duration", millisSince(begin));
      teller.trouble(trouble);
    } catch (JedisException | IOException e) {
      teller.trouble(String.valueOf(e.getMessage()));
      close();
      counters.clear();
      samples = new Samples(counters, atMillis);
      samples.gauge(entity, "redis.up", 0);
    }
    teller.tell(samples);
    double cost = millisSince(begin);
    return pace.pauseMillis(cost, cost);
  }

  /**
   * Reads what is due; what the server refuses takes nothing else with it.
   *
   * @return what was refused; empty when nothing was
   */
  private String read(Jedis open, long atMillis, Samples samples) {
    List<String> refused = new ArrayList<>();
    long asked = System.nanoTime();
    part(refused, open::ping);
    long nanos = System.nanoTime() - asked;
    boolean busy = pace.opened(nanos);
    samples.gauge(entity, "redis.latency", nanos / NANOS_PER_MILLI);
    samples.flag(entity, "probe.busy", busy);
    part(
        refused,
        () -> {
          samples.begin("info");
          InfoSamples.tell(Info.parse(open.info()), entity, samples);
          samples.end("info");
        });
    if (!busy && atMillis - SELDOM_MILLIS >= seldomAtMillis) {
      seldomAtMillis = atMillis;
      part(refused, () -> commands(open, samples));
      part(refused, () -> slow(open, samples));
    }
    samples.gauge(entity, "probe.failures", refused.size());
    return String.join("; ", refused);
  }

  private void commands(Jedis open, Samples samples) {
    samples.begin("commands");
    InfoSamples.tellCommands(
        Info.parse(open.info("commandstats")),
        Info.parse(open.info("latencystats")),
        entity,
        samples);
    samples.end("commands");
  }

  /** Slow commands are numbered; their words, which hold keys and values, are not looked at. */
  private void slow(Jedis open, Samples samples) {
    samples.begin("slow");
    List<Slowlog> newest = open.slowlogGet(1);
    samples.counter(
        entity, "redis.slow_commands", newest.isEmpty() ? 0 : newest.get(0).getId() + 1.0);
    samples.end("slow");
  }

  private static void part(List<String> refused, Runnable part) {
    try {
      part.run();
    } catch (JedisDataException e) {
      refused.add(String.valueOf(e.getMessage()));
    }
  }

  private Jedis connect() throws IOException {
    Jedis present = connection;
    if (present != null) {
      return present;
    }
    Jedis fresh = Connections.open(target);
    connection = fresh;
    return fresh;
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / NANOS_PER_MILLI;
  }

  @Override
  public synchronized void end() {
    ended = true;
    close();
  }

  private void close() {
    Jedis present = connection;
    connection = null;
    if (present != null) {
      try {
        present.close();
      } catch (JedisException e) {
        // It was broken already: that is why it is closed.
        teller.trouble(String.valueOf(e.getMessage()));
      }
    }
  }
}
