package io.homeostat.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class BrokerServiceTest {
  private static final int RECORDS = 200;
  private static final List<String> HOMEOSTATS =
      Arrays.stream(Stream.values()).map(Stream::topic).toList();

  @TempDir private Path root = Path.of("");

  @Test
  void aKilledBrokerComesBackWithEveryRecordThatItAcknowledged() throws Exception {
    BrokerProcess first = BrokerProcess.start(root);
    Map<String, Object> client = Map.of("bootstrap.servers", first.bootstrap());
    try (Admin admin = Admin.create(client)) {
      admin
          .createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
    produce(client);
    assertThat(topics(client)).containsAll(HOMEOSTATS);

    first.kill();
    BrokerProcess second = BrokerProcess.start(root);

    try {
      assertThat(topics(client)).containsAll(HOMEOSTATS).contains("kept");
      assertThat(consume(client)).hasSize(RECORDS).startsWith("0").endsWith("" + (RECORDS - 1));
      assertThat(second.startTook()).isLessThan(Duration.ofSeconds(40));
      assertThat(second.end()).isZero();
    } finally {
      second.kill();
    }
  }

  @Test
  void aDamagedFolderIsRefusedBeforeAnythingStarts() throws Exception {
    Files.createDirectories(root.resolve("kafka"));
    Files.writeString(root.resolve("kafka/meta.properties"), "version=1\n");
    ServiceConfig config =
        new ServiceConfig(
            Map.of(
                "data.dir",
                root.toString(),
                "kafka.port",
                "20001",
                "kafka.controller.port",
                "20002"));

    assertThatThrownBy(() -> new BrokerService().start(config))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("is damaged: it has no cluster.id")
        .hasMessageContaining("begin anew");
  }

  @Test
  void onePortForBothListenersIsRefused() {
    assertThatThrownBy(() -> new BrokerSettings(root, 20_001, 20_001))
        .hasMessageContaining("are both 20001");
  }

  private static Set<String> topics(Map<String, Object> client) throws Exception {
    try (Admin admin = Admin.create(client)) {
      return admin.listTopics().names().get(20, TimeUnit.SECONDS);
    }
  }

  private static void produce(Map<String, Object> client) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        var unused = producer.send(new ProducerRecord<>("kept", "" + i));
      }
      producer.flush();
    }
  }

  private static List<String> consume(Map<String, Object> client) {
    TopicPartition partition = new TopicPartition("kept", 0);
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(Set.of(partition));
      consumer.seekToBeginning(Set.of(partition));
      long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
