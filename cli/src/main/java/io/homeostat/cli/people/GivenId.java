package io.homeostat.cli.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.CommandException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * An id as people give it: all of it, or its first characters, as many as tell it from the others.
 */
final class GivenId {
  private static final Pattern SHORT = Pattern.compile("[0-9a-f]{4,31}…?");
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]+");

  private GivenId() {}

  /** All of an incident's id. */
  static String ofIncident(ConsoleClient client, String given) {
    return whole(client, given, "incident", "incidents");
  }

  /** All of an action's id. */
  static String ofAction(ConsoleClient client, String given) {
    return whole(client, given, "action", "actions");
  }

  /** All of the id of a table beside its reference. */
  static String ofDrift(ConsoleClient client, String given) {
    return whole(client, given, "table", "drift");
  }

  /** What the console does not know stays as it is: its answer tells. */
  private static String whole(ConsoleClient client, String given, String what, String verb) {
    if (SHORT.matcher(given).matches()) {
      String start = given.replace("…", "");
      JsonNode items =
          client.get("/api/v1/" + verb + (verb.equals("drift") ? "" : "?limit=1000")).path(verb);
      List<String> ids =
          StreamSupport.stream(items.spliterator(), false)
              .map(item -> item.path("id").asText())
              .filter(id -> id.startsWith(start))
              .toList();
      if (ids.size() > 1) {
        throw new CommandException(
            ids.size() + " " + what + "s' ids begin with '" + start + "': give more of it");
      }
      return ids.isEmpty() ? start : ids.get(0);
    }
    if (!ID.matcher(given).matches()) {
      throw new CommandException(
          "'" + given + "' is no id: `homeostat " + verb + " list` tells which there are");
    }
    return given;
  }
}
