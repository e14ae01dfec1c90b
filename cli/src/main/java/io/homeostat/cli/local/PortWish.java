package io.homeostat.cli.local;

import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * Which ports a person wants.
 *
 * @param source where they come from
 * @param given ports that were given one by one
 */
public record PortWish(Source source, Map<Port, Integer> given) {

  /** Where ports come from. */
  public enum Source {
    /** Those of the last start in the data folder, else the usual ones. */
    LAST,
    /** The usual ones, whatever the last start had. */
    USUAL,
    /** Those of the last start while nobody else has them, else others that are free. */
    FREE
  }

  public PortWish {
    given = Map.copyOf(given);
  }

  /**
   * The ports to take.
   *
   * @param last the ports of the last start in the data folder
   * @param ours whether a port can be had: nobody has it, or what the last start left does
   */
  Ports choose(Optional<Ports> last, IntPredicate ours, RandomGenerator random) {
    Ports chosen =
        switch (source) {
          case LAST -> last.orElseGet(Ports::usual);
          case USUAL -> Ports.usual();
          case FREE ->
              last.filter(ports -> ports.numbers().values().stream().allMatch(ours::test))
                  .orElseGet(() -> Ports.free(random));
        };
    return chosen.with(given);
  }
}
