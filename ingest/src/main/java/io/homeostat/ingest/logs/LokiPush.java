package io.homeostat.ingest.logs;

import io.homeostat.core.model.LogEntry;
import io.homeostat.ingest.intake.LogLines;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.ProtoCursor;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.Translated;
import io.homeostat.ingest.mapping.EntityMapping;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code logproto.PushRequest}, decompressed (grafana/loki, {@code pkg/push/push.proto}):
 * streams of labels, each with entries of a time, a line and perhaps metadata of its own.
 */
public final class LokiPush {
  private final byte[] bytes;
  private final EntityMapping mapping;
  private final Rejections rejections = new Rejections();
  private final LogLines lines;

  private LokiPush(byte[] bytes, EntityMapping mapping, long receivedMillis) {
    this.bytes = bytes;
    this.mapping = mapping;
    this.lines = new LogLines(receivedMillis, rejections);
  }

  /**
   * Translates a request.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970
   * @param mapping whose lines a stream's are
   * @throws MalformedException when the bytes are no such message
   */
  public static Translated<LogEntry> translate(
      byte[] bytes, long receivedMillis, EntityMapping mapping) throws MalformedException {
    LokiPush push = new LokiPush(bytes, mapping, receivedMillis);
    ProtoCursor cursor = new ProtoCursor(bytes, 0, bytes.length);
    for (int field = cursor.next(); field != 0; field = cursor.next()) {
      if (field == 1) {
        int end = cursor.enter();
        push.stream(cursor.position(), end);
        cursor.leave(end);
      } else {
        cursor.skip();
      }
    }
    return push.lines.translated();
  }

  private void stream(int from, int end) throws MalformedException {
    Map<String, String> labels = LokiLabels.read(labels(from, end));
    Rejections wrong = new Rejections();
    Optional<LogSource> source = LogSource.of(labels, mapping, wrong);
    LogEntry.Level level = Levels.of(labels);
    ProtoCursor cursor = new ProtoCursor(bytes, from, end);
    for (int field = cursor.next(); field != 0; field = cursor.next()) {
      if (field != 2) {
        cursor.skip();
        continue;
      }
      int until = cursor.enter();
      if (source.isPresent()) {
        entry(source.get(), level, cursor.position(), until);
      } else {
        rejections.addAll(wrong);
      }
      cursor.leave(until);
    }
  }

  private String labels(int from, int end) throws MalformedException {
    String labels = "{}";
    ProtoCursor cursor = new ProtoCursor(bytes, from, end);
    for (int field = cursor.next(); field != 0; field = cursor.next()) {
      if (field == 1) {
        labels = text(cursor);
      } else {
        cursor.skip();
      }
    }
    return labels;
  }

  private void entry(LogSource source, LogEntry.Level streams, int from, int end)
      throws MalformedException {
    long millis = 0;
    String line = "";
    Map<String, String> metadata = Map.of();
    ProtoCursor cursor = new ProtoCursor(bytes, from, end);
    for (int field = cursor.next(); field != 0; field = cursor.next()) {
      switch (field) {
        case 1 -> millis = timestamp(cursor);
        case 2 -> line = text(cursor);
        case 3 -> {
          metadata = metadata.isEmpty() ? new HashMap<>() : metadata;
          pair(cursor, metadata);
        }
        default -> cursor.skip();
      }
    }
    if (millis == 0) {
      rejections.add(Reason.TIME_MISSING, 1, "a line without a timestamp");
      return;
    }
    LogEntry.Level own = Levels.of(metadata);
    lines.add(
        source.entity(),
        millis,
        own == LogEntry.Level.UNSET ? streams : own,
        line,
        source.with(metadata));
  }

  private long timestamp(ProtoCursor around) throws MalformedException {
    int end = around.enter();
    long seconds = 0;
    long nanos = 0;
    ProtoCursor cursor = new ProtoCursor(bytes, around.position(), end);
    for (int field = cursor.next(); field != 0; field = cursor.next()) {
      switch (field) {
        case 1 -> seconds = cursor.number();
        case 2 -> nanos = cursor.number();
        default -> cursor.skip();
      }
    }
    around.leave(end);
    if (nanos < 0 || nanos > 999_999_999 || Math.abs(seconds) > Long.MAX_VALUE / 2_000) {
      throw new MalformedException("a timestamp is out of range before byte " + end);
    }
    return seconds * 1_000 + nanos / 1_000_000;
  }

  private void pair(ProtoCursor around, Map<String, String> into) throws MalformedException {
    int end = around.enter();
    String name = "";
    String value = "";
    ProtoCursor cursor = new ProtoCursor(bytes, around.position(), end);
    for (int field = cursor.next(); field != 0; field = cursor.next()) {
      switch (field) {
        case 1 -> name = text(cursor);
        case 2 -> value = text(cursor);
        default -> cursor.skip();
      }
    }
    around.leave(end);
    into.put(name, value);
  }

  private String text(ProtoCursor cursor) throws MalformedException {
    int end = cursor.enter();
    int from = cursor.position();
    cursor.leave(end);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, end - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("a text at byte " + from + " is no UTF-8");
    }
  }
}
