package io.homeostat.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.schemas.service.ServiceConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir private Path root = Path.of("");

  @Test
  void everyProcessReadsBackWhatWasWrittenEvenFromAnOddFolder() {
    DataFolder folder = new DataFolder(root.resolve(" a folder=of \\ ünusual: name #1"));
    folder.create();
    Settings settings = settings(folder, Ports.usual(), Settings.Mode.BY_RULES);

    settings.write();

    assertThat(ServiceConfig.read(folder.settings()).values()).isEqualTo(settings.values());
  }

  @Test
  void theContractsKeysAreAllThere() {
    assertThat(settings(new DataFolder(root), Ports.usual(), Settings.Mode.OBSERVE).values())
        .containsOnlyKeys(
            "data.dir",
            "kafka.bootstrap",
            "kafka.port",
            "kafka.controller.port",
            "lanes.telemetry",
            "lanes.signals",
            "flink.web.port",
            "gateway.port",
            "console.port",
            "demo.postgres.port",
            "demo.retriever.port",
            "demo.control.port",
            "demo.git.port",
            "otlp.endpoint",
            "targets.file",
            "receivers.file",
            "pager.console.url",
            "rules.dir",
            "topology.file",
            "mode.observe",
            "demo.documents")
        .containsEntry("kafka.bootstrap", "127.0.0.1:7092")
        .containsEntry("otlp.endpoint", "http://127.0.0.1:4318")
        .containsEntry("mode.observe", "true")
        .containsEntry("data.dir", root.toString());
  }

  @Test
  void thePortsOfTheLastStartAreFoundAgain() {
    DataFolder folder = new DataFolder(root);
    assertThat(Settings.lastPorts(folder)).isEmpty();
    folder.create();
    Ports ports = Ports.free(new SplittableRandom(3));

    settings(folder, ports, Settings.Mode.BY_RULES).write();

    assertThat(Settings.lastPorts(folder)).contains(ports);
  }

  private Settings settings(DataFolder folder, Ports ports, Settings.Mode mode) {
    Settings.World world =
        new Settings.World(
            root.resolve("targets.yaml"), root.resolve("rules"), root.resolve("topology.yaml"));
    return new Settings(
        folder, ports, world, mode, Map.of("demo.documents", "2000", "data.dir", "/elsewhere"));
  }
}
