package io.homeostat.ingest.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Change;
import io.homeostat.ingest.mapping.EntityMapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;

/** Real payloads of deployers' webhooks; ORIGINS.md beside them says whose. */
final class Payloads {
  static final Places PLACES = new Places(EntityMapping.defaults(), entity -> "shop");

  /** Later than any of them. */
  static final long NOW = millis("2026-11-29T20:00:00Z");

  private Payloads() {}

  static String text(String name) {
    try (InputStream in =
        Objects.requireNonNull(Payloads.class.getResourceAsStream(name + ".json"), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Change change(Told told) {
    assertThat(told).isInstanceOf(Told.Changed.class);
    return ((Told.Changed) told).change();
  }

  static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
