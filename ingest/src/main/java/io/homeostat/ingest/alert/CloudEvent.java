package io.homeostat.ingest.alert;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.ingest.intake.MalformedException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An event of CloudEvents 1.0 (CloudEvents specification, version 1.0.2, "Context Attributes").
 *
 * @param attributes its attributes and extensions as texts, by name; {@code id}, {@code source},
 *     {@code type} and {@code specversion} are among them
 * @param data its data, where that is JSON; else missing
 */
public record CloudEvent(SortedMap<String, String> attributes, JsonNode data) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");
  private static final int MOST_ATTRIBUTES = 48;
  private static final int LONGEST = 1024;

  public CloudEvent {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /**
   * An event whose attributes are right.
   *
   * @throws MalformedException when one that must be there is not, or one can't be
   */
  static CloudEvent of(SortedMap<String, String> attributes, JsonNode data)
      throws MalformedException {
    if (!"1.0".equals(attributes.getOrDefault("specversion", ""))) {
      throw new MalformedException(
          "specversion is '"
              + attributes.getOrDefault("specversion", "")
              + "'; give an event of CloudEvents 1.0");
    }
    for (String needed : new String[] {"id", "source", "type"}) {
      if (attributes.getOrDefault(needed, "").isEmpty()) {
        throw new MalformedException("attribute " + needed + " of an event is missing");
      }
    }
    if (attributes.size() > MOST_ATTRIBUTES) {
      throw new MalformedException(
          attributes.size() + " attributes of an event, at most " + MOST_ATTRIBUTES);
    }
    for (var attribute : attributes.entrySet()) {
      if (!NAME.matcher(attribute.getKey()).matches() || attribute.getValue().length() > LONGEST) {
        throw new MalformedException(
            "attribute '"
                + attribute.getKey()
                + "' has another name than a-z0-9, or more than "
                + LONGEST
                + " characters");
      }
    }
    return new CloudEvent(attributes, data);
  }

  /** An attribute; empty where there is none. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }
}
