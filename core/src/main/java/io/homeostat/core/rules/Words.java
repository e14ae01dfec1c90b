package io.homeostat.core.rules;

import io.homeostat.core.document.Nearest;
import io.homeostat.core.document.Section;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms of the words in rules. */
final class Words {
  /** A name or a kind of failure. */
  static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

  /** An action. */
  static final Pattern ACTION = Pattern.compile("[a-z][a-z0-9-]*(?:\\.[a-z][a-z0-9-]*)+");

  /** A series: a name without line breaks, with or without labels. */
  static final Pattern SERIES = Pattern.compile("[^\\s{}]+(?:\\{[^\\n]*\\})?");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");

  private Words() {}

  /** A sentence for a person, in which only known placeholders stand. */
  static String sentence(Section section, String key, List<String> placeholders) {
    String text = section.text(key);
    Matcher found = PLACEHOLDER.matcher(text);
    while (found.find()) {
      String name = found.group(1);
      if (!placeholders.contains(name)) {
        section.reject(
            key,
            "there is no placeholder {" + name + "} here",
            Nearest.of(name, placeholders)
                .map(nearest -> "did you mean {" + nearest + "}?")
                .orElse("known are " + String.join(", ", placeholders)));
      }
    }
    return text;
  }
}
