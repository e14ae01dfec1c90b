package io.homeostat.cli.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.cli.CommandException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The console's API, as a client sees it.
 *
 * @param address where it listens, such as {@code http://127.0.0.1:7070}
 * @param user who asks, where the console has no configured users
 * @param token how that is known, where it has
 */
record ConsoleClient(String address, String user, Optional<String> token) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECT_LIMIT_MILLIS = 3_000;
  private static final int ANSWER_LIMIT_MILLIS = 30_000;

  JsonNode get(String path) {
    return call("GET", path, Optional.empty());
  }

  /** Says something; what was answered. */
  JsonNode post(String path, ObjectNode body) {
    return call("POST", path, Optional.of(body));
  }

  static ObjectNode body() {
    return JSON.createObjectNode();
  }

  private JsonNode call(String method, String path, Optional<ObjectNode> body) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address + path).toURL().openConnection();
      connection.setRequestMethod(method);
      connection.setConnectTimeout(CONNECT_LIMIT_MILLIS);
      connection.setReadTimeout(ANSWER_LIMIT_MILLIS);
      if (body.isPresent()) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("X-Homeostat-Request", "cli");
        connection.setRequestProperty("X-Homeostat-User", user);
        token.ifPresent(it -> connection.setRequestProperty("Authorization", "Bearer " + it));
        connection.getOutputStream().write(JSON.writeValueAsBytes(body.get()));
      }
      boolean good = connection.getResponseCode() < 400;
      String text;
      try (var in = good ? connection.getInputStream() : connection.getErrorStream()) {
        text = in == null ? "{}" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      JsonNode answer = JSON.readTree(text);
      if (!good) {
        throw refused(connection.getResponseCode(), answer);
      }
      return answer;
    } catch (JsonProcessingException e) {
      throw new CommandException(
          "what listens at " + address + " is not the console: give its address with --console", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(
          "the console does not answer at "
              + address
              + " ("
              + e.getMessage()
              + "): is `homeostat up` running? `homeostat status` tells; --console names another",
          e);
    }
  }

  private static CommandException refused(int status, JsonNode problem) {
    String detail = problem.path("detail").asText("the console answered with status " + status);
    String remedy = problem.path("remedy").asText("");
    return new CommandException(remedy.isEmpty() ? detail : detail + ": " + remedy);
  }
}
