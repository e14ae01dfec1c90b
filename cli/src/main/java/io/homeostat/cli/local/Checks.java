package io.homeostat.cli.local;

import io.homeostat.cli.broker.BrokerStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What must hold on this machine before processes start; `doctor` tells the same. */
public final class Checks {
  private static final int JDK_AT_LEAST = 17;
  private static final long DISK_NEEDED_BYTES = 2L << 30;
  private static final long MEMORY_NEEDED_BYTES = 3L << 29;
  private static final long MEMORY_WANTED_BYTES = 4L << 30;

  private Checks() {}

  /** The Java that runs this, and whatever it starts. */
  public static Finding java(Runtime.Version version, Path home) {
    String text = "Java " + version + " in " + home;
    return version.feature() >= JDK_AT_LEAST
        ? Finding.good("Java", text)
        : Finding.bad(
            "Java",
            text
                + " is too old: install a JDK "
                + JDK_AT_LEAST
                + " or later, or point JAVA_HOME at one");
  }

  /** The data folder's layout, owner and Kafka's part of it. */
  public static Finding data(DataFolder folder) {
    Optional<String> defect = folder.defect().or(() -> BrokerStorage.defect(folder.kafka()));
    if (defect.isPresent()) {
      return Finding.bad("data folder", defect.get());
    }
    return Finding.good(
        "data folder",
        folder.root() + (Files.exists(folder.marker()) ? "" : " (made at the first `up`)"));
  }

  /** Room on the data folder's disk. */
  public static Finding disk(DataFolder folder) {
    Path existing = folder.root();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      return disk(existing, Files.getFileStore(existing).getUsableSpace());
    } catch (IOException e) {
      return Finding.doubtful(
          "disk", "the free space at " + existing + " can't be read: " + e.getMessage());
    }
  }

  static Finding disk(Path path, long freeBytes) {
    String text = mebibytes(freeBytes) + " free at " + path;
    return freeBytes >= DISK_NEEDED_BYTES
        ? Finding.good("disk", text)
        : Finding.bad(
            "disk",
            text
                + ", "
                + mebibytes(DISK_NEEDED_BYTES)
                + " are needed: free some, or give a folder on another disk with --data");
  }

  /** Memory that new processes may use. */
  public static Finding memory() {
    return memory(Proc.availableBytes());
  }

  static Finding memory(OptionalLong available) {
    if (available.isEmpty()) {
      return Finding.doubtful("memory", "the available memory can't be read from /proc/meminfo");
    }
    long bytes = available.getAsLong();
    String text = mebibytes(bytes) + " available";
    if (bytes >= MEMORY_WANTED_BYTES) {
      return Finding.good("memory", text);
    }
    String wanted =
        text
            + ", up to "
            + mebibytes(MEMORY_WANTED_BYTES)
            + " are used: end other programs if it becomes slow";
    return bytes >= MEMORY_NEEDED_BYTES
        ? Finding.doubtful("memory", wanted)
        : Finding.bad(
            "memory",
            text
                + ", at least "
                + mebibytes(MEMORY_NEEDED_BYTES)
                + " are needed: end other programs");
  }

  /** The ports of the processes that are to start. */
  public static List<Finding> ports(DataFolder folder, Ports ports, List<ProcessSpec> processes) {
    List<String> names = processes.stream().map(ProcessSpec::name).toList();
    List<Finding> findings = new ArrayList<>();
    for (Port port : Port.values()) {
      if (names.contains(port.process())) {
        findings.add(port(folder, port, ports.number(port)));
      }
    }
    return findings;
  }

  private static Finding port(DataFolder folder, Port port, int number) {
    String subject = "port " + number;
    if (Port.isFree(number)) {
      return Finding.good(subject, "free for " + port.title());
    }
    if (canBeHad(folder, number)) {
      return Finding.good(
          subject, "held for " + port.title() + " by what an earlier start left; it is taken over");
    }
    String holder =
        PortHolder.of(number)
            .map(other -> "process " + other.pid() + " (" + other.command() + ")")
            .orElse("another process");
    return Finding.bad(
        subject,
        "port "
            + number
            + ", wanted for "
            + port.title()
            + ", is taken by "
            + holder
            + ": end that process, give another port with --port "
            + port.title()
            + "=NUMBER, or let free ones be found with --free-ports");
  }

  /** Whether nobody listens on the port, or only what an earlier start on the folder left. */
  static boolean canBeHad(DataFolder folder, int number) {
    return Port.isFree(number)
        || PortHolder.of(number)
            .filter(holder -> Household.holds(folder.root(), holder.pid()))
            .isPresent();
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
