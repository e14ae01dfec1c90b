package io.homeostat.core.logs.template;

import io.homeostat.core.model.LogEntry.Level;
import java.util.Optional;

/**
 * Finds where the text of a raw line begins: behind times, numbers of processes, levels, hosts and
 * names of loggers, by what they look like, whatever wrote the line. One log's times stand in the
 * same column: behind words of prose a time is one of the header only where others stood before.
 */
public final class Header {
  private static final int MOST_FIELDS = 12;
  private static final int MOST_BEFORE_TIME = 5;
  private static final int MOST_AFTER_TIME = 4;
  private static final int LONGEST_GROUP = 256;

  private int columns;
  private char[] text = new char[0];
  private int end;
  private int at;
  private Optional<Level> level = Optional.empty();
  private Optional<Level> glog = Optional.empty();
  private boolean timed;
  private boolean dated;
  private boolean closed;

  /**
   * Where the text of the line in {@code chars} from {@code from} to {@code to} begins.
   *
   * @param known the columns in which times stood in earlier lines of the log, as bits
   */
  public int read(char[] chars, int from, int to, int known) {
    text = chars;
    columns = known;
    end = to;
    level = Optional.empty();
    glog = Optional.empty();
    timed = false;
    dated = false;
    closed = false;
    at = from;
    at = fields(from);
    level = level.or(() -> glog);
    if (!timed && level.isEmpty()) {
      return from;
    }
    separators();
    if (!closed) {
      groups();
    }
    if (!closed) {
      tag();
    }
    if (at + 1 < end && text[at] == '[' && text[at + 1] == '"') {
      at += 2;
    } else if (at < end && text[at] == '"') {
      at++;
    }
    return at;
  }

  /** The columns in which times stood up to this line, as bits. */
  public int columns() {
    return columns;
  }

  /** The level that the header names. */
  public Optional<Level> level() {
    return level;
  }

  /** Passes over fields up to the last time or the level; where the header ends by them. */
  private int fields(int from) {
    int headerEnd = from;
    int others = 0;
    boolean strict = true;
    int next = from;
    for (int i = 0; i < MOST_FIELDS && level.isEmpty(); i++) {
      int start = skipSpace(next);
      if (start >= end) {
        break;
      }
      next = fieldEnd(start);
      HeaderField field = classify(start, next);
      if (field == HeaderField.TIME && (timed || strict || (columns >> i & 1) == 1)) {
        columns |= timed ? 0 : 1 << i;
        timed = true;
        others = 0;
        headerEnd = next;
      } else if (field == HeaderField.LEVEL && isLevel(start, next)) {
        headerEnd = next;
      } else if (field == HeaderField.NUMBER && timed && others == 0) {
        headerEnd = next;
      } else {
        others++;
        strict &= field != HeaderField.PROSE;
        if (timed ? others > MOST_AFTER_TIME || text[next - 1] == ':' : others > MOST_BEFORE_TIME) {
          break;
        }
      }
    }
    return headerEnd;
  }

  private HeaderField classify(int start, int stop) {
    int first = start;
    int last = stop;
    while (first < last && "[(<\"|".indexOf(text[first]) >= 0) {
      first++;
    }
    while (last > first && "])>\":,;|".indexOf(text[last - 1]) >= 0) {
      last--;
    }
    HeaderField field = HeaderField.of(text, first, last);
    if (field == HeaderField.TIME) {
      return field;
    }
    if (isGlogDate(first, last)) {
      glog = HeaderField.level(text, first, first + 1);
      return HeaderField.TIME;
    }
    if (Units.isDate(text, first, last) && datesFollow(last)) {
      dated = true;
      return HeaderField.TIME;
    }
    if (field == HeaderField.OTHER && Alphabet.isDigit(text[first]) && timeFollows(last)) {
      return HeaderField.TIME;
    }
    if (text[start] == '[' && text[stop - 1] == ']' && isTimeGroup(first, last)) {
      return HeaderField.TIME;
    }
    if (field == HeaderField.PROSE
        && first > start
        && HeaderField.level(text, first, last).isPresent()) {
      return HeaderField.LEVEL;
    }
    return field;
  }

  /** A level's letter, a month and a day, as glog and Kubernetes write them. */
  private boolean isGlogDate(int first, int last) {
    if (last - first != 5 || "VDIWEF".indexOf(text[first]) < 0) {
      return false;
    }
    for (int i = first + 1; i < last; i++) {
      if (!Alphabet.isDigit(text[i])) {
        return false;
      }
    }
    return timeFollows(last);
  }

  private boolean datesFollow(int last) {
    int next = skipSpace(last);
    return next < end
        && (Alphabet.isDigit(text[next]) || Units.isDate(text, next, Math.min(end, next + 3)));
  }

  /** A short date, as of day and month, stands before a time. */
  private boolean timeFollows(int last) {
    int next = skipSpace(last);
    int stop = fieldEnd(next);
    while (stop > next && "])>:,".indexOf(text[stop - 1]) >= 0) {
      stop--;
    }
    return HeaderField.of(text, next, stop) == HeaderField.TIME;
  }

  private boolean isTimeGroup(int first, int last) {
    int next = first;
    while (next < last) {
      int stop = next;
      while (stop < last && !Alphabet.isSpace(text[stop])) {
        stop++;
      }
      HeaderField field = HeaderField.of(text, next, stop);
      if (field == HeaderField.TIME) {
        return true;
      }
      next = stop + 1;
    }
    return false;
  }

  /** A single letter is a level only behind a time. */
  private boolean isLevel(int start, int stop) {
    int first = start;
    int last = stop;
    while ("[(<\"|".indexOf(text[first]) >= 0) {
      first++;
    }
    while ("])>\":,;|".indexOf(text[last - 1]) >= 0) {
      last--;
    }
    if (last - first == 1 && !timed) {
      return false;
    }
    level = HeaderField.level(text, first, last);
    closed = text[stop - 1] == ':';
    return level.isPresent();
  }

  private int skipSpace(int index) {
    int i = index;
    while (i < end && (Alphabet.isSpace(text[i]) || text[i] == '|')) {
      i++;
    }
    return i;
  }

  private int fieldEnd(int start) {
    if (start < end && "[(<".indexOf(text[start]) >= 0) {
      int group = groupEnd(start);
      if (group > start) {
        return group < end && text[group] == ':' ? group + 1 : group;
      }
    }
    int i = start;
    while (i < end && !Alphabet.isSpace(text[i]) && text[i] != '|') {
      i++;
    }
    return i;
  }

  /** Where the brackets that open at a place are closed; the place itself when they are not. */
  private int groupEnd(int open) {
    int depth = 0;
    int limit = Math.min(end, open + LONGEST_GROUP);
    for (int i = open; i < limit; i++) {
      char c = text[i];
      if (c == '[' || c == '(' || c == '<') {
        depth++;
      } else if (c == ']' || c == ')' || c == '>') {
        depth--;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    return open;
  }

  private void separators() {
    while (at < end) {
      char c = text[at];
      boolean dash = c == '-' && (at + 1 >= end || Alphabet.isSpace(text[at + 1]));
      if (dash || c == ':' || c == '|' || c == ',') {
        closed |= dash && level.isPresent();
        at++;
      } else if (Alphabet.isSpace(c)) {
        at++;
      } else {
        return;
      }
    }
  }

  /** Passes over groups in brackets, as long as something follows. */
  private void groups() {
    while (at < end && !closed && (text[at] == '[' || text[at] == '(')) {
      int group = groupEnd(at);
      if (group == at || text[at + 1] == '"' || skipSpace(group) >= end) {
        return;
      }
      at = group;
      boolean colon = at < end && text[at] == ':';
      separators();
      closed |= colon;
    }
  }

  /** Passes over a host, and the name of a logger or a process. */
  private void tag() {
    int stop = fieldEnd(at);
    if (level.isPresent()) {
      if (isTag(at, stop) || isGlog(at, stop)) {
        at = stop;
        separators();
      } else if (isDotted(at, stop)) {
        at = stop;
        separators();
        groups();
      }
      return;
    }
    int process = processEnd(at);
    if (process == at && skipSpace(stop) < end) {
      int second = skipSpace(stop);
      process = processEnd(second);
      if (process == second && dated && isTag(second, fieldEnd(second))) {
        process = fieldEnd(second);
      }
      process = process == second ? at : process;
    }
    if (process > at) {
      at = process;
      separators();
    }
  }

  private boolean isTag(int start, int stop) {
    return stop - start > 1 && text[stop - 1] == ':' && text[start] != '[' && text[start] != '"';
  }

  private boolean isGlog(int start, int stop) {
    return stop - start > 2 && text[stop - 1] == ']' && text[start] != '[';
  }

  private boolean isDotted(int start, int stop) {
    boolean dotted = false;
    for (int i = start; i < stop; i++) {
      boolean isDot = text[i] == '.';
      if (!isDot
          && Alphabet.of(text[i]) != Alphabet.LETTER
          && !Alphabet.isDigit(text[i])
          && text[i] != '$') {
        return false;
      }
      dotted |= isDot && i > start && i + 1 < stop;
    }
    return dotted;
  }

  /** Where {@code name[123]:} ends, with a note in brackets before the colon or without. */
  private int processEnd(int start) {
    int stop = start;
    while (stop < end && !Alphabet.isSpace(text[stop]) && text[stop] != '[') {
      stop++;
    }
    if (stop == start || stop >= end || text[stop] != '[') {
      return start;
    }
    int i = stop + 1;
    while (i < end && Alphabet.isDigit(text[i])) {
      i++;
    }
    if (i == stop + 1 || i >= end || text[i] != ']') {
      return start;
    }
    i++;
    int next = skipSpace(i);
    if (next < end && (text[next] == '(' || text[next] == '<')) {
      i = groupEnd(next);
    }
    return i < end && text[i] == ':' ? i + 1 : start;
  }
}
