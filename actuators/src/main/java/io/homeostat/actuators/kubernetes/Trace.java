package io.homeostat.actuators.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What Homeostat has done to an object, as an annotation of the object itself: written in the same
 * change as the effect, so that there is never one without the other.
 *
 * @param effects oldest first; the newest {@value #MOST} are kept
 */
record Trace(List<Effect> effects) {
  /** The annotation. */
  static final String ANNOTATION = "homeostat.io/effects";

  static final int MOST = 8;
  private static final String BETWEEN_EFFECTS = " ";
  private static final String BETWEEN_PARTS = ":";
  private static final int PARTS = 4;

  /**
   * One change.
   *
   * @param command the command
   * @param fence its fence
   * @param from the replicas wanted before
   * @param to the replicas wanted since
   */
  record Effect(String command, long fence, int from, int to) {}

  Trace {
    effects = List.copyOf(effects);
  }

  /**
   * Reads the annotation.
   *
   * @throws IllegalArgumentException when it is not as Homeostat writes it: nothing is done to an
   *     object whose past can't be read
   */
  static Trace parse(String text) {
    List<Effect> effects = new ArrayList<>();
    for (String effect : text.isBlank() ? new String[0] : text.strip().split(BETWEEN_EFFECTS)) {
      String[] parts = effect.split(BETWEEN_PARTS, -1);
      try {
        if (parts.length != PARTS) {
          throw new IllegalArgumentException("it has " + parts.length + " parts");
        }
        effects.add(
            new Effect(
                parts[0],
                Long.parseLong(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3])));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "the annotation "
                + ANNOTATION
                + " can't be read at '"
                + effect
                + "': take it away once it is clear who wrote it",
            e);
      }
    }
    return new Trace(effects);
  }

  /** The text of the annotation. */
  String text() {
    return effects.stream()
        .map(
            effect ->
                String.join(
                    BETWEEN_PARTS,
                    effect.command(),
                    Long.toString(effect.fence()),
                    Integer.toString(effect.from()),
                    Integer.toString(effect.to())))
        .collect(Collectors.joining(BETWEEN_EFFECTS));
  }

  /** With one more. */
  Trace with(Effect effect) {
    List<Effect> more = new ArrayList<>(effects);
    more.add(effect);
    return new Trace(more.subList(Math.max(0, more.size() - MOST), more.size()));
  }

  /** What a command has done. */
  Optional<Effect> of(String command) {
    return effects.stream().filter(effect -> effect.command().equals(command)).findFirst();
  }

  /** The newest grant that had an effect; 0 if none had. */
  long newestFence() {
    return effects.stream().mapToLong(Effect::fence).max().orElse(0);
  }
}
