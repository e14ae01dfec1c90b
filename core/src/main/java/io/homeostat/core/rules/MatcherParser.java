package io.homeostat.core.rules;

import io.homeostat.core.document.Nearest;
import io.homeostat.core.document.Section;
import io.homeostat.core.document.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads Alertmanager's matchers (prometheus/alertmanager, {@code pkg/labels/parse.go}): the value
 * is bare or in double quotes with {@code \"}, {@code \\} and {@code \n}. A regular expression must
 * also be one of RE2's, as Alertmanager has it.
 */
public final class MatcherParser {
  /** What a matcher looks like; also in the JSON Schema. */
  static final String FORM =
      "\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*"
          + "(?:\"((?:[^\"\\\\\\n]|\\\\[\"\\\\n])*)\"|([^\\s\"{},=!~\\\\]*))\\s*";

  private static final Pattern PATTERN = Pattern.compile(FORM);
  private static final int LONGEST = 1024;

  private MatcherParser() {}

  /** The matchers of a key that may be absent; every label must be one of {@code labels}. */
  static List<Matcher> read(Section section, String key, List<String> labels) {
    List<Matcher> matchers = new ArrayList<>();
    for (Value item : section.items(key)) {
      item.asText().flatMap(text -> parse(item, text, labels)).ifPresent(matchers::add);
    }
    return matchers;
  }

  /** The matchers of a key that may be absent, over whatever labels there are. */
  public static List<Matcher> readAny(Section section, String key) {
    List<Matcher> matchers = new ArrayList<>();
    for (Value item : section.items(key)) {
      item.asText().flatMap(text -> parse(item, text)).ifPresent(matchers::add);
    }
    return matchers;
  }

  private static Optional<Matcher> parse(Value item, String text, List<String> labels) {
    Optional<Matcher> matcher = parse(item, text);
    if (matcher.isPresent() && !labels.contains(matcher.get().label())) {
      String label = matcher.get().label();
      item.reject(
          "there is no label '" + label + "' here",
          Nearest.of(label, labels)
              .map(nearest -> "did you mean '" + nearest + "'?")
              .orElse("known are " + String.join(", ", labels)));
      return Optional.empty();
    }
    return matcher;
  }

  private static Optional<Matcher> parse(Value item, String text) {
    java.util.regex.Matcher form = PATTERN.matcher(text);
    if (text.length() > LONGEST || !form.matches()) {
      item.reject(
          "the matcher " + text + " can't be read",
          "write it as label=\"value\", with =, !=, =~ or !~, in single quotes of YAML");
      return Optional.empty();
    }
    String label = form.group(1);
    String value = form.group(3) != null ? unescape(form.group(3)) : form.group(4);
    return pattern(item, operator(form.group(2)), value)
        .map(pattern -> new Matcher(label, operator(form.group(2)), pattern));
  }

  private static Optional<Pattern> pattern(Value item, Matcher.Operator operator, String value) {
    if (operator == Matcher.Operator.EQUAL || operator == Matcher.Operator.NOT_EQUAL) {
      return Optional.of(Pattern.compile(value, Pattern.LITERAL));
    }
    try {
      com.google.re2j.Pattern.compile(value);
      return Optional.of(Pattern.compile(value, Pattern.DOTALL));
    } catch (com.google.re2j.PatternSyntaxException | PatternSyntaxException e) {
      item.reject(
          "'" + value + "' is no regular expression: " + e.getMessage(), "use RE2's syntax");
      return Optional.empty();
    }
  }

  private static Matcher.Operator operator(String text) {
    return switch (text) {
      case "=" -> Matcher.Operator.EQUAL;
      case "!=" -> Matcher.Operator.NOT_EQUAL;
      case "=~" -> Matcher.Operator.MATCHES;
      default -> Matcher.Operator.NOT_MATCHES;
    };
  }

  private static String unescape(String quoted) {
    StringBuilder text = new StringBuilder(quoted.length());
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      if (c == '\\') {
        i++;
        char escaped = quoted.charAt(i);
        text.append(escaped == 'n' ? '\n' : escaped);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
