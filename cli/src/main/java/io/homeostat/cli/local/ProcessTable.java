package io.homeostat.cli.local;

import io.homeostat.cli.local.ProcessSpec.Memory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Homeostat's processes on one machine, in the order in which they are told of. */
public final class ProcessTable {
  /** The process that holds the topics; all others wait for it. */
  public static final String KAFKA = "kafka";

  /** The process of the world to heal. */
  public static final String DEMO = "demo";

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private ProcessTable() {}

  /** Every process, the demo's world included. */
  public static List<ProcessSpec> withDemo() {
    List<ProcessSpec> all = new ArrayList<>();
    all.add(root(KAFKA, "cli", "broker", new Memory(384, 96, 48)));
    all.add(root(DEMO, "demo", "demo", new Memory(224, 128, 32)));
    all.addAll(loop(Set.of(KAFKA, DEMO)));
    return List.copyOf(all);
  }

  /** Every process but the demo's world. */
  public static List<ProcessSpec> withoutDemo() {
    List<ProcessSpec> all = new ArrayList<>();
    all.add(root(KAFKA, "cli", "broker", new Memory(384, 96, 48)));
    all.addAll(loop(Set.of(KAFKA)));
    return List.copyOf(all);
  }

  private static List<ProcessSpec> loop(Set<String> outlivers) {
    return List.of(
        new ProcessSpec(
            "flink",
            List.of("processors"),
            List.of("flink"),
            new Memory(640, 192, 64),
            List.of(),
            Set.of(KAFKA),
            outlivers,
            LIMIT),
        new ProcessSpec(
            "services",
            List.of("ingest", "actuators", "console"),
            List.of(
                "clock",
                "broadcaster",
                "gateway",
                "probe",
                "cdc",
                "watchers",
                "governor",
                "pager",
                "console"),
            new Memory(448, 224, 64),
            List.of(),
            Set.of(KAFKA),
            outlivers,
            LIMIT),
        new ProcessSpec(
            "actuators",
            List.of("actuators"),
            List.of("actuators"),
            new Memory(128, 128, 32),
            List.of(),
            Set.of(KAFKA),
            outlivers,
            LIMIT));
  }

  private static ProcessSpec root(String name, String module, String service, Memory memory) {
    return new ProcessSpec(
        name, List.of(module), List.of(service), memory, List.of(), Set.of(), Set.of(), LIMIT);
  }
}
