package io.homeostat.cli.people;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times in tables. */
final class Times {

  private Times() {}

  /** A field in epoch milliseconds as a time in UTC; empty when it is not there. */
  static String of(JsonNode item, String field) {
    return item.path(field).isNumber()
        ? Instant.ofEpochMilli(item.path(field).asLong()).truncatedTo(ChronoUnit.SECONDS).toString()
        : "";
  }
}
