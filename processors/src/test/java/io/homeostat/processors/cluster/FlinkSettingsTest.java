package io.homeostat.processors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.lane.Lanes;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.topics.Brokers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlinkSettingsTest {
  private static final Map<String, String> NEEDED =
      Map.of("data.dir", "/data", "kafka.bootstrap", "127.0.0.1:7092", "flink.web.port", "7082");

  @Test
  void hasDefaultsForAllThatCanHaveThem() {
    assertThat(FlinkSettings.from(new ServiceConfig(NEEDED)))
        .isEqualTo(
            new FlinkSettings(
                Path.of("/data/flink"),
                Brokers.at("127.0.0.1:7092"),
                7082,
                1,
                Duration.ofSeconds(5),
                Lanes.LOCAL));
  }

  @Test
  void readsEverySetting() {
    assertThat(
            FlinkSettings.from(
                with(
                    Map.of(
                        "flink.parallelism", "8",
                        "flink.checkpoint.millis", "250",
                        "lanes.telemetry", "32",
                        "lanes.signals", "8"))))
        .isEqualTo(
            new FlinkSettings(
                Path.of("/data/flink"),
                Brokers.at("127.0.0.1:7092"),
                7082,
                8,
                Duration.ofMillis(250),
                Lanes.CLUSTER));
  }

  @ParameterizedTest
  @CsvSource({
    "flink.web.port, 70000, 0 to 65535",
    "flink.parallelism, 0, from 1 to 128",
    "flink.checkpoint.millis, 1, from 10 to 3600000",
    "flink.checkpoint.millis, soon, whole number",
    "lanes.telemetry, 3, power of two"
  })
  void refusesWhatIsOutOfRangeAndNamesIt(String key, String value, String remedy) {
    assertThatThrownBy(() -> FlinkSettings.from(with(Map.of(key, value))))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(value)
        .hasMessageContaining(remedy);
  }

  private static ServiceConfig with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(NEEDED);
    all.putAll(more);
    return new ServiceConfig(all);
  }
}
