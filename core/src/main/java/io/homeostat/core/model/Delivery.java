package io.homeostat.core.model;

/**
 * What a change brought, and through what: a deployment's versions and how it fared.
 *
 * @param from the version before, such as a Git revision; empty where it is not known
 * @param to the version after
 * @param through the tool that carries it out, such as {@code argocd}
 * @param health how the changed thing is by that tool's own judgement
 */
public record Delivery(String from, String to, String through, Health health) {

  /** How a thing is, as its deployer says. */
  public enum Health {
    HEALTHY,
    DEGRADED,
    UNKNOWN
  }

  /** The same with another version before. */
  Delivery from(String version) {
    return new Delivery(version, to, through, health);
  }

  /** The version before, by two words of one delivery. */
  String knownFrom(Delivery other) {
    return known(from, other.from);
  }

  /**
   * What is known by two words of which either may be empty; where they say different things, the
   * first in the order of characters, so that it does not matter which came first.
   */
  static String known(String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one + other;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }

  /** From and to, short enough for a sentence: of a Git revision its first digits. */
  public String step() {
    return (from.isEmpty() ? "?" : brief(from)) + " → " + brief(to);
  }

  private static String brief(String version) {
    return version.matches("[0-9a-f]{40}|[0-9a-f]{64}") ? version.substring(0, 7) : version;
  }
}
