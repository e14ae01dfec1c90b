package io.homeostat.core.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LanesTest {

  @Property
  void everyKeyHasALane(@ForAll String key) {
    for (Stream stream : Stream.values()) {
      assertThat(Lanes.CLUSTER.lane(stream, key)).isBetween(0, Lanes.CLUSTER.of(stream) - 1);
    }
  }

  @Test
  void similarKeysSpreadEvenly() {
    int[] counts = new int[Lanes.CLUSTER.of(Stream.METRICS)];
    for (int i = 0; i < 32_000; i++) {
      counts[Lanes.CLUSTER.lane(Stream.METRICS, "service:demo/rag/host-" + i)]++;
    }
    assertThat(Arrays.stream(counts).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(800, 1_200));
  }

  @Test
  void theLaneOfAKeyIsForEver() {
    assertThat(Lanes.CLUSTER.lane(Stream.METRICS, "postgres:demo/rag")).isEqualTo(22);
    assertThat(Lanes.CLUSTER.lane(Stream.GOVERNANCE, "postgres:demo/rag")).isZero();
  }

  @Test
  void aNumberOfLanesThatDoesNotDivideTheKeyGroupsIsRefused() {
    assertThatThrownBy(() -> new Lanes(3, 2)).hasMessageContaining("power of two");
    assertThatThrownBy(() -> new Lanes(4, 0)).hasMessageContaining("power of two");
  }
}
