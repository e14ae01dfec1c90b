package io.homeostat.core.logs.template;

/** What a character is to the scanner, by one look into a table. */
final class Alphabet {
  static final byte SPACE = 0;
  static final byte LETTER = 1;
  static final byte DIGIT = 2;

  /** Ends a chunk wherever it stands. */
  static final byte HARD = 3;

  /** Belongs to a chunk when letters or digits follow. */
  static final byte SOFT = 4;

  private static final byte[] TABLE = table();

  private Alphabet() {}

  private static byte[] table() {
    byte[] table = new byte[128];
    for (int c = '!'; c < 127; c++) {
      table[c] = SOFT;
    }
    for (char c : ",;()[]{}=|\"<>:".toCharArray()) {
      table[c] = HARD;
    }
    for (int c = 'a'; c <= 'z'; c++) {
      table[c] = LETTER;
      table[c - 'a' + 'A'] = LETTER;
    }
    for (int c = '0'; c <= '9'; c++) {
      table[c] = DIGIT;
    }
    table['_'] = LETTER;
    return table;
  }

  static byte of(char c) {
    if (c < 128) {
      return TABLE[c];
    }
    return c == 0xa0 || c == 0x2028 || c == 0x2029 || c == 0x3000 ? SPACE : LETTER;
  }

  static boolean isSpace(char c) {
    return of(c) == SPACE;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
