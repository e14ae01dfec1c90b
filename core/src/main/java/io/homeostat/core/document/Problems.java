package io.homeostat.core.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the mistakes of a document, so that a person sees all of them at once. */
public final class Problems {
  /** After so many, a person has enough to do. */
  private static final int MOST = 100;

  private final List<Problem> list = new ArrayList<>();
  private int count;

  /** Notes a mistake. */
  public void add(Place place, String message, String remedy) {
    count++;
    if (list.size() < MOST) {
      list.add(new Problem(place.file(), place.line(), place.column(), message, remedy));
    }
  }

  /** How many mistakes there were, listed or not. */
  public int count() {
    return count;
  }

  public boolean none() {
    return count == 0;
  }

  /** The first 100 mistakes found, in the order of their places. */
  public List<Problem> list() {
    return list.stream()
        .sorted(
            Comparator.comparing(Problem::file)
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column))
        .toList();
  }
}
