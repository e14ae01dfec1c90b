package io.homeostat.core.model;

import java.util.Locale;

/**
 * Who asked for something, and how far that is known.
 *
 * @param name the person's name
 * @param known how the name is known
 */
public record Person(String name, Known known) {
  /** Homeostat's own name, which no person may have. */
  public static final String HOMEOSTAT = "homeostat";

  /** How a name is known. */
  public enum Known {
    /** By a token that only this person has. */
    TOKEN,
    /** Only said, by whoever can reach the console on this machine. */
    CLAIMED,
    /** Nothing says how. */
    UNKNOWN
  }

  public Person {
    if (name.isBlank() || name.toLowerCase(Locale.ROOT).equals(HOMEOSTAT)) {
      throw new IllegalArgumentException(
          "a person's name is '" + name + "'; it can't be blank or " + HOMEOSTAT);
    }
  }

  /** True when both are the same person, however the name is written. */
  public boolean is(Person other) {
    return name.equalsIgnoreCase(other.name());
  }

  /** The name, and whether it is only claimed, for a person to read. */
  public String text() {
    return known == Known.TOKEN ? name : name + " (name not checked)";
  }
}
