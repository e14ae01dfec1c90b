package io.homeostat.schemas.topics;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;

/** The catalogue: each stream's partitions and settings in Kafka. */
public final class Topics {
  /**
   * The one key of the compacted topic {@code controls}, so that its last record stays for ever.
   */
  public static final String STOP_KEY = "stop";

  private static final long LIMIT_SECONDS = 30;
  private static final String ONE_HOUR = Long.toString(Duration.ofHours(1).toMillis());
  private static final String TEN_MINUTES = Long.toString(Duration.ofMinutes(10).toMillis());

  private Topics() {}

  /** The settings of a stream's topic. */
  public static Map<String, String> settings(Stream stream) {
    Map<String, String> settings = new HashMap<>();
    if (stream.kind() == Stream.Kind.INBOX) {
      settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    }
    switch (stream) {
      case METRICS, LOGS, CHANGES, EMBEDDINGS ->
          settings.put(TopicConfig.RETENTION_MS_CONFIG, days(2));
      case SIGNALS, GOVERNANCE, COMMANDS -> settings.put(TopicConfig.RETENTION_MS_CONFIG, days(14));
      case INCIDENTS, PAGES -> {
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete");
        settings.put(TopicConfig.RETENTION_MS_CONFIG, days(90));
      }
      case DRIFT_REPORTS -> {
        // Who follows it reads what is not yet compacted, too.
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete");
        settings.put(TopicConfig.RETENTION_MS_CONFIG, days(90));
        settings.put(TopicConfig.SEGMENT_MS_CONFIG, ONE_HOUR);
      }
      case CONTEXT, CONTROLS, STATES, SHAPES ->
          settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
      case DECISIONS, OUTCOMES, EMBEDDING_REPORTS, DEAD_LETTERS ->
          settings.put(TopicConfig.RETENTION_MS_CONFIG, days(90));
      case AUDIT -> settings.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
      case CLOCK -> settings.put(TopicConfig.RETENTION_MS_CONFIG, days(1));
      case DOORS -> {
        // How old a word is, the broker's time says; an old one is worth nothing.
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        settings.put(TopicConfig.RETENTION_MS_CONFIG, TEN_MINUTES);
        settings.put(TopicConfig.SEGMENT_MS_CONFIG, TEN_MINUTES);
      }
    }
    return settings;
  }

  /**
   * Creates the topics that are not there yet.
   *
   * @param replication the replication factor; 1 on one machine
   * @throws IllegalStateException when the broker refuses, or a topic has another number of lanes
   *     than {@code lanes}
   */
  public static void create(Admin admin, Lanes lanes, short replication) {
    List<String> created = createMissing(admin, lanes, replication);
    List<String> known =
        Arrays.stream(Stream.values())
            .map(Stream::topic)
            .filter(topic -> !created.contains(topic))
            .toList();
    check(answer("describe the topics", admin.describeTopics(known).allTopicNames()), lanes);
  }

  /**
   * Creates the topics that are not there yet, and looks at no other.
   *
   * @param replication the replication factor; -1 for the broker's default
   * @return the names of those created
   * @throws IllegalStateException when the broker refuses
   */
  public static List<String> createMissing(Admin admin, Lanes lanes, short replication) {
    Set<String> present = answer("list the topics", admin.listTopics().names());
    List<NewTopic> missing =
        Arrays.stream(Stream.values())
            .filter(stream -> !present.contains(stream.topic()))
            .map(
                stream ->
                    new NewTopic(stream.topic(), lanes.of(stream), replication)
                        .configs(settings(stream)))
            .toList();
    answer("create the topics", admin.createTopics(missing).all());
    return missing.stream().map(NewTopic::name).toList();
  }

  /** What the broker answers, waited for. */
  static <T> T answer(String what, KafkaFuture<T> future) {
    try {
      return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot " + what + ": " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "cannot " + what + ": no answer within " + LIMIT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; cannot " + what, e);
    }
  }

  private static void check(Map<String, TopicDescription> topics, Lanes lanes) {
    topics.forEach(
        (name, description) -> {
          int present = description.partitions().size();
          int wanted = Stream.byTopic(name).map(lanes::of).orElse(present);
          if (present != wanted) {
            throw new IllegalStateException(
                "topic "
                    + name
                    + " has "
                    + present
                    + " partitions, and "
                    + wanted
                    + " lanes are configured; the number of lanes is fixed for a topic's life: set"
                    + " it back");
          }
        });
  }

  private static String days(int days) {
    return Long.toString(Duration.ofDays(days).toMillis());
  }
}
