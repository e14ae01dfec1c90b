package io.homeostat.core.rules;

import io.homeostat.core.document.Nearest;
import io.homeostat.core.document.Section;
import io.homeostat.core.document.Value;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Severity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a feature's contract. */
final class FeatureSection {
  /** A feature's name, as feature stores have them. */
  static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private static final long LEAST_FRESH = 10_000;

  private FeatureSection() {}

  static Optional<FeatureContract> read(Section section) {
    String name = section.text("name");
    Optional<EntityId> table =
        section.required("table").flatMap(value -> entity(value, "", "pg-table:prod/rag/public.x"));
    String column = section.text("column");
    Optional<FeatureType> type = section.required("type").flatMap(FeatureSection::type);
    Optional<FeatureContract.Range> range = range(section, type);
    List<String> categories =
        section.items("categories").stream().flatMap(item -> item.asScalar().stream()).toList();
    Optional<Long> fresh =
        section.has("freshness")
            ? Optional.of(section.duration("freshness", LEAST_FRESH))
            : Optional.empty();
    List<EntityId> models =
        section.items("models").stream()
            .flatMap(item -> entity(item, "model", "model:recommender/v7").stream())
            .toList();
    boolean required = section.optional("required").map(FeatureSection::flag).orElse(false);
    String owner = section.text("owner", "");
    double tolerated = section.number("tolerated", 0, 1, 0.01);
    Optional<Double> importance =
        section.has("importance")
            ? Optional.of(section.number("importance", 0, 1))
            : Optional.empty();
    Severity severity = section.choice("severity", Severity.class, Severity.CRITICAL);
    return table.flatMap(
        from ->
            type.map(
                sort ->
                    new FeatureContract(
                        name,
                        from,
                        column,
                        sort,
                        required,
                        range,
                        categories,
                        fresh,
                        owner,
                        models,
                        tolerated,
                        importance,
                        severity)));
  }

  private static Optional<FeatureContract.Range> range(
      Section section, Optional<FeatureType> type) {
    if (!section.has("range")) {
      return Optional.empty();
    }
    if (type.isPresent() && !type.get().numeric()) {
      section.reject("range", "only a number has a range", "give categories, or leave it out");
    }
    return section.section("range", FeatureSection::bounds);
  }

  private static Optional<FeatureContract.Range> bounds(Section section) {
    double least = section.number("least", -Double.MAX_VALUE, Double.MAX_VALUE, -1 / 0.0);
    double most = section.number("most", -Double.MAX_VALUE, Double.MAX_VALUE, 1 / 0.0);
    if (!section.has("least") && !section.has("most")) {
      section.reject("least", "the range has no bound", "give least, most or both");
    } else if (least > most) {
      section.reject("least", "least is above most", "exchange them");
    }
    return Optional.of(new FeatureContract.Range(least, most));
  }

  private static Optional<FeatureType> type(Value value) {
    Optional<String> text = value.asText();
    Optional<FeatureType> type = text.flatMap(FeatureType::parse);
    if (text.isPresent() && type.isEmpty()) {
      value.reject(
          "there is no type '" + text.get() + "' of features",
          Nearest.of(text.get(), FeatureType.WORDS)
                  .map(nearest -> "did you mean '" + nearest + "'? ")
                  .orElse("")
              + "known are "
              + String.join(", ", FeatureType.WORDS)
              + ", vector(384), and a type of the catalogue with its schema, such as public.mood");
    }
    return type;
  }

  /** An entity, of a kind where one is named. */
  private static Optional<EntityId> entity(Value value, String kind, String example) {
    Optional<String> text = value.asText();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      EntityId entity = EntityId.parse(text.get());
      if (kind.isEmpty() || entity.kind().equals(kind)) {
        return Optional.of(entity);
      }
      value.reject("'" + text.get() + "' is no " + kind, "name one, such as " + example);
    } catch (IllegalArgumentException e) {
      value.reject(String.valueOf(e.getMessage()), "name one, such as " + example);
    }
    return Optional.empty();
  }

  private static boolean flag(Value value) {
    Optional<String> text = value.asScalar();
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      value.reject("this is '" + text.get() + "'", "it must be true or false");
    }
    return text.filter("true"::equals).isPresent();
  }
}
