package io.homeostat.core.document;

import java.util.List;

/** What came of checking files: what they say, or every mistake in them. */
public sealed interface CheckResult<T> {

  /**
   * The files are sound.
   *
   * @param value what they say
   * @param document the files as one document, from which parsing makes an equal value
   */
  record Sound<T>(T value, String document) implements CheckResult<T> {}

  /**
   * The files are not sound.
   *
   * @param problems the mistakes, at least one
   */
  record Broken<T>(List<Problem> problems) implements CheckResult<T> {
    public Broken {
      problems = List.copyOf(problems);
    }
  }
}
