package io.homeostat.core.model;

import io.homeostat.core.form.Textual;
import java.util.List;
import java.util.Objects;

/**
 * The names of the series in a frame, in order. One object serves many frames: readers intern it by
 * its text, and deciders compare it by identity first.
 */
public final class SeriesNames implements Textual {
  private static final char SEPARATOR = '\n';

  private final String text;
  private final List<String> names;
  private final int hash;

  private SeriesNames(String text, List<String> names) {
    this.text = text;
    this.names = names;
    this.hash = text.hashCode();
  }

  /**
   * The names, each such as {@code pg.index.size} or {@code latency.p99{route="/search"}}.
   *
   * @throws IllegalArgumentException when a name is empty or has a line break
   */
  public static SeriesNames of(List<String> names) {
    for (String name : names) {
      if (name.isEmpty() || name.indexOf(SEPARATOR) >= 0) {
        throw new IllegalArgumentException(
            "series name '" + name + "' must not be empty or hold a line break");
      }
    }
    return new SeriesNames(String.join("\n", names), List.copyOf(names));
  }

  /** Reads what {@link #text} wrote. */
  public static SeriesNames parse(String text) {
    return new SeriesNames(text, text.isEmpty() ? List.of() : List.of(text.split("\n", -1)));
  }

  public int size() {
    return names.size();
  }

  public String name(int index) {
    return names.get(index);
  }

  public List<String> names() {
    return names;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof SeriesNames that
            && hash == that.hash
            && Objects.equals(text, that.text));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
