package io.homeostat.ingest.mapping;

import io.homeostat.core.document.Problem;
import io.homeostat.core.document.Problems;
import io.homeostat.core.document.Section;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.document.YamlReader;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.rules.MatcherParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Maps labels to entities, for every door alike: the label {@code homeostat_entity} names the
 * entity outright; else the first rule that holds does. Labels are written as Prometheus writes
 * them, so an OpenTelemetry attribute {@code k8s.pod.name} is {@code k8s_pod_name} here. Immutable.
 */
public final class EntityMapping {
  /** The label that names an entity outright. */
  public static final String OUTRIGHT = "homeostat_entity";

  private static final String DEFAULTS = "default-entities.yaml";
  private static final int LONGEST = 1024;

  private final List<EntityRule> rules;

  private EntityMapping(List<EntityRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** The rules that come with Homeostat. */
  public static EntityMapping defaults() {
    return of(List.of());
  }

  /**
   * The rules of files, each before those that come with Homeostat.
   *
   * @throws IllegalArgumentException when a file is not sound, with every mistake
   */
  public static EntityMapping of(List<SourceText> files) {
    Problems problems = new Problems();
    List<EntityRule> rules = new ArrayList<>();
    for (SourceText file : files) {
      YamlReader.read(file, problems).ifPresent(root -> rules.addAll(rules(root)));
    }
    YamlReader.read(shipped(), problems).ifPresent(root -> rules.addAll(rules(root)));
    if (!problems.none()) {
      throw new IllegalArgumentException(
          problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    return new EntityMapping(rules);
  }

  private static SourceText shipped() {
    try (InputStream in =
        Objects.requireNonNull(EntityMapping.class.getResourceAsStream(DEFAULTS), DEFAULTS)) {
      return new SourceText(DEFAULTS, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<EntityRule> rules(Section root) {
    List<EntityRule> rules = root.sections("entities", EntityMapping::rule);
    root.close();
    return rules;
  }

  private static Optional<EntityRule> rule(Section section) {
    var where = MatcherParser.readAny(section, "where");
    String template = section.text("entity");
    if (!section.sound()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new EntityRule(where, EntityTemplate.parse(template)));
    } catch (IllegalArgumentException e) {
      section.reject("entity", String.valueOf(e.getMessage()), "see ingest's README");
      return Optional.empty();
    }
  }

  /** A name as a label's name: with {@code _} for what none has. */
  public static String label(String name) {
    StringBuilder label = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      label.append(c < 128 && Character.isLetterOrDigit(c) ? c : '_');
    }
    return label.toString();
  }

  /**
   * The entity of some labels.
   *
   * @throws IllegalArgumentException when {@code homeostat_entity} is no entity, or the entity's
   *     text would be too long
   */
  public Mapped map(Map<String, String> labels) {
    String outright = labels.getOrDefault(OUTRIGHT, "");
    if (!outright.isEmpty()) {
      return new Mapped(EntityId.parse(outright), Set.of(OUTRIGHT));
    }
    for (EntityRule rule : rules) {
      Set<String> used = new HashSet<>();
      Optional<EntityId> entity = rule.apply(labels, used);
      if (entity.isPresent()) {
        int length = entity.get().text().length();
        if (length > LONGEST) {
          throw new IllegalArgumentException(
              "the entity has " + length + " characters, at most " + LONGEST);
        }
        return new Mapped(entity.get(), used);
      }
    }
    throw new IllegalStateException("the last rule that comes with Homeostat holds for everything");
  }
}
