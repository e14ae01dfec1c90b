package io.homeostat.core.logs.template;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The form of lines: words, marks and places of parameters.
 *
 * @param codes what stands at each place: {@link Tokens#PARAMETER}, a mark's character, a word's
 *     hash
 * @param texts what is shown for each, {@value #WILDCARD} for a parameter
 * @param spaced true where a space stands before
 */
@SuppressWarnings("ArrayRecordComponent")
record Form(long[] codes, String[] texts, boolean[] spaced) {
  static final String WILDCARD = "<*>";

  /** The most characters of a word that are shown. */
  static final int LONGEST_TEXT = 48;

  /** The form of a line that was just scanned. */
  static Form of(char[] chars, Tokens tokens) {
    int size = tokens.size();
    long[] codes = new long[size];
    String[] texts = new String[size];
    boolean[] spaced = new boolean[size];
    for (int i = 0; i < size; i++) {
      codes[i] = tokens.code(i);
      int start = tokens.start(i);
      int end = Math.min(tokens.end(i), start + LONGEST_TEXT);
      texts[i] =
          codes[i] == Tokens.PARAMETER
              ? WILDCARD
              : withoutDigits(new String(chars, start, end - start));
      spaced[i] = i > 0 && start > tokens.end(i - 1);
    }
    return new Form(codes, texts, spaced);
  }

  private static String withoutDigits(String word) {
    StringBuilder text = new StringBuilder(word.length());
    boolean inDigits = false;
    for (int i = 0; i < word.length(); i++) {
      boolean digit = Alphabet.isDigit(word.charAt(i));
      if (!digit) {
        text.append(word.charAt(i));
      } else if (!inDigits) {
        text.append(WILDCARD);
      }
      inDigits = digit;
    }
    return text.toString();
  }

  int size() {
    return codes.length;
  }

  long hash() {
    return Tokens.hash(codes, codes.length);
  }

  /** The form with parameters at more places; neighbours become one. */
  Form open(int[] places) {
    long[] opened = codes.clone();
    for (int place : places) {
      opened[place] = Tokens.PARAMETER;
    }
    int size = 0;
    long[] newCodes = new long[codes.length];
    String[] newTexts = new String[codes.length];
    boolean[] newSpaced = new boolean[codes.length];
    for (int i = 0; i < codes.length; i++) {
      long code = opened[i];
      if (code == Tokens.PARAMETER && size > 0 && newCodes[size - 1] == Tokens.PARAMETER) {
        continue;
      }
      if (code == Tokens.PARAMETER
          && size > 1
          && newCodes[size - 2] == Tokens.PARAMETER
          && Tokens.isJoint(newCodes[size - 1])) {
        size--;
        continue;
      }
      newCodes[size] = code;
      newTexts[size] = code == Tokens.PARAMETER ? WILDCARD : texts[i];
      newSpaced[size++] = spaced[i];
    }
    return new Form(
        Arrays.copyOf(newCodes, size),
        Arrays.copyOf(newTexts, size),
        Arrays.copyOf(newSpaced, size));
  }

  /**
   * The places at which two forms of one length differ; nothing where they differ in a mark or at
   * more than {@code most} places.
   */
  int @Nullable [] differences(Form other, int most) {
    int[] places = new int[most];
    int count = 0;
    for (int i = 0; i < codes.length; i++) {
      if (codes[i] != other.codes[i]) {
        if (count == most || isMark(codes[i]) || isMark(other.codes[i])) {
          return null;
        }
        places[count++] = i;
      }
    }
    return Arrays.copyOf(places, count);
  }

  private static boolean isMark(long code) {
    return code != Tokens.PARAMETER && !Tokens.isWord(code);
  }

  /** How many words stand elsewhere than at some places. */
  int wordsBeside(int[] places) {
    int words = 0;
    for (long code : codes) {
      words += Tokens.isWord(code) ? 1 : 0;
    }
    for (int place : places) {
      words -= Tokens.isWord(codes[place]) ? 1 : 0;
    }
    return words;
  }

  /** The template's text. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < texts.length; i++) {
      text.append(spaced[i] ? " " : "").append(texts[i]);
    }
    return text.toString();
  }

  void write(ByteSink sink) {
    sink.writeLong(codes.length);
    for (int i = 0; i < codes.length; i++) {
      sink.writeFixedLong(codes[i]);
      sink.writeBoolean(spaced[i]);
      if (codes[i] != Tokens.PARAMETER) {
        sink.writeString(texts[i]);
      }
    }
  }

  static Form read(ByteSource source) {
    int size = source.readLength(Long.BYTES + 1);
    if (size > Tokens.MOST) {
      throw new FormException("a form has " + size + " tokens: at most " + Tokens.MOST);
    }
    long[] codes = new long[size];
    String[] texts = new String[size];
    boolean[] spaced = new boolean[size];
    for (int i = 0; i < size; i++) {
      codes[i] = source.readFixedLong();
      spaced[i] = source.readBoolean();
      texts[i] = codes[i] == Tokens.PARAMETER ? WILDCARD : source.readString();
    }
    return new Form(codes, texts, spaced);
  }
}
