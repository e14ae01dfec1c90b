package io.homeostat.ingest.syslog;

import io.homeostat.core.model.LogEntry;
import io.homeostat.ingest.intake.LogLines;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.Translated;
import io.homeostat.ingest.logs.LogSource;
import io.homeostat.ingest.mapping.EntityMapping;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Translates messages of syslog. A message is the line of the entity that its labels make: {@code
 * hostname}, {@code app_name} and the structured data's parameters, with {@code _} for what no
 * label's name has.
 */
public final class SyslogLines {

  private SyslogLines() {}

  /**
   * Translates messages; one that can't be read does not spoil the others.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970; a message without a time of
   *     its own has this one
   */
  public static Translated<LogEntry> translate(
      List<byte[]> messages, long receivedMillis, EntityMapping mapping) {
    Rejections rejections = new Rejections();
    LogLines lines = new LogLines(receivedMillis, rejections);
    for (byte[] bytes : messages) {
      try {
        take(
            SyslogMessage.parse(new String(bytes, StandardCharsets.UTF_8)),
            receivedMillis,
            mapping,
            lines,
            rejections);
      } catch (MalformedException e) {
        rejections.add(Reason.FORM, 1, String.valueOf(e.getMessage()));
      }
    }
    return lines.translated();
  }

  private static void take(
      SyslogMessage message,
      long receivedMillis,
      EntityMapping mapping,
      LogLines lines,
      Rejections rejections) {
    Map<String, String> labels = new HashMap<>(message.header());
    labels.put("facility", Integer.toString(message.facility()));
    message
        .data()
        .forEach(
            (name, value) ->
                labels.putIfAbsent(
                    EntityMapping.label(name.substring(name.indexOf('.') + 1)), value));
    LogSource.of(labels, mapping, rejections)
        .ifPresent(
            source ->
                lines.add(
                    source.entity(),
                    message.timeMillis().orElse(receivedMillis),
                    message.level(),
                    message.text(),
                    source.attributes()));
  }
}
