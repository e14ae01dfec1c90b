package io.homeostat.ingest.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.homeostat.ingest.intake.Json;
import io.homeostat.ingest.intake.MalformedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of Alertmanager's two interfaces; fields that are not of interest are passed over. */
final class AlertJson {
  private static final ObjectMapper MAPPER = new ObjectMapper(Json.factory());

  private AlertJson() {}

  /**
   * One alert of {@code POST /api/v2/alerts} or of a webhook; whatever is absent is null.
   *
   * @param status only in a webhook
   * @param fingerprint only in a webhook
   */
  record Told(
      @Nullable String status,
      @Nullable Map<String, @Nullable String> labels,
      @Nullable Map<String, @Nullable String> annotations,
      @Nullable String startsAt,
      @Nullable String endsAt,
      @Nullable String fingerprint) {}

  /** A webhook's body, version 4; whatever is absent is null. */
  record Notification(
      @Nullable String version,
      @Nullable String groupKey,
      long truncatedAlerts,
      @Nullable List<@Nullable Told> alerts) {}

  static List<@Nullable Told> alerts(byte[] body) throws MalformedException {
    return read(body, new TypeReference<>() {}, "alerts");
  }

  static Notification notification(byte[] body) throws MalformedException {
    return read(body, new TypeReference<>() {}, "webhook of Alertmanager");
  }

  private static <T> T read(byte[] body, TypeReference<T> type, String what)
      throws MalformedException {
    ObjectReader reader =
        MAPPER
            .readerFor(type)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    try {
      T value = reader.readValue(body);
      if (value == null) {
        throw new MalformedException("the body is no JSON of " + what + ": it is null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new MalformedException(
          "the body is no JSON of " + what + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new MalformedException("the body is no JSON of " + what + ": " + e.getMessage());
    }
  }
}
