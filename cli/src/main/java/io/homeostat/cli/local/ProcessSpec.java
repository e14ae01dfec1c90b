package io.homeostat.cli.local;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One process of the local distribution.
 *
 * @param name its name in logs and on the console
 * @param modules the folders of target/dist that make its class path
 * @param services what runs in it, in starting order
 * @param memory what it may use
 * @param jvmFlags what its JVM needs beyond every process's flags
 * @param startsAfter processes that must be ready before it starts
 * @param stopsBefore processes that are stopped only once it has ended
 * @param startLimit how long it may take until it is ready
 */
public record ProcessSpec(
    String name,
    List<String> modules,
    List<String> services,
    Memory memory,
    List<String> jvmFlags,
    Set<String> startsAfter,
    Set<String> stopsBefore,
    Duration startLimit) {

  public ProcessSpec {
    modules = List.copyOf(modules);
    services = List.copyOf(services);
    jvmFlags = List.copyOf(jvmFlags);
    startsAfter = Set.copyOf(startsAfter);
    stopsBefore = Set.copyOf(stopsBefore);
    if (services.isEmpty()) {
      throw new IllegalArgumentException("process " + name + " has no services: name at least one");
    }
    if (startLimit.isNegative() || startLimit.isZero()) {
      throw new IllegalArgumentException(
          "process " + name + " has the start limit " + startLimit + ": give a positive one");
    }
  }

  /**
   * A JVM's limits, in MiB.
   *
   * @param heapMib the heap
   * @param metaspaceMib loaded classes
   * @param codeCacheMib compiled code
   */
  public record Memory(int heapMib, int metaspaceMib, int codeCacheMib) {
    public Memory {
      if (heapMib < 16 || metaspaceMib < 16 || codeCacheMib < 8) {
        throw new IllegalArgumentException(
            "memory is "
                + heapMib
                + "/"
                + metaspaceMib
                + "/"
                + codeCacheMib
                + " MiB: give at least 16/16/8");
      }
    }
  }
}
