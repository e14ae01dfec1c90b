package io.homeostat.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TopicFollowerTest {
  private static final TopicPartition CONTEXT = new TopicPartition(Stream.CONTEXT.topic(), 0);

  /** Kafka's own fake of a consumer, which tells when it is asked for a topic. */
  private static final class Asked extends MockConsumer<byte[], byte[]> {
    private final CountDownLatch twice = new CountDownLatch(2);

    Asked() {
      super("earliest");
    }

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic) {
      twice.countDown();
      if (twice.getCount() == 1) {
        throw new TimeoutException("nobody answers");
      }
      return super.partitionsFor(topic);
    }
  }

  @Test
  void aBrokerAndATopicThatComeLaterAreFollowedOnceTheyAreThere() throws Exception {
    Asked consumer = new Asked();
    try (TopicFollower follower =
        TopicFollower.start(consumer, List.of(Stream.CONTEXT), (record, message) -> {})) {
      consumer.twice.await();
      assertThat(follower.failure()).isNotDone();
      assertThat(follower.caughtUp()).isNotDone();
      consumer.updateBeginningOffsets(Map.of(CONTEXT, 0L));
      consumer.updateEndOffsets(Map.of(CONTEXT, 0L));
      Node node = new Node(1, "127.0.0.1", 1);
      consumer.updatePartitions(
          CONTEXT.topic(),
          List.of(
              new PartitionInfo(CONTEXT.topic(), 0, node, new Node[] {node}, new Node[] {node})));
      follower.caughtUp().get(60, TimeUnit.SECONDS);
      assertThat(follower.failure()).isNotDone();
    }
    assertThat(consumer.closed()).isTrue();
  }
}
