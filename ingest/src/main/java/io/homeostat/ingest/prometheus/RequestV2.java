package io.homeostat.ingest.prometheus;

import io.homeostat.ingest.intake.LabelText;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.ProtoCursor;
import io.homeostat.ingest.intake.Reason;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads {@code io.prometheus.write.v2.Request} (Prometheus Remote-Write 2.0, "Protobuf Message"): a
 * table of texts, and series whose labels refer to it. Metadata and exemplars are passed over.
 */
final class RequestV2 {
  private static final int SYMBOLS = 4;
  private static final int TIMESERIES = 5;
  private static final int LONGEST_SECTION = 16 * 1024;
  private static final int MOST_SYMBOLS = 1 << 18;

  private final ProtoCursor cursor;
  private final ProtoCursor inner;
  private final byte[] bytes;
  private final int length;
  private final SeriesCache cache;
  private final SeriesBody body;
  private int[] symbols = new int[512];
  private int symbolCount;
  private final int[] refs = new int[2 * LabelText.MOST];
  private int refCount;
  private boolean tooMany;
  private final Subject subject = new Subject();
  private int place = -1;
  private byte[] section = new byte[1024];
  private int sectionEnd;

  RequestV2(byte[] bytes, int length, SeriesCache cache, Takings takings) {
    this.bytes = bytes;
    this.length = length;
    this.cache = cache;
    this.cursor = new ProtoCursor(bytes, 0, length);
    this.inner = new ProtoCursor(bytes, 0, 0);
    this.body = new SeriesBody(bytes, takings);
  }

  void read() throws MalformedException {
    symbols();
    cursor.reset(0, length);
    for (int field = cursor.next(); field != 0; field = cursor.next()) {
      if (field == TIMESERIES) {
        int end = cursor.enter();
        series(cursor.position(), end);
        cursor.leave(end);
      } else {
        cursor.skip();
      }
    }
  }

  private void symbols() throws MalformedException {
    for (int field = cursor.next(); field != 0; field = cursor.next()) {
      if (field != SYMBOLS) {
        cursor.skip();
        continue;
      }
      int end = cursor.enter();
      if (symbolCount == MOST_SYMBOLS) {
        throw new MalformedException("more than " + MOST_SYMBOLS + " symbols");
      }
      if (symbolCount * 2 == symbols.length) {
        symbols = Arrays.copyOf(symbols, symbols.length * 2);
      }
      symbols[symbolCount * 2] = cursor.position();
      symbols[symbolCount * 2 + 1] = end;
      symbolCount++;
      cursor.leave(end);
    }
    if (symbolCount > 0 && symbols[1] > symbols[0]) {
      throw new MalformedException("the first symbol must be empty");
    }
  }

  private void series(int from, int end) throws MalformedException {
    inner.reset(from, end);
    refCount = 0;
    tooMany = false;
    int field = inner.next();
    for (; field == 1; field = inner.next()) {
      refs();
    }
    turn();
    for (; field != 0; field = inner.next()) {
      switch (field) {
        case 1 ->
            throw new MalformedException(
                "a series' labels don't stand together before byte " + inner.position());
        case 2 -> {
          int until = inner.enter();
          body.sample(subject, inner.position(), until);
          inner.leave(until);
        }
        case 3 -> {
          int until = inner.enter();
          body.histogram(subject, inner.position(), until);
          inner.leave(until);
        }
        default -> inner.skip();
      }
    }
  }

  private void refs() throws MalformedException {
    if (inner.type() == ProtoCursor.VARINT) {
      ref(inner.number());
      return;
    }
    int end = inner.enter();
    while (inner.position() < end) {
      ref(inner.varint());
    }
    inner.requireAt(end);
  }

  private void ref(long symbol) throws MalformedException {
    if (symbol < 0 || symbol >= symbolCount) {
      throw new MalformedException(
          "a label refers to symbol " + symbol + " of " + symbolCount + " symbols");
    }
    if (refCount == refs.length) {
      tooMany = true;
    } else {
      refs[refCount++] = (int) symbol;
    }
  }

  private void turn() throws MalformedException {
    if (refCount % 2 != 0) {
      throw new MalformedException("a series has a label's name without a value");
    }
    Optional<KnownSeries.Unusable> wrong = section();
    if (wrong.isPresent()) {
      subject.set(wrong.get());
      return;
    }
    int guess = cache.guess(place, section, 0, sectionEnd);
    place =
        guess >= 0 && cache.length(guess) == sectionEnd
            ? guess
            : cache.find(place, section, 0, sectionEnd);
    cache.turn(subject, place);
  }

  /** Writes the labels as 1.0 has them, by which series are known. */
  private Optional<KnownSeries.Unusable> section() {
    long size = 0;
    for (int i = 0; i < refCount; i++) {
      size += 10L + symbols[refs[i] * 2 + 1] - symbols[refs[i] * 2];
    }
    if (tooMany || size > LONGEST_SECTION) {
      return Optional.of(
          new KnownSeries.Unusable(
              Reason.ATTRIBUTES,
              tooMany
                  ? "more than " + LabelText.MOST + " labels"
                  : "labels of " + size + " bytes, at most " + LONGEST_SECTION));
    }
    if (section.length < size) {
      section = new byte[LONGEST_SECTION];
    }
    sectionEnd = 0;
    for (int i = 0; i < refCount; i += 2) {
      int name = refs[i] * 2;
      int value = refs[i + 1] * 2;
      int nameLength = symbols[name + 1] - symbols[name];
      int valueLength = symbols[value + 1] - symbols[value];
      section[sectionEnd++] = 0x0A;
      number(2 + digits(nameLength) + nameLength + digits(valueLength) + valueLength);
      text(0x0A, symbols[name], nameLength);
      text(0x12, symbols[value], valueLength);
    }
    return Optional.empty();
  }

  private void text(int tag, int from, int size) {
    section[sectionEnd++] = (byte) tag;
    number(size);
    System.arraycopy(bytes, from, section, sectionEnd, size);
    sectionEnd += size;
  }

  private void number(int value) {
    int rest = value;
    while (rest > 0x7f) {
      section[sectionEnd++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    section[sectionEnd++] = (byte) rest;
  }

  private static int digits(int value) {
    return value > 0x3fff ? 3 : value > 0x7f ? 2 : 1;
  }
}
