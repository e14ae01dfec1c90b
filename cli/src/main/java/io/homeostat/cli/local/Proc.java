package io.homeostat.cli.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** What Linux tells of processes in /proc. */
final class Proc {
  private static final Path ROOT = Path.of("/proc");
  private static final int START_TIME_FIELD = 19;

  private Proc() {}

  /**
   * When the process started, in clock ticks since boot: with the pid, it names one process for
   * ever.
   */
  static OptionalLong startTicks(long pid) {
    return read(ROOT.resolve(pid + "/stat"))
        .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
        .filter(fields -> fields.length > START_TIME_FIELD && !fields[0].equals("Z"))
        .map(fields -> OptionalLong.of(Long.parseLong(fields[START_TIME_FIELD])))
        .orElse(OptionalLong.empty());
  }

  /** Resident memory in bytes; of shared pages only its share, where the system tells it. */
  static OptionalLong residentBytes(long pid) {
    OptionalLong share = field(ROOT.resolve(pid + "/smaps_rollup"), "Pss:");
    return share.isPresent() ? share : field(ROOT.resolve(pid + "/status"), "VmRSS:");
  }

  /**
   * Memory in bytes that new processes may use: the machine's, or less where a control group limits
   * it.
   */
  static OptionalLong availableBytes() {
    OptionalLong machine = field(ROOT.resolve("meminfo"), "MemAvailable:");
    OptionalLong limit = number(Path.of("/sys/fs/cgroup/memory.max"));
    OptionalLong used = number(Path.of("/sys/fs/cgroup/memory.current"));
    if (machine.isPresent() && limit.isPresent() && used.isPresent()) {
      return OptionalLong.of(Math.min(machine.getAsLong(), limit.getAsLong() - used.getAsLong()));
    }
    return machine;
  }

  /** The program and its arguments, in one line fit for a terminal. */
  static String command(long pid) {
    return read(ROOT.resolve(pid + "/cmdline"))
        .map(text -> text.replace('\0', ' ').replaceAll("\\p{Cntrl}", "?").strip())
        .map(text -> text.length() > 80 ? text.substring(0, 77) + "..." : text)
        .orElse("");
  }

  /** A line's number in bytes, in a file of lines such as {@code VmRSS: 1234 kB}. */
  private static OptionalLong field(Path file, String name) {
    return read(file).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst();
  }

  private static OptionalLong number(Path file) {
    return read(file).stream()
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
