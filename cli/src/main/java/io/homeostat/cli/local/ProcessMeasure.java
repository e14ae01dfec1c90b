package io.homeostat.cli.local;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/** What a running process takes, with all that it started. */
public final class ProcessMeasure {
  private ProcessMeasure() {}

  /**
   * Resident memory of a process, of its descendants and of whoever works inside its part of the
   * data folder, in MiB; memory that processes share is counted once. Empty when it does not run.
   */
  public static OptionalLong residentMebibytes(DataFolder folder, String name, long pid) {
    OptionalLong own = Proc.residentBytes(pid);
    if (own.isEmpty()) {
      return own;
    }
    Set<Long> others = new HashSet<>();
    ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::descendants)
        .forEach(process -> others.add(process.pid()));
    Household.in(folder.root().resolve(name)).forEach(process -> others.add(process.pid()));
    others.remove(pid);
    long bytes = own.getAsLong();
    for (long other : others) {
      bytes += Proc.residentBytes(other).orElse(0);
    }
    return OptionalLong.of(bytes >> 20);
  }
}
