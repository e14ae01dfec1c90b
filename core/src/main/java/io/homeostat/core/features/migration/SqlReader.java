package io.homeostat.core.features.migration;

import io.homeostat.core.features.migration.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Takes SQL of PostgreSQL and MySQL apart into statements of tokens: comments are left out, texts,
 * quoted names and bodies between dollars are one token each. It knows no grammar, so that no
 * statement stops it.
 */
final class SqlReader {
  /** Where tools that keep both ways in one file begin the way back. */
  private static final Pattern DOWN =
      Pattern.compile(
          "--\\s*(?:\\+\\s*goose\\s+down|\\+\\s*migrate\\s+down|migrate:down|//@undo)\\b.*",
          Pattern.CASE_INSENSITIVE);

  private final String sql;
  private final boolean escapes;
  private final List<List<Token>> statements = new ArrayList<>();
  private List<Token> statement = new ArrayList<>();
  private int at;
  private int line = 1;

  private SqlReader(String sql) {
    this.sql = sql;
    this.escapes = sql.indexOf('`') >= 0;
  }

  /**
   * The statements, none empty.
   *
   * @throws SqlException when something has a beginning and no end
   */
  static List<List<Token>> statements(String sql) {
    SqlReader reader = new SqlReader(sql);
    reader.at = sql.startsWith("\uFEFF") ? 1 : 0;
    while (reader.at < sql.length()) {
      reader.next();
    }
    reader.end();
    return reader.statements;
  }

  private void end() {
    if (!statement.isEmpty()) {
      boolean data =
          statement.get(0).word("copy") && statement.stream().anyMatch(each -> each.word("stdin"));
      statements.add(List.copyOf(statement));
      statement = new ArrayList<>();
      if (data) {
        copied();
      }
    }
  }

  /** Passes over the rows that stand behind COPY … FROM stdin. */
  private void copied() {
    int end = sql.indexOf("\n\\.", at);
    skip((end < 0 ? sql.length() : end + 3) - at);
  }

  private void next() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      skip(1);
    } else if (sql.startsWith("--", at) || remark(c) || command(c)) {
      lineComment();
    } else if (sql.startsWith("/*", at)) {
      blockComment();
    } else if (c == '\'') {
      text(escapes);
    } else if (c == '"' || c == '`') {
      quoted(c);
    } else if (c == '$' && dollars() > 0) {
      body(dollars());
    } else if (Character.isLetter(c) || c == '_') {
      word();
    } else if (Character.isDigit(c)) {
      number();
    } else if (c == ';') {
      skip(1);
      end();
    } else {
      add(Kind.SIGN, String.valueOf(c), line);
      skip(1);
    }
  }

  /** Whether a comment of MySQL begins here, and no operator of PostgreSQL. */
  private boolean remark(char c) {
    char next = at + 1 < sql.length() ? sql.charAt(at + 1) : '\n';
    return c == '#' && (Character.isWhitespace(next) || Character.isLetterOrDigit(next));
  }

  /** Whether a command to psql or mysql begins here, which stands on a line of its own. */
  private boolean command(char c) {
    return statement.isEmpty()
        && (c == '\\' || sql.regionMatches(true, at, "delimiter ", 0, "delimiter ".length()));
  }

  private void lineComment() {
    int end = sql.indexOf('\n', at);
    int last = end < 0 ? sql.length() : end;
    at = DOWN.matcher(sql.substring(at, last)).matches() ? sql.length() : last;
  }

  private void blockComment() {
    int begun = line;
    int depth = 0;
    do {
      if (at >= sql.length()) {
        throw new SqlException(begun, "a comment");
      } else if (sql.startsWith("/*", at)) {
        depth++;
        skip(2);
      } else if (sql.startsWith("*/", at)) {
        depth--;
        skip(2);
      } else {
        skip(1);
      }
    } while (depth > 0);
  }

  private void text(boolean escaped) {
    int begun = line;
    int from = at + 1;
    skip(1);
    while (!sql.startsWith("'", at) || sql.startsWith("''", at)) {
      if (at >= sql.length()) {
        throw new SqlException(begun, "a text");
      }
      boolean pair = sql.startsWith("''", at) || (escaped && sql.charAt(at) == '\\');
      skip(pair ? Math.min(2, sql.length() - at) : 1);
    }
    add(Kind.LITERAL, sql.substring(from, at), begun);
    skip(1);
  }

  private void quoted(char quote) {
    int begun = line;
    StringBuilder name = new StringBuilder();
    skip(1);
    while (true) {
      if (at >= sql.length()) {
        throw new SqlException(begun, "a name in quotes");
      }
      char c = sql.charAt(at);
      boolean twice = c == quote && at + 1 < sql.length() && sql.charAt(at + 1) == quote;
      if (c == quote && !twice) {
        break;
      }
      name.append(c);
      skip(twice ? 2 : 1);
    }
    skip(1);
    add(Kind.NAME, name.toString(), begun);
  }

  /** How long the mark {@code $tag$} is that begins here; 0 if none does. */
  private int dollars() {
    int end = at + 1;
    while (end < sql.length() && part(sql.charAt(end)) && sql.charAt(end) != '$') {
      end++;
    }
    boolean mark = end < sql.length() && sql.charAt(end) == '$';
    boolean parameter = end > at + 1 && Character.isDigit(sql.charAt(at + 1));
    return mark && !parameter ? end + 1 - at : 0;
  }

  private void body(int length) {
    int begun = line;
    String mark = sql.substring(at, at + length);
    int end = sql.indexOf(mark, at + length);
    if (end < 0) {
      throw new SqlException(begun, "a body between " + mark);
    }
    add(Kind.LITERAL, sql.substring(at + length, end), begun);
    skip(end + length - at);
  }

  private void word() {
    int from = at;
    while (at < sql.length() && part(sql.charAt(at))) {
      at++;
    }
    String word = sql.substring(from, at);
    boolean text = at < sql.length() && sql.charAt(at) == '\'';
    if (text && word.length() == 1 && "eEbBxXnN".contains(word)) {
      text(escapes || word.equalsIgnoreCase("e"));
    } else {
      add(Kind.WORD, word.toLowerCase(Locale.ROOT), line);
    }
  }

  private void number() {
    int from = at;
    while (at < sql.length() && (part(sql.charAt(at)) || sql.charAt(at) == '.')) {
      at++;
    }
    add(Kind.LITERAL, sql.substring(from, at), line);
  }

  private static boolean part(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  private void skip(int count) {
    for (int i = 0; i < count; i++) {
      line += sql.charAt(at) == '\n' ? 1 : 0;
      at++;
    }
  }

  private void add(Kind kind, String text, int begun) {
    statement.add(new Token(kind, text, begun));
  }
}
