package io.homeostat.ingest.postgres;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.door.Door;
import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.topics.DoorPublisher;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one database, round by round, on one connection: read-only, in autocommit so that it holds
 * no snapshot, never waiting for a lock, with a short limit for every statement. A round that took
 * long is followed by a longer pause.
 */
final class Probe {
  private static final Logger log = LoggerFactory.getLogger(Probe.class);
  private static final int BUSY_FACTOR = 5;
  private static final String POLITE =
      "SET statement_timeout = '2s'; SET lock_timeout = '50ms'; SET idle_session_timeout = '60s'";

  private final PostgresTarget target;
  private final DoorPublisher publisher;
  private final Door door;
  private final InstantSource clock;
  private final LeafReading leaves;
  private Map<String, Double> counters = new HashMap<>();
  private @Nullable Connection connection;
  private String trouble = "";

  Probe(
      PostgresTarget target,
      DoorPublisher publisher,
      Door door,
      InstantSource clock,
      LeafReading leaves) {
    this.target = target;
    this.publisher = publisher;
    this.door = door;
    this.clock = clock;
    this.leaves = leaves;
  }

  /**
   * One round.
   *
   * @return how long to wait before the next one, at least, in milliseconds
   */
  long round() {
    long begin = clock.millis();
    Readings readings = new Readings(target.name(), counters);
    long cost;
    try {
      String troubles = readParts(connect(), begin, readings);
      readings.gauge(readings.instance(), "pg.up", 1);
      cost = clock.millis() - begin;
      readings.gauge(readings.instance(), "probe.duration", (double) cost);
      counters = readings.counters();
      tellTrouble(troubles);
    } catch (SQLException | IOException e) {
      tellTrouble(String.valueOf(e.getMessage()));
      close();
      cost = clock.millis() - begin;
      counters = new HashMap<>();
      readings = new Readings(target.name(), Map.of());
      readings.gauge(readings.instance(), "pg.up", 0);
    }
    publish(readings.frames(begin));
    return cost * BUSY_FACTOR;
  }

  private interface Part {
    void read() throws SQLException;
  }

  /**
   * Reads each part by itself, so that one that is locked, slow or forbidden takes no other with
   * it.
   *
   * @return what went wrong; empty when nothing did
   * @throws SQLException when the database does not answer any more
   */
  private String readParts(Connection open, long nowMillis, Readings readings) throws SQLException {
    List<Part> parts =
        List.of(
            () -> InstanceQueries.read(open, readings),
            () -> RelationQueries.readTables(open, target.schemas(), readings),
            () ->
                leaves.read(
                    open,
                    RelationQueries.readIndexes(open, target.schemas(), readings),
                    nowMillis,
                    readings));
    List<String> troubles = new ArrayList<>();
    for (Part part : parts) {
      try {
        part.read();
      } catch (SQLException e) {
        if (!open.isValid(1)) {
          throw e;
        }
        troubles.add(String.valueOf(e.getMessage()));
      }
    }
    return String.join("; ", troubles);
  }

  private void publish(List<MetricFrame> frames) {
    CompletableFuture<?>[] sent =
        frames.stream()
            .map(frame -> publisher.publish(Stream.METRICS, frame.entity().text(), frame))
            .toArray(CompletableFuture<?>[]::new);
    var unused =
        CompletableFuture.allOf(sent)
            .whenComplete(
                (done, error) -> {
                  if (error == null) {
                    door.heartbeat();
                  } else {
                    log.warn("what was read from {} did not reach Kafka", target.name(), error);
                  }
                });
  }

  private Connection connect() throws SQLException, IOException {
    Connection present = connection;
    if (present != null) {
      return present;
    }
    Properties settings = new Properties();
    settings.setProperty("user", target.user());
    settings.setProperty("password", target.password());
    settings.setProperty("ApplicationName", "homeostat-probe");
    settings.setProperty("connectTimeout", "2");
    settings.setProperty("socketTimeout", "5");
    settings.setProperty("readOnly", "true");
    Connection fresh = DriverManager.getConnection(target.jdbcUrl(), settings);
    try (Statement statement = fresh.createStatement()) {
      statement.execute(POLITE);
    }
    connection = fresh;
    return fresh;
  }

  private void tellTrouble(String now) {
    if (!now.equals(trouble)) {
      trouble = now;
      if (now.isEmpty()) {
        log.info("all of {} is read again", target.name());
      } else {
        log.warn("not all of {} can be read: {}", target.name(), now);
      }
    }
  }

  /** Ends the connection. */
  void close() {
    Connection present = connection;
    connection = null;
    if (present != null) {
      try {
        present.close();
      } catch (SQLException e) {
        log.debug("closing the connection to {} failed", target.name(), e);
      }
    }
  }
}
