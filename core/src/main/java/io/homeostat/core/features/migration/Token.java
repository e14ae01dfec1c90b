package io.homeostat.core.features.migration;

/**
 * A part of a statement.
 *
 * @param kind what it is
 * @param text a bare word in lower case, a name without its quotes
 * @param line where it begins, from 1
 */
record Token(Kind kind, String text, int line) {

  /** What a part is. */
  enum Kind {
    /** A keyword or a name as it is. */
    WORD,
    /** A name in quotes. */
    NAME,
    /** A text, a number, a body between dollars. */
    LITERAL,
    /** One character of anything else. */
    SIGN
  }

  boolean word(String wanted) {
    return kind == Kind.WORD && text.equals(wanted);
  }

  boolean sign(char wanted) {
    return kind == Kind.SIGN && text.charAt(0) == wanted;
  }

  boolean name() {
    return kind == Kind.WORD || kind == Kind.NAME;
  }
}
