package io.homeostat.processors.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaneKeysTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 32, 128})
  void lanesStandAtEqualDistancesInTheKeyGroups(int lanes) {
    LaneKeys keys = new LaneKeys(lanes);
    for (int lane = 0; lane < lanes; lane++) {
      assertThat(KeyGroupRangeAssignment.assignToKeyGroup(key(keys, lane), 128))
          .isEqualTo(lane * 128 / lanes);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 4, 1", "4, 2, 2", "32, 8, 4", "8, 4, 2", "2, 1, 2"})
  void lanesAreSpreadEvenlyOverWorkers(int lanes, int workers, int each) {
    LaneKeys keys = new LaneKeys(lanes);
    Map<Integer, Integer> load = new HashMap<>();
    for (int lane = 0; lane < lanes; lane++) {
      load.merge(
          KeyGroupRangeAssignment.assignKeyToParallelOperator(key(keys, lane), 128, workers),
          1,
          Integer::sum);
    }
    assertThat(load).hasSize(workers).allSatisfy((worker, n) -> assertThat(n).isEqualTo(each));
  }

  @Test
  void numberThatDoesNotDivideTheKeyGroupsIsRefused() {
    assertThatThrownBy(() -> new LaneKeys(3))
        .hasMessageContaining("lanes are 3")
        .hasMessageContaining("power of two");
  }

  private static int key(LaneKeys keys, int lane) {
    return keys.getKey(new LaneBytes(lane, 0, 0, new byte[0]));
  }
}
