package io.homeostat.core.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A mapping of a document. Every reader names the key that it wants; what is missing or wrong is
 * noted as a problem, and a harmless value given in its place, so that one pass finds all mistakes:
 * ask {@link #sound} before using what was read. {@link #close} notes keys that nobody asked for.
 */
public final class Section {
  private final Place place;
  private final Problems problems;
  private final int before;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Place> keys = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  Section(String file, MappingNode node, Problems problems) {
    this.place =
        node.getStartMark().map(mark -> YamlReader.place(file, mark)).orElse(new Place(file, 1, 1));
    this.problems = problems;
    this.before = problems.count();
    for (NodeTuple tuple : node.getValue()) {
      Value key = new Value(file, tuple.getKeyNode(), problems);
      String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (name.isEmpty()) {
        key.reject("this is no key", "a key must be text");
      } else if (values.putIfAbsent(name, new Value(file, tuple.getValueNode(), problems))
          != null) {
        key.reject("the key '" + name + "' stands here twice", "keep one of them");
      } else {
        keys.put(name, key.place());
      }
    }
  }

  /** Where it begins. */
  public Place place() {
    return place;
  }

  /** Where a key stands; where the section begins when there is no such key. */
  public Place placeOf(String key) {
    return keys.getOrDefault(key, place);
  }

  /** True while nothing was wrong in it. */
  public boolean sound() {
    return problems.count() == before;
  }

  /** All keys, in their order. */
  public Set<String> keys() {
    return keys.keySet();
  }

  /** Whether the key is there. */
  public boolean has(String key) {
    known.add(key);
    return values.containsKey(key);
  }

  /** Notes a mistake at a key. */
  public void reject(String key, String message, String remedy) {
    problems.add(placeOf(key), message, remedy);
  }

  /** The value of a key that may be absent. */
  public Optional<Value> optional(String key) {
    known.add(key);
    return Optional.ofNullable(values.get(key));
  }

  /** The value of a key that must be there. */
  public Optional<Value> required(String key) {
    Optional<Value> value = optional(key);
    if (value.isEmpty()) {
      problems.add(place, "the key '" + key + "' is missing", "add it");
    }
    return value;
  }

  /** Text that is not blank, of a key that must be there. */
  public String text(String key) {
    return required(key).flatMap(value -> notBlank(key, value)).orElse("");
  }

  /** Text of a key that may be absent. */
  public String text(String key, String fallback) {
    return optional(key).map(value -> value.asText().orElse("")).orElse(fallback);
  }

  /** Text of a form, of a key that must be there. */
  public String word(String key, Pattern form, String example) {
    Optional<Value> value = required(key);
    Optional<String> text = value.flatMap(Value::asText);
    if (text.isPresent() && !form.matcher(text.get()).matches()) {
      value.ifPresent(
          wrong -> wrong.reject(key + " is '" + text.get() + "'", "it must be such as " + example));
    }
    return text.orElse("");
  }

  /** A number between two bounds, both included, of a key that must be there. */
  public double number(String key, double least, double most) {
    return required(key).map(value -> number(key, value, least, most)).orElse(least);
  }

  /** A number between two bounds, both included. */
  public double number(String key, double least, double most, double fallback) {
    return optional(key).map(value -> number(key, value, least, most)).orElse(fallback);
  }

  /** A whole number between two bounds, both included. */
  public int count(String key, int least, int most, int fallback) {
    return optional(key)
        .map(
            value -> {
              long read = value.asInteger().orElse((long) fallback);
              if (read < least || read > most) {
                value.reject(key + " is " + read, "it must be from " + least + " to " + most);
                return fallback;
              }
              return (int) read;
            })
        .orElse(fallback);
  }

  /** Milliseconds of a duration of at least {@code least}, of a key that must be there. */
  public long duration(String key, long least) {
    return required(key).map(value -> duration(key, value, least)).orElse(least);
  }

  /** Milliseconds of a duration of at least {@code least}. */
  public long duration(String key, long least, long fallback) {
    return optional(key).map(value -> duration(key, value, least)).orElse(fallback);
  }

  /** One of an enum's names in lower case, of a key that must be there. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    E[] constants = type.getEnumConstants();
    return required(key).map(value -> choice(key, value, constants)).orElse(constants[0]);
  }

  /** One of an enum's names in lower case. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    return optional(key).map(value -> choice(key, value, type.getEnumConstants())).orElse(fallback);
  }

  /** The items of a list that may be absent. */
  public List<Value> items(String key) {
    return optional(key).flatMap(Value::asList).orElse(List.of());
  }

  /** The mappings in a list that may be absent, each read by {@code reader} and then closed. */
  public <T> List<T> sections(String key, Function<Section, Optional<T>> reader) {
    List<T> list = new ArrayList<>();
    for (Value item : items(key)) {
      item.asSection().flatMap(section -> section.read(reader)).ifPresent(list::add);
    }
    return list;
  }

  /** The mapping of a key that must be there, read by {@code reader} and then closed. */
  public <T> Optional<T> section(String key, Function<Section, Optional<T>> reader) {
    return required(key).flatMap(Value::asSection).flatMap(section -> section.read(reader));
  }

  /** Reads this with {@code reader} and closes it; nothing when anything was wrong. */
  public <T> Optional<T> read(Function<Section, Optional<T>> reader) {
    Optional<T> read = reader.apply(this);
    close();
    return sound() ? read : Optional.empty();
  }

  /** Notes the keys that nobody asked for. */
  public void close() {
    for (Map.Entry<String, Place> key : keys.entrySet()) {
      if (!known.contains(key.getKey())) {
        problems.add(
            key.getValue(),
            "the key '" + key.getKey() + "' is not known here",
            Nearest.of(key.getKey(), known)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("known are " + String.join(", ", known)));
      }
    }
  }

  private static Optional<String> notBlank(String key, Value value) {
    return value
        .asText()
        .filter(
            text -> {
              if (text.isBlank()) {
                value.reject(key + " is blank", "say something");
              }
              return !text.isBlank();
            });
  }

  private static double number(String key, Value value, double least, double most) {
    return value
        .asNumber()
        .filter(
            read -> {
              boolean within = read >= least && read <= most;
              if (!within) {
                value.reject(key + " is " + read, "it must be from " + least + " to " + most);
              }
              return within;
            })
        .orElse(least);
  }

  private static long duration(String key, Value value, long least) {
    Optional<String> text = value.asText();
    Optional<Long> millis = text.flatMap(Durations::parse);
    if (text.isPresent() && millis.isEmpty()) {
      value.reject(
          key + " is '" + text.get() + "'", "it must be a duration such as 250ms, 5m or 1h30m");
    } else if (millis.isPresent() && millis.get() < least) {
      value.reject(key + " is " + text.get(), "it must be at least " + Durations.format(least));
    }
    return millis.orElse(least);
  }

  private static <E extends Enum<E>> E choice(String key, Value value, E[] constants) {
    Optional<String> text = value.asText();
    for (E constant : constants) {
      if (text.isPresent() && text.get().equals(constant.name().toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    text.ifPresent(
        wrong ->
            value.reject(
                key + " is '" + wrong + "'",
                "it must be one of "
                    + String.join(
                        ", ",
                        Arrays.stream(constants)
                            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                            .toList())));
    return constants[0];
  }
}
