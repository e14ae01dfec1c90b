package io.homeostat.ingest.clock;

import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.door.DoorsOfAll;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.topics.LaneSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The service {@code clock}: writes the time into every lane while it is the elected one. */
public final class ClockService implements Service {
  /** How long a clock that is off stays out of the election. */
  private static final Duration STAND_BACK = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public List<Setting<?>> settings() {
    return LaneSettings.ALL;
  }

  @Override
  public RunningService start(ServiceConfig config) {
    return start(Inbox.from(config), Doors.ofProcess(), InstantSource.system(), STAND_BACK);
  }

  static RunningClock start(Inbox inbox, Doors doors, InstantSource time, Duration standBack) {
    DoorPublisher publisher = inbox.publisher("clock", producerSettings());
    DoorsOfAll.Followed all = DoorsOfAll.follow(inbox, time);
    Election election =
        new Election(
            inbox.brokers(),
            () -> new Ticker(publisher, inbox.lanes(), () -> all.doors().health(doors), time),
            standBack);
    election.start();
    return new RunningClock(election, publisher, all);
  }

  /**
   * A tick is written at once or not at all: nothing waits for company, and what Kafka has not
   * taken in a second is given up. Doubled or reordered ticks are harmless, so idempotence is not
   * needed.
   */
  static Map<String, Object> producerSettings() {
    return Map.of(
        ProducerConfig.LINGER_MS_CONFIG,
        0,
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        false,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        (int) Ticker.STALE_MILLIS,
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        (int) Ticker.STALE_MILLIS,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        Beat.PERIOD_MILLIS,
        ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
        50,
        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
        250,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        1024L * 1024,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "none");
  }

  /**
   * A clock that has started.
   *
   * @param election decides whether it writes
   * @param publisher the way into the lanes
   * @param doors what the doors of other processes say
   */
  record RunningClock(Election election, DoorPublisher publisher, DoorsOfAll.Followed doors)
      implements RunningService {

    /** Whether this clock is the writer, as far as it knows. */
    boolean leading() {
      return election.leading();
    }

    @Override
    public CompletableFuture<Void> failure() {
      return doors.failure();
    }

    @Override
    public void close() {
      election.close();
      publisher.close();
      doors.close();
    }
  }
}
