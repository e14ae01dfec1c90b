package io.homeostat.schemas.topics;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/** Compares the topics of a Kafka with the catalogue. */
public final class TopicCheck {

  private TopicCheck() {}

  /**
   * What is not as it must be, with the remedy; empty when all is.
   *
   * @throws IllegalStateException when the brokers do not answer
   */
  public static List<String> findings(Admin admin, Lanes lanes) {
    List<String> findings = new ArrayList<>();
    List<Stream> present = new ArrayList<>();
    Set<String> names = Topics.answer("list the topics", admin.listTopics().names());
    for (Stream stream : Stream.values()) {
      if (names.contains(stream.topic())) {
        present.add(stream);
      } else {
        findings.add(stream.topic() + " is missing: create it with `homeostat topics create`");
      }
    }
    lanes(admin, lanes, present, findings);
    settings(admin, present, findings);
    return findings;
  }

  private static void lanes(Admin admin, Lanes lanes, List<Stream> present, List<String> findings) {
    Map<String, TopicDescription> topics =
        Topics.answer(
            "describe the topics",
            admin.describeTopics(present.stream().map(Stream::topic).toList()).allTopicNames());
    for (Stream stream : present) {
      int found = Objects.requireNonNull(topics.get(stream.topic())).partitions().size();
      if (found != lanes.of(stream)) {
        findings.add(
            "%s has %d partitions, and %d lanes are set: lanes are fixed for a topic's life, set lanes.* back"
                .formatted(stream.topic(), found, lanes.of(stream)));
      }
    }
  }

  private static void settings(Admin admin, List<Stream> present, List<String> findings) {
    Map<ConfigResource, Config> configs =
        Topics.answer(
            "read the topics' settings",
            admin.describeConfigs(present.stream().map(TopicCheck::resource).toList()).all());
    for (Stream stream : present) {
      Config config = Objects.requireNonNull(configs.get(resource(stream)));
      new TreeMap<>(Topics.settings(stream))
          .forEach(
              (key, wanted) -> {
                ConfigEntry entry = config.get(key);
                String found = entry == null ? "" : String.valueOf(entry.value());
                if (!parts(found).equals(parts(wanted))) {
                  findings.add(
                      "%s has %s=%s, and must have %s: kafka-configs --alter --topic %s --add-config %s=%s"
                          .formatted(
                              stream.topic(),
                              key,
                              found,
                              wanted,
                              stream.topic(),
                              key,
                              quoted(wanted)));
                }
              });
    }
  }

  private static ConfigResource resource(Stream stream) {
    return new ConfigResource(ConfigResource.Type.TOPIC, stream.topic());
  }

  /** The parts of a list, whose order means nothing. */
  private static Set<String> parts(String value) {
    return new TreeSet<>(Arrays.asList(value.split(",", -1)));
  }

  private static String quoted(String value) {
    return value.contains(",") ? "[" + value + "]" : value;
  }
}
