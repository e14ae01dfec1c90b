package io.homeostat.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The demo's control API, as a client sees it.
 *
 * @param address where it listens, such as {@code http://127.0.0.1:7081}
 */
record DemoControl(String address) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECT_LIMIT_MILLIS = 3_000;
  private static final int ANSWER_LIMIT_MILLIS = 120_000;

  JsonNode get(String path) {
    return call("GET", path);
  }

  JsonNode post(String path) {
    return call("POST", path);
  }

  private JsonNode call(String method, String path) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address + path).toURL().openConnection();
      connection.setRequestMethod(method);
      connection.setConnectTimeout(CONNECT_LIMIT_MILLIS);
      connection.setReadTimeout(ANSWER_LIMIT_MILLIS);
      boolean good = connection.getResponseCode() < 400;
      String body;
      try (var in = good ? connection.getInputStream() : connection.getErrorStream()) {
        body = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      return good ? JSON.readTree(body) : refuse(connection.getResponseCode(), body);
    } catch (JsonProcessingException e) {
      throw new CommandException(
          "what listens at " + address + " is not the demo: check demo.control.port", e);
    } catch (IOException e) {
      throw new CommandException(
          "the demo does not answer at "
              + address
              + " ("
              + e.getMessage()
              + "): is `homeostat up` running, and not with --no-demo?",
          e);
    }
  }

  private static JsonNode refuse(int status, String body) throws JsonProcessingException {
    JsonNode answer = JSON.readTree(body);
    throw new CommandException(
        answer.path("error").asText("the demo answered with status " + status)
            + ": "
            + answer.path("remedy").asText("see its log"));
  }
}
