package io.homeostat.core.rules;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Alertmanager's matcher: {@code name="value"}, {@code !=}, {@code =~}, {@code !~}; a regular
 * expression is RE2's, anchored; a missing label is the empty string.
 *
 * @param label the label's name
 * @param operator how it is compared
 * @param value with what; for EQUAL and NOT_EQUAL its pattern's text is compared as it stands
 */
public record Matcher(String label, Operator operator, Pattern value) {

  private static final int MOST_EXPRESSIONS = 10_000;

  /** Compiled expressions by their text. */
  private static final Map<String, com.google.re2j.Pattern> EXPRESSIONS = new ConcurrentHashMap<>();

  /** The operators. */
  public enum Operator {
    EQUAL,
    NOT_EQUAL,
    MATCHES,
    NOT_MATCHES
  }

  /** True when the labels satisfy it. */
  public boolean matches(Map<String, String> labels) {
    String actual = labels.getOrDefault(label, "");
    return switch (operator) {
      case EQUAL -> actual.equals(value.pattern());
      case NOT_EQUAL -> !actual.equals(value.pattern());
      case MATCHES -> expression().matcher(actual).matches();
      case NOT_MATCHES -> !expression().matcher(actual).matches();
    };
  }

  /** The expression in RE2, whose time is linear in the label, whoever has named the entity. */
  private com.google.re2j.Pattern expression() {
    if (EXPRESSIONS.size() >= MOST_EXPRESSIONS) {
      EXPRESSIONS.clear();
    }
    return EXPRESSIONS.computeIfAbsent(
        value.pattern(),
        text -> com.google.re2j.Pattern.compile(text, com.google.re2j.Pattern.DOTALL));
  }

  /** Patterns are equal when their texts are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Matcher that
        && label.equals(that.label)
        && operator == that.operator
        && value.pattern().equals(that.value.pattern());
  }

  @Override
  public int hashCode() {
    return (label.hashCode() * 31 + operator.hashCode()) * 31 + value.pattern().hashCode();
  }
}
