package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.probe.Labels;
import io.homeostat.ingest.probe.Pace;
import io.homeostat.ingest.probe.Probing;
import io.homeostat.ingest.probe.Samples;
import io.homeostat.ingest.probe.Teller;
import io.homeostat.ingest.shape.ShapeListener;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an instance, or one of its databases, round by round on one polite connection. What is
 * needed most is read first and told at once; then what is due of the rest, unless the server is
 * busy. Each group of statistics is read by itself, so that one that is locked, slow or forbidden
 * takes no other with it.
 */
final class Probe implements Probing {
  /** What the probe calls itself in {@code pg_stat_activity}. */
  static final String APPLICATION = "homeostat-probe";

  /** After how many times its cost a group that is not needed most may be read again. */
  private static final int ROUND_FACTOR = 5;

  private static final int SELDOM_FACTOR = 20;
  private static final long CANCELLED_PAUSE_MILLIS = 60_000;
  private static final String RIGHTS = "rights";
  private static final double NANOS_PER_MILLI = 1e6;

  private final Look look;
  private final List<Group> groups;
  private final ProbeLimits limits;
  private final Teller teller;
  private final InstantSource clock;
  private final Pace pace;
  private final Samples.Counters counters = new Samples.Counters();
  private final Map<String, Long> due = new HashMap<>();
  private final Map<String, String> troubles = new HashMap<>();
  private @Nullable Session session;
  private boolean ended;

  Probe(Look look, ProbeLimits limits, ShapeListener shapes, Teller teller, InstantSource clock) {
    this.look = look;
    this.groups = look.groups(limits, shapes);
    this.limits = limits;
    this.teller = teller;
    this.clock = clock;
    this.pace = new Pace(limits.intervalMillis());
  }

  @Override
  public synchronized long round() {
    if (ended) {
      return limits.intervalMillis();
    }
    long atMillis = clock.millis();
    long begin = System.nanoTime();
    double needed = 0;
    try {
      Session open = connect();
      long asked = System.nanoTime();
      open.beginRound(atMillis);
      boolean busy = pace.opened(System.nanoTime() - asked);
      tellRights(open.server());
      Readings first = readings(atMillis);
      readAll(open, first, Group.Beat.ALWAYS);
      needed = millisSince(begin);
      first.gauge(self(first), "pg.up", 1);
      first.flag(self(first), "probe.busy", busy);
      first.gauge(self(first), "probe.duration", needed);
      teller.tell(first);
      if (!busy) {
        Readings rest = readings(atMillis);
        for (Group.Beat beat : List.of(Group.Beat.ROUND, Group.Beat.OFTEN, Group.Beat.SELDOM)) {
          readAll(open, rest, beat);
        }
        rest.gauge(self(rest), "probe.failures", troubles.size());
        teller.tell(rest);
      }
      teller.trouble(String.join("; ", troubles.values()));
    } catch (SQLException | IOException e) {
      teller.trouble(String.valueOf(e.getMessage()));
      close();
      counters.clear();
      Readings down = readings(atMillis);
      down.gauge(self(down), "pg.up", 0);
      teller.tell(down);
    }
    return pace.pauseMillis(needed, millisSince(begin));
  }

  private void tellRights(Server server) {
    if (server.seesAll()) {
      troubles.remove(RIGHTS);
    } else {
      troubles.put(RIGHTS, "the role is no member of pg_monitor: it sees no others' sessions");
    }
  }

  private void readAll(Session open, Readings readings, Group.Beat beat) throws SQLException {
    for (Group group : groups) {
      boolean isDue = due.getOrDefault(group.name(), Long.MIN_VALUE) <= open.nowMillis();
      if (group.beat() == beat && isDue) {
        if (group.holdsFor(open.server())) {
          read(open, group, readings);
        } else {
          troubles.remove(group.name());
        }
      }
    }
  }

  /**
   * Reads one group.
   *
   * @throws SQLException when the database does not answer any more
   */
  private void read(Session open, Group group, Readings readings) throws SQLException {
    long begin = System.nanoTime();
    long pause = group.beat().millis();
    readings.begin(group.name());
    try {
      group.read(open, readings);
      readings.end(group.name());
      troubles.remove(group.name());
    } catch (SQLException e) {
      if (!open.alive()) {
        throw e;
      }
      troubles.put(group.name(), group.name() + ": " + e.getMessage());
      if (Session.CANCELLED.equals(e.getSQLState())) {
        pause = CANCELLED_PAUSE_MILLIS;
      }
    }
    double cost = millisSince(begin);
    if (group.beat() != Group.Beat.ALWAYS) {
      int factor = group.beat() == Group.Beat.ROUND ? ROUND_FACTOR : SELDOM_FACTOR;
      pause = Math.max(pause, (long) (factor * cost));
      readings.gauge(self(readings), Labels.series("probe.duration", "group", group.name()), cost);
    }
    due.put(group.name(), open.nowMillis() + pause);
  }

  private Readings readings(long atMillis) {
    return new Readings(look.target().name(), look.scope(), counters, atMillis);
  }

  /** What the probe's own figures are of: the instance, or the one database that it reads. */
  private EntityId self(Readings readings) {
    return look.ofInstance() ? readings.instance() : readings.database(look.target().database());
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / NANOS_PER_MILLI;
  }

  private Session connect() throws SQLException, IOException {
    Session present = session;
    if (present != null) {
      return present;
    }
    Session fresh = Session.open(look.target(), limits.statementMillis());
    session = fresh;
    return fresh;
  }

  @Override
  public synchronized void end() {
    ended = true;
    close();
  }

  private void close() {
    Session present = session;
    session = null;
    if (present != null) {
      try {
        present.close();
      } catch (SQLException e) {
        teller.trouble(String.valueOf(e.getMessage()));
      }
    }
  }
}
