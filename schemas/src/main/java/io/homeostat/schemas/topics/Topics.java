package io.homeostat.schemas.topics;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import java.time.Duration;
import java.util.ArrayList;
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
import org.apache.kafka.common.config.TopicConfig;

/** The catalogue: each stream's partitions and settings in Kafka. */
public final class Topics {
  private static final long LIMIT_SECONDS = 30;

  private Topics() {}

  /** The settings of a stream's topic. */
  public static Map<String, String> settings(Stream stream) {
    Map<String, String> settings = new HashMap<>();
    if (stream.kind() == Stream.Kind.INBOX) {
      settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    }
    switch (stream) {
      case METRICS, LOGS, CHANGES -> settings.put(TopicConfig.RETENTION_MS_CONFIG, days(2));
      case SIGNALS, GOVERNANCE, COMMANDS -> settings.put(TopicConfig.RETENTION_MS_CONFIG, days(14));
      case INCIDENTS -> {
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete");
        settings.put(TopicConfig.RETENTION_MS_CONFIG, days(90));
      }
      case CONTEXT, CONTROLS, STATES -> settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
      case DECISIONS, OUTCOMES, DEAD_LETTERS ->
          settings.put(TopicConfig.RETENTION_MS_CONFIG, days(90));
      case AUDIT -> settings.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
      case CLOCK -> settings.put(TopicConfig.RETENTION_MS_CONFIG, days(1));
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
    try {
      Set<String> present = admin.listTopics().names().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      List<NewTopic> missing = new ArrayList<>();
      List<String> known = new ArrayList<>();
      for (Stream stream : Stream.values()) {
        if (present.contains(stream.topic())) {
          known.add(stream.topic());
        } else {
          missing.add(
              new NewTopic(stream.topic(), lanes.of(stream), replication)
                  .configs(settings(stream)));
        }
      }
      admin.createTopics(missing).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      check(
          admin.describeTopics(known).allTopicNames().get(LIMIT_SECONDS, TimeUnit.SECONDS), lanes);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot create the topics: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating the topics", e);
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
                    + " lanes are configured; the number of lanes is fixed for a topic's life: set it back");
          }
        });
  }

  private static String days(int days) {
    return Long.toString(Duration.ofDays(days).toMillis());
  }
}
