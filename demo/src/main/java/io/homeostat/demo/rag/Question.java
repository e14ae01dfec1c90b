package io.homeostat.demo.rag;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a user asks the retriever.
 *
 * @param tenant whose documents to search, from 1
 * @param words what to look for, 1 to 200 characters
 */
public record Question(int tenant, String words) {
  private static final int LONGEST = 200;

  public Question {
    if (tenant < 1) {
      throw new IllegalArgumentException("tenant is " + tenant + ": give a number from 1");
    }
    if (words.isBlank() || words.length() > LONGEST) {
      throw new IllegalArgumentException(
          "q has " + words.length() + " characters: give 1 to " + LONGEST);
    }
  }

  /**
   * Reads a question from a request.
   *
   * @throws IllegalArgumentException when it is not one, with what would be
   */
  static Question parse(String method, URI uri) {
    if (!method.equals("GET")) {
      throw new IllegalArgumentException("method is " + method + ": use GET");
    }
    Map<String, String> parameters = new HashMap<>();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    String tenant = parameters.getOrDefault("tenant", "");
    try {
      return new Question(Integer.parseInt(tenant), parameters.getOrDefault("q", ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("tenant is '" + tenant + "': give a whole number", e);
    }
  }

  /** The question as a path and query. */
  String toPath() {
    return "/search?tenant=" + tenant + "&q=" + words.replace(' ', '+');
  }
}
