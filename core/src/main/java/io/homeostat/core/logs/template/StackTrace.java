package io.homeostat.core.logs.template;

import java.util.List;

/**
 * Tells lines of a stack trace, as the JVM, Python, Go, Node and .NET print them, from lines that
 * begin an entry: a trace belongs to the entry before it and is no template of its own.
 */
public final class StackTrace {
  private static final List<String> STARTS =
      List.of(
          "Caused by: ",
          "Suppressed: ",
          "Traceback (most recent call last)",
          "During handling of the above exception",
          "The above exception was the direct cause",
          "goroutine ",
          "created by ",
          "--- End of ");
  private static final List<String> INDENTED =
      List.of("at ", "File \"", "... ", "Caused by: ", "Suppressed: ", "from ", "raise ", "^");

  private StackTrace() {}

  /** True when a line goes on with the trace of the entry before it. */
  public static boolean continues(String line) {
    int text = 0;
    while (text < line.length() && Alphabet.isSpace(line.charAt(text))) {
      text++;
    }
    if (text == line.length()) {
      return text > 0;
    }
    for (String start : text > 0 ? INDENTED : STARTS) {
      if (line.startsWith(start, text)) {
        return !start.equals("goroutine ") || line.endsWith("]:");
      }
    }
    return text == 0 && line.startsWith("at ") && line.endsWith(")") && line.indexOf('(') > 3;
  }

  /**
   * The one line of a body that says what happened: the first that is no part of a trace; of a bare
   * Python traceback its last, which names the exception; else the first line.
   */
  public static String essence(String body) {
    if (body.indexOf('\n') < 0) {
      return body;
    }
    List<String> lines = body.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return "";
    }
    if (lines.get(0).startsWith("Traceback ")) {
      return lines.get(lines.size() - 1);
    }
    return lines.stream().filter(line -> !continues(line)).findFirst().orElse(lines.get(0));
  }
}
