package io.homeostat.core.document;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of a document with its place. Each reading that fails is noted as a problem and gives
 * nothing.
 */
public final class Value {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

  private final String file;
  private final Node node;
  private final Problems problems;

  Value(String file, Node node, Problems problems) {
    this.file = file;
    this.node = node;
    this.problems = problems;
  }

  /** Where it stands. */
  public Place place() {
    return node.getStartMark()
        .map(mark -> YamlReader.place(file, mark))
        .orElse(new Place(file, 1, 1));
  }

  /** Notes that this value is wrong. */
  public void reject(String message, String remedy) {
    problems.add(place(), message, remedy);
  }

  /** Whether there is nothing behind the key. */
  boolean empty() {
    return node.getTag().equals(Tag.NULL);
  }

  /** The whole of a file: a mapping, or nothing. */
  Optional<Section> asRoot() {
    return empty() ? Optional.empty() : asSection();
  }

  /** As a mapping. */
  public Optional<Section> asSection() {
    if (node instanceof MappingNode mapping) {
      return Optional.of(new Section(file, mapping, problems));
    }
    return wrong("a mapping of keys to values");
  }

  /** As a list. */
  public Optional<List<Value>> asList() {
    if (node instanceof SequenceNode sequence) {
      return Optional.of(
          sequence.getValue().stream().map(item -> new Value(file, item, problems)).toList());
    }
    return wrong("a list");
  }

  /** As a list; anything else is a list of one. */
  public List<Value> oneOrMore() {
    return node instanceof SequenceNode ? asList().orElse(List.of()) : List.of(this);
  }

  /** As text. */
  public Optional<String> asText() {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      return Optional.of(scalar.getValue());
    }
    return wrong(node instanceof ScalarNode ? "text: put it in quotes" : "text");
  }

  /** As a finite number. */
  public Optional<Double> asNumber() {
    if (node instanceof ScalarNode scalar && number(scalar)) {
      double value = parse(scalar.getValue());
      if (Double.isFinite(value)) {
        return Optional.of(value);
      }
    }
    return wrong("a finite number");
  }

  /** As a whole number. */
  public Optional<Long> asInteger() {
    if (node instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.INT)
        && INTEGER.matcher(scalar.getValue()).matches()) {
      return Optional.of(Long.parseLong(scalar.getValue()));
    }
    return wrong("a whole number");
  }

  /** As text, a number or a truth value, in the words of the document. */
  public Optional<String> asScalar() {
    if (node instanceof ScalarNode scalar
        && (scalar.getTag().equals(Tag.STR)
            || scalar.getTag().equals(Tag.BOOL)
            || number(scalar))) {
      return Optional.of(scalar.getValue());
    }
    return wrong("text, a number, true or false");
  }

  private static boolean number(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT);
  }

  private static double parse(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private <T> Optional<T> wrong(String wanted) {
    reject(empty() ? "there is no value here" : "this is " + what(), "it must be " + wanted);
    return Optional.empty();
  }

  private String what() {
    if (node instanceof MappingNode) {
      return "a mapping";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    String text = ((ScalarNode) node).getValue();
    return "'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
  }
}
