package io.homeostat.core.rules;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What sort of values a feature has, whatever a database calls it: {@code number} is an integer, a
 * real or a decimal. {@code vector(384)} has that many dimensions, {@code vector} any. A word with
 * a dot is a type of the catalogue to the letter, such as {@code public.mood}.
 *
 * @param text as it stands in a contract
 */
public record FeatureType(String text) {
  private static final List<String> INTEGERS =
      List.of(
          "smallint",
          "integer",
          "bigint",
          "int",
          "int2",
          "int4",
          "int8",
          "tinyint",
          "mediumint",
          "smallserial",
          "serial",
          "bigserial");
  private static final List<String> FRACTIONS =
      List.of(
          "real", "double precision", "numeric", "decimal", "double", "float", "float4", "float8");
  private static final Map<String, List<String>> OTHERS =
      new TreeMap<>(
          Map.of(
              "text",
              List.of(
                  "text",
                  "character varying",
                  "character",
                  "varchar",
                  "char",
                  "citext",
                  "tinytext",
                  "mediumtext",
                  "longtext"),
              "boolean",
              List.of("boolean", "bool"),
              "timestamp",
              List.of(
                  "timestamp without time zone",
                  "timestamp with time zone",
                  "timestamp",
                  "timestamptz",
                  "datetime"),
              "date",
              List.of("date"),
              "uuid",
              List.of("uuid"),
              "json",
              List.of("json", "jsonb"),
              "bytes",
              List.of(
                  "bytea", "binary", "varbinary", "blob", "tinyblob", "mediumblob", "longblob")));
  private static final List<String> VECTORS = List.of("vector", "halfvec", "sparsevec");
  private static final Pattern VECTOR = Pattern.compile("vector(?:\\([1-9][0-9]{0,5}\\))?");
  private static final Pattern CATALOGUE =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\.[^\\s].{0,200}");
  private static final Pattern SIZE = Pattern.compile("\\s*\\([^)]*\\)");

  /** The words that a contract may use. */
  static final List<String> WORDS =
      List.of(
          "integer",
          "number",
          "text",
          "boolean",
          "timestamp",
          "date",
          "uuid",
          "json",
          "bytes",
          "vector");

  /** The type of a word, if it is one. */
  static Optional<FeatureType> parse(String text) {
    boolean known =
        (WORDS.contains(text) || VECTOR.matcher(text).matches())
            || CATALOGUE.matcher(text).matches();
    return known ? Optional.of(new FeatureType(text)) : Optional.empty();
  }

  /** True for an integer or a number: its values can be compared with a range. */
  public boolean numeric() {
    return text.equals("integer") || text.equals("number");
  }

  /** True when a row's values tell nothing about it. */
  public boolean opaque() {
    return !numeric() && !text.equals("text") && !text.equals("boolean") && !exact();
  }

  /**
   * Whether a column of a type of a catalogue holds what the contract asks for.
   *
   * @param columnType as the database writes it, such as {@code character varying(20)} or {@code
   *     public.vector(384)}
   */
  public boolean admits(String columnType) {
    String whole = columnType.toLowerCase(Locale.ROOT).strip();
    String own = whole.substring(dot(whole) + 1);
    if (exact()) {
      String asked = text.toLowerCase(Locale.ROOT);
      return whole.equals(asked) || whole.equals(asked.substring(asked.indexOf('.') + 1));
    }
    if (own.equals(text)) {
      return true;
    }
    String base = SIZE.matcher(own).replaceFirst("");
    if (text.startsWith("vector")) {
      return VECTORS.contains(base)
          && (text.equals("vector") || own.endsWith(text.substring("vector".length())));
    }
    if (text.equals("boolean") && own.equals("tinyint(1)")) {
      return true;
    }
    return switch (text) {
      case "integer" -> INTEGERS.contains(base);
      case "number" -> INTEGERS.contains(base) || FRACTIONS.contains(base);
      default -> OTHERS.getOrDefault(text, List.of()).contains(base);
    };
  }

  private boolean exact() {
    return text.indexOf('.') >= 0;
  }

  /** Where the schema of a type ends; a dot within a size is none. */
  private static int dot(String type) {
    int size = type.indexOf('(');
    return (size < 0 ? type : type.substring(0, size)).lastIndexOf('.');
  }
}
