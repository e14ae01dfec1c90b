package io.homeostat.ingest.mapping;

import io.homeostat.core.model.EntityId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entity with places for labels, such as {@code pod:{cluster|'default'}/{namespace}/{pod}}. In
 * braces stand labels, of which the first that is not empty counts, and last perhaps a quoted text;
 * a segment {@code {*label}} is as many segments as the label's value has between its slashes.
 */
final class EntityTemplate {
  private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9-]*):(.+)");
  private static final Pattern PLACE = Pattern.compile("\\{(\\*?)([^{}*]+)}");
  private static final Pattern ALTERNATIVE = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*|'[^']+'");

  /** A part of a segment. */
  private sealed interface Part {
    /** Its text; nothing when no label gives one. */
    Optional<String> text(Map<String, String> labels, Set<String> used);
  }

  private record Fixed(String text) implements Part {
    @Override
    public Optional<String> text(Map<String, String> labels, Set<String> used) {
      return Optional.of(text);
    }
  }

  private record Labelled(List<String> alternatives) implements Part {
    @Override
    public Optional<String> text(Map<String, String> labels, Set<String> used) {
      for (String alternative : alternatives) {
        if (alternative.charAt(0) == '\'') {
          return Optional.of(alternative.substring(1, alternative.length() - 1));
        }
        String value = labels.getOrDefault(alternative, "");
        if (!value.isEmpty()) {
          used.add(alternative);
          return Optional.of(value);
        }
      }
      return Optional.empty();
    }
  }

  private record Segment(List<Part> parts, boolean split) {}

  private final String kind;
  private final List<Segment> segments;

  private EntityTemplate(String kind, List<Segment> segments) {
    this.kind = kind;
    this.segments = segments;
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException when it can't be read
   */
  static EntityTemplate parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' must be such as pod:{cluster|'default'}/{namespace}/{pod}");
    }
    List<Segment> segments = new ArrayList<>();
    for (String segment : form.group(2).split("/", -1)) {
      segments.add(segment(segment, text));
    }
    return new EntityTemplate(form.group(1), segments);
  }

  private static Segment segment(String text, String template) {
    List<Part> parts = new ArrayList<>();
    Matcher place = PLACE.matcher(text);
    boolean split = false;
    int at = 0;
    while (place.find()) {
      fixed(text.substring(at, place.start()), template, parts);
      List<String> alternatives = List.of(place.group(2).split("\\|", -1));
      for (String alternative : alternatives) {
        if (!ALTERNATIVE.matcher(alternative).matches()) {
          throw new IllegalArgumentException(
              "'" + alternative + "' in " + template + " is neither a label nor a 'text'");
        }
      }
      split |= !place.group(1).isEmpty();
      parts.add(new Labelled(alternatives));
      at = place.end();
    }
    fixed(text.substring(at), template, parts);
    if (parts.isEmpty() || (split && parts.size() > 1)) {
      throw new IllegalArgumentException(
          "a segment of " + template + " is empty, or has {*label} beside other text");
    }
    return new Segment(List.copyOf(parts), split);
  }

  private static void fixed(String text, String template, List<Part> parts) {
    if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
      throw new IllegalArgumentException("the braces in " + template + " don't match");
    }
    if (!text.isEmpty()) {
      parts.add(new Fixed(text));
    }
  }

  /**
   * The entity of these labels; nothing when a place gets no text.
   *
   * @param used takes the labels whose values stand in the entity
   */
  Optional<EntityId> fill(Map<String, String> labels, Set<String> used) {
    List<String> path = new ArrayList<>();
    for (Segment segment : segments) {
      StringBuilder text = new StringBuilder();
      for (Part part : segment.parts()) {
        Optional<String> piece = part.text(labels, used);
        if (piece.isEmpty()) {
          return Optional.empty();
        }
        text.append(piece.get());
      }
      if (segment.split()) {
        path.addAll(List.of(text.toString().split("/", -1)));
      } else {
        path.add(text.toString());
      }
    }
    return path.contains("") ? Optional.empty() : Optional.of(new EntityId(kind, path));
  }
}
