package io.homeostat.ingest.syslog;

import io.homeostat.core.model.LogEntry.Level;
import io.homeostat.ingest.intake.MalformedException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A message of syslog (RFC 5424, section 6).
 *
 * @param facility from 0 to 23
 * @param severity from 0 (emergency) to 7 (debug)
 * @param timeMillis the sender's time, in milliseconds since 1970, if it gave one
 * @param header host, application, process and kind of message, as {@code hostname}, {@code
 *     app_name}, {@code proc_id} and {@code msg_id}, as far as they are given
 * @param data the structured data, each parameter as {@code id.name}
 * @param text the message
 */
record SyslogMessage(
    int facility,
    int severity,
    OptionalLong timeMillis,
    Map<String, String> header,
    Map<String, String> data,
    String text) {
  private static final String[] HEADER = {"hostname", "app_name", "proc_id", "msg_id"};
  private static final int MOST_PRIORITY = 191;
  private static final int MOST_PARAMETERS = 64;

  /**
   * Reads a message. Line ends after it are not of it: rsyslog writes one even where it gives the
   * length.
   *
   * @throws MalformedException when it is not of the form of RFC 5424
   */
  static SyslogMessage parse(String text) throws MalformedException {
    int end = text.length();
    while (end > 0 && "\n\r\0".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return new Reader(text.substring(0, end)).message();
  }

  /** The severity as a level. */
  Level level() {
    return switch (severity) {
      case 0, 1, 2 -> Level.FATAL;
      case 3 -> Level.ERROR;
      case 4 -> Level.WARN;
      case 5, 6 -> Level.INFO;
      default -> Level.DEBUG;
    };
  }

  /** Goes through the text from left to right. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    SyslogMessage message() throws MalformedException {
      int priority = priority();
      expect('1', "the version 1");
      expect(' ', "a blank after the version");
      OptionalLong time = time(word());
      Map<String, String> header = new TreeMap<>();
      for (String field : HEADER) {
        String word = word();
        if (!word.equals("-")) {
          header.put(field, word);
        }
      }
      Map<String, String> data = data();
      String rest = "";
      if (at < text.length()) {
        expect(' ', "a blank before the message");
        rest = text.substring(text.startsWith("\uFEFF", at) ? at + 1 : at);
      }
      return new SyslogMessage(priority / 8, priority % 8, time, header, data, rest);
    }

    private int priority() throws MalformedException {
      expect('<', "'<'");
      int priority = 0;
      int from = at;
      while (at < text.length() && at - from < 3 && Character.isDigit(text.charAt(at))) {
        priority = priority * 10 + Character.digit(text.charAt(at++), 10);
      }
      if (at == from || priority > MOST_PRIORITY) {
        throw wrong("a priority from 0 to 191");
      }
      expect('>', "'>'");
      return priority;
    }

    private OptionalLong time(String word) throws MalformedException {
      if (word.equals("-")) {
        return OptionalLong.empty();
      }
      try {
        return OptionalLong.of(OffsetDateTime.parse(word).toInstant().toEpochMilli());
      } catch (DateTimeException | ArithmeticException e) {
        throw wrong("a time such as 2026-11-21T19:00:00.5Z");
      }
    }

    /** Up to the next blank, which is passed over. */
    private String word() throws MalformedException {
      int end = text.indexOf(' ', at);
      if (end <= at) {
        throw wrong("a word and a blank");
      }
      String word = text.substring(at, end);
      at = end + 1;
      return word;
    }

    private Map<String, String> data() throws MalformedException {
      Map<String, String> data = new TreeMap<>();
      if (peek() == '-') {
        at++;
        return data;
      }
      do {
        expect('[', "'-' or structured data");
        String id = name();
        while (peek() == ' ') {
          at++;
          String name = name();
          expect('=', "'='");
          String value = value();
          if (data.size() < MOST_PARAMETERS) {
            data.put(id + '.' + name, value);
          }
        }
        expect(']', "']'");
      } while (peek() == '[');
      return data;
    }

    private String name() throws MalformedException {
      int from = at;
      while (at < text.length() && "= ]\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      if (at == from) {
        throw wrong("a name");
      }
      return text.substring(from, at);
    }

    /** In quotes, with a backslash before quotes, backslashes and closing brackets. */
    private String value() throws MalformedException {
      expect('"', "'\"'");
      StringBuilder value = new StringBuilder();
      while (at < text.length() && text.charAt(at) != '"') {
        char c = text.charAt(at++);
        if (c == '\\' && at < text.length() && "\"\\]".indexOf(text.charAt(at)) >= 0) {
          value.append(text.charAt(at++));
        } else {
          value.append(c);
        }
      }
      expect('"', "'\"'");
      return value.toString();
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char wanted, String what) throws MalformedException {
      if (at >= text.length() || text.charAt(at) != wanted) {
        throw wrong(what);
      }
      at++;
    }

    private MalformedException wrong(String what) {
      return new MalformedException("no message of RFC 5424: " + what + " is missing at " + at);
    }
  }
}
