package io.homeostat.core.rules;

import io.homeostat.core.document.Section;
import io.homeostat.core.document.Value;
import io.homeostat.core.model.Check;
import io.homeostat.core.model.EntityId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a playbook. */
final class PlaybookSection {
  private static final int MOST_ATTEMPTS = 10;
  private static final double GREATEST_RATIO = 1_000;

  /** Of a change, the planner itself tells the action. */
  private static final String OF_CHANGE = "change_";

  /** Of the signal that it answers, likewise, where it acts on models. */
  private static final String OF_SIGNAL = "signal_";

  /** What of a signal is acted on. */
  private enum ActsOn {
    ENTITY,
    MODELS
  }

  private record Verify(
      long beforeMillis, long settleMillis, long windowMillis, List<Playbook.CheckRule> checks) {}

  private PlaybookSection() {}

  static Optional<Playbook> read(Section section) {
    String name = section.text("name");
    Optional<Condition> when = condition(section, "when", ConditionScope.INCIDENT);
    Optional<PlaybookTarget> target = section.section("target", PlaybookSection::target);
    String action = section.word("action", Words.ACTION, "pg-index.rebuild");
    SortedMap<String, String> parameters = parameters(section);
    Optional<Condition> require = condition(section, "require", ConditionScope.TARGET);
    long freshMillis = section.duration("fresh", 1_000);
    long deadlineMillis = section.duration("deadline", 1_000);
    long limitMillis = section.duration("limit", 1_000);
    String predicted = section.text("predicted");
    String undo = section.text("undo");
    int attempts = section.count("attempts", 1, MOST_ATTEMPTS, 1);
    Optional<Verify> verify = section.section("verify", PlaybookSection::verify);
    if (when.isEmpty() || target.isEmpty() || require.isEmpty() || verify.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Playbook(
            name,
            when.get(),
            target.get(),
            action,
            parameters,
            require.get(),
            freshMillis,
            deadlineMillis,
            limitMillis,
            predicted,
            undo,
            attempts,
            verify.get().beforeMillis(),
            verify.get().settleMillis(),
            verify.get().windowMillis(),
            verify.get().checks()));
  }

  private static Optional<Condition> condition(Section section, String key, ConditionScope scope) {
    String source = section.text(key);
    if (source.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(CelCondition.compile(source, scope));
    } catch (ConditionException e) {
      section
          .optional(key)
          .ifPresent(value -> value.reject(e.reason(), "here stand " + scope.vocabulary()));
      return Optional.empty();
    }
  }

  private static Optional<PlaybookTarget> target(Section section) {
    List<Matcher> match = MatcherParser.read(section, "match", Labels.ENTITY);
    if (!section.has("change")) {
      String kind = section.word("kind", Words.NAME, "index-degradation");
      return Optional.of(
          section.choice("actsOn", ActsOn.class, ActsOn.ENTITY) == ActsOn.MODELS
              ? new PlaybookTarget.OfModels(kind, match)
              : new PlaybookTarget.OfSignal(kind, match));
    }
    String change = section.word("change", Words.NAME, "deployment");
    Optional<String> kind =
        section.has("kind")
            ? Optional.of(section.word("kind", Words.NAME, "error-degradation"))
            : Optional.empty();
    List<String> unless =
        section.items("unless").stream().flatMap(item -> kindOfChange(item).stream()).toList();
    return Optional.of(new PlaybookTarget.OfChange(change, kind, match, unless));
  }

  private static Optional<String> kindOfChange(Value value) {
    Optional<String> text = value.asText();
    if (text.filter(each -> !Words.NAME.matcher(each).matches()).isPresent()) {
      value.reject("unless has '" + text.get() + "'", "it must be such as schema");
    }
    return text;
  }

  private static SortedMap<String, String> parameters(Section section) {
    TreeMap<String, String> parameters = new TreeMap<>();
    section
        .optional("parameters")
        .flatMap(Value::asSection)
        .ifPresent(
            values ->
                values
                    .keys()
                    .forEach(
                        key -> {
                          told(key).ifPresent(why -> values.reject(key, why, "name it otherwise"));
                          values
                              .optional(key)
                              .flatMap(PlaybookSection::parameter)
                              .ifPresent(text -> parameters.put(key, text));
                        }));
    return Collections.unmodifiableSortedMap(parameters);
  }

  /** Why a parameter can't be named so: the planner tells what is. */
  private static Optional<String> told(String key) {
    return key.startsWith(OF_CHANGE)
        ? Optional.of("'" + OF_CHANGE + "' begins what the change itself tells")
        : key.startsWith(OF_SIGNAL)
            ? Optional.of("'" + OF_SIGNAL + "' begins what the signal itself tells")
            : Optional.empty();
  }

  private static Optional<String> parameter(Value value) {
    Optional<String> text = value.asScalar();
    if (text.filter(ObservedParameters::malformed).isPresent()) {
      value.reject(
          "'" + text.get() + "' stands for nothing that is observed",
          "give a value, or a series as {target[\"patroni.timeline\"]}");
      return Optional.empty();
    }
    return text;
  }

  private static Optional<Verify> verify(Section section) {
    List<Playbook.CheckRule> checks = section.sections("checks", PlaybookSection::check);
    if (section.required("checks").isPresent() && section.sound() && checks.isEmpty()) {
      section.reject("checks", "nothing verifies the action", "give at least one check");
    }
    return Optional.of(
        new Verify(
            section.duration("before", 1_000),
            section.duration("settle", 0, 0),
            section.duration("window", 1_000),
            checks));
  }

  private static Optional<Playbook.CheckRule> check(Section section) {
    Check.Role role = section.choice("role", Check.Role.class);
    Optional<String> entity = entity(section, role);
    double least = role == Check.Role.PEER ? 1 : 0.001;
    return Optional.of(
        new Playbook.CheckRule(
            role,
            entity,
            section.word("series", Words.SERIES, "pg.index.size"),
            section.number("atMost", least, GREATEST_RATIO)));
  }

  private static Optional<String> entity(Section section, Check.Role role) {
    if (role == Check.Role.TARGET) {
      if (section.has("entity")) {
        section.reject("entity", "the target is known already", "take this key out");
      }
      return Optional.empty();
    }
    String text = section.text("entity");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(EntityId.parse(text).text());
    } catch (IllegalArgumentException e) {
      section.reject("entity", String.valueOf(e.getMessage()), "");
      return Optional.empty();
    }
  }
}
