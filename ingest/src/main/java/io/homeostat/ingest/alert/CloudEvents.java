package io.homeostat.ingest.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads events in the three modes of CloudEvents' HTTP binding (version 1.0.2): structured, binary
 * and batched.
 */
public final class CloudEvents {
  private static final int MOST = 1_000;
  private static final String JSON_DATA = "application/json";

  private CloudEvents() {}

  /**
   * The event of a structured request.
   *
   * @throws MalformedException when the body is none
   */
  public static CloudEvent structured(byte[] body) throws MalformedException {
    return event(JsonText.read(body));
  }

  /**
   * The events of a batch; those that can't be read count as rejected.
   *
   * @throws MalformedException when the body is no list of at most 1,000
   */
  public static List<CloudEvent> batch(byte[] body, Rejections rejections)
      throws MalformedException {
    JsonNode list = JsonText.read(body);
    if (!list.isArray() || list.size() > MOST) {
      throw new MalformedException("the body is no list of at most " + MOST + " events");
    }
    List<CloudEvent> events = new ArrayList<>();
    for (JsonNode one : list) {
      try {
        events.add(event(one));
      } catch (MalformedException e) {
        rejections.add(Reason.FORM, 1, String.valueOf(e.getMessage()));
      }
    }
    return events;
  }

  /**
   * The event of a binary request, whose attributes stand in headers.
   *
   * @param attributes the headers that begin with {@code ce-}, without that and still as they were
   *     sent: percent-encoded
   * @param contentType the data's; JSON is read, anything else passed over
   * @throws MalformedException when they make none
   */
  public static CloudEvent binary(Map<String, String> attributes, String contentType, byte[] body)
      throws MalformedException {
    SortedMap<String, String> decoded = new TreeMap<>();
    for (var attribute : attributes.entrySet()) {
      decoded.put(attribute.getKey(), decoded(attribute.getValue()));
    }
    boolean json = contentType.startsWith(JSON_DATA) || contentType.contains("+json");
    return CloudEvent.of(
        decoded, json && body.length > 0 ? JsonText.read(body) : MissingNode.getInstance());
  }

  private static CloudEvent event(JsonNode node) throws MalformedException {
    if (!node.isObject()) {
      throw new MalformedException("an event is no object of JSON");
    }
    SortedMap<String, String> attributes = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (!name.equals("data") && !name.equals("data_base64") && !value.isNull()) {
        if (!value.isValueNode()) {
          throw new MalformedException("attribute '" + name + "' of an event is no single value");
        }
        attributes.put(name, value.asText());
      }
    }
    return CloudEvent.of(attributes, data(node));
  }

  private static JsonNode data(JsonNode node) throws MalformedException {
    String encoded = node.path("data_base64").asText();
    if (encoded.isEmpty()) {
      return node.path("data");
    }
    if (!node.path("datacontenttype").asText(JSON_DATA).startsWith(JSON_DATA)) {
      return MissingNode.getInstance();
    }
    try {
      return JsonText.read(Base64.getDecoder().decode(encoded));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("data_base64 of an event is no Base64: " + e.getMessage());
    }
  }

  /** A header's value, in which what is not printable ASCII is percent-encoded UTF-8. */
  private static String decoded(String text) throws MalformedException {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        bytes[length++] = (byte) (c < 128 ? c : '?');
        continue;
      }
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw new MalformedException("a header of an event has a % without two digits behind it");
      }
      bytes[length++] = (byte) (high * 16 + low);
      i += 2;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
