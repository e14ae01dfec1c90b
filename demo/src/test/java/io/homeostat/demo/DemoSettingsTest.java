package io.homeostat.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoSettingsTest {

  @Test
  void everySettingHasADefaultButTheDataFolder() {
    assertThat(DemoSettings.of(config(Map.of())))
        .isEqualTo(
            new DemoSettings(
                Path.of("/data"),
                Path.of("/data/demo/targets.yaml"),
                URI.create("http://127.0.0.1:4318"),
                7432,
                7080,
                7083,
                7081,
                60_000,
                42,
                20,
                50,
                20,
                45,
                7443,
                120,
                60,
                Optional.empty(),
                false));
    assertThatThrownBy(() -> DemoSettings.of(new ServiceConfig(Map.of())))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("data.dir");
  }

  @Test
  void everySettingIsRead() {
    Map<String, String> given =
        new HashMap<>(
            Map.of(
                "demo.calm.seconds", "10",
                "demo.git.port", "11",
                "demo.kubernetes.port", "12",
                "demo.burst.seconds", "13",
                "demo.noise.seconds", "14",
                "demo.postgres.home", "/opt/postgresql",
                "demo.cluster", "true"));
    given.putAll(
        Map.of(
            "targets.file", "/etc/targets.yaml",
            "otlp.endpoint", "http://127.0.0.1:1",
            "demo.postgres.port", "2",
            "demo.retriever.port", "3",
            "demo.control.port", "4",
            "demo.documents", "5000",
            "demo.seed", "6",
            "demo.requests.per.second", "7",
            "demo.slow.millis", "8",
            "demo.fault.seconds", "9"));
    assertThat(given).hasSize(DemoSettings.KEYS.size() - 1);
    assertThat(DemoSettings.of(config(given)))
        .isEqualTo(
            new DemoSettings(
                Path.of("/data"),
                Path.of("/etc/targets.yaml"),
                URI.create("http://127.0.0.1:1"),
                2,
                3,
                11,
                4,
                5000,
                6,
                7,
                8,
                9,
                10,
                12,
                13,
                14,
                Optional.of(Path.of("/opt/postgresql")),
                true));
  }

  @Test
  void aValueOutOfRangeIsNamedWithWhatWouldBeRight() {
    assertThatThrownBy(() -> DemoSettings.of(config(Map.of("demo.documents", "12"))))
        .hasMessage("setting 'demo.documents' is 12: give 1000 to 1000000");
    assertThatThrownBy(() -> DemoSettings.of(config(Map.of("otlp.endpoint", "a b"))))
        .hasMessageContaining("otlp.endpoint")
        .hasMessageContaining("give a URL");
  }

  @Test
  void theReadmeListsEverySetting() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(DemoSettings.KEYS.stream().map(key -> "`" + key + "`").toList());
  }

  private static ServiceConfig config(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("data.dir", "/data");
    return new ServiceConfig(all);
  }
}
