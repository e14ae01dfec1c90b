package io.homeostat.cli.local;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which port is whose.
 *
 * @param numbers one number for each {@link Port}
 */
public record Ports(Map<Port, Integer> numbers) {
  // Below the range from which Linux takes the ports of outgoing connections.
  private static final int FREE_FROM = 20_000;
  private static final int FREE_BELOW = 32_000;

  public Ports {
    numbers = Map.copyOf(numbers);
    Set<Integer> seen = new HashSet<>();
    for (Port port : Port.values()) {
      Integer number = numbers.get(port);
      if (number == null || number < 1 || number > 65_535) {
        throw new IllegalArgumentException(
            "port " + port.title() + " is " + number + ": give a number from 1 to 65535");
      }
      if (!seen.add(number)) {
        throw new IllegalArgumentException(
            "port "
                + port.title()
                + " is "
                + number
                + ", which is another's already: give each its own");
      }
    }
  }

  /** The usual ports. */
  public static Ports usual() {
    Map<Port, Integer> numbers = new EnumMap<>(Port.class);
    for (Port port : Port.values()) {
      numbers.put(port, port.usual());
    }
    return new Ports(numbers);
  }

  /** Ports that nobody listens on now. */
  public static Ports free(RandomGenerator random) {
    Map<Port, Integer> numbers = new EnumMap<>(Port.class);
    Set<Integer> tried = new HashSet<>();
    for (Port port : Port.values()) {
      int number = random.nextInt(FREE_FROM, FREE_BELOW);
      while (!tried.add(number) || !Port.isFree(number)) {
        number = random.nextInt(FREE_FROM, FREE_BELOW);
      }
      numbers.put(port, number);
    }
    return new Ports(numbers);
  }

  /** These, with some changed. */
  public Ports with(Map<Port, Integer> changes) {
    Map<Port, Integer> changed = new EnumMap<>(numbers);
    changed.putAll(changes);
    return new Ports(changed);
  }

  public int number(Port port) {
    return Objects.requireNonNull(numbers.get(port));
  }
}
