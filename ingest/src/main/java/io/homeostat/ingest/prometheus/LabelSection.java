package io.homeostat.ingest.prometheus;

import io.homeostat.ingest.intake.LabelText;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.ProtoCursor;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.ingest.mapping.Mapped;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the labels of a series, checks them, and says whose series it is. */
final class LabelSection {
  private static final String NAME = "__name__";
  private static final Pattern METRIC = Pattern.compile("[^\\p{Cntrl}\\s\"{}]{1,255}");
  private static final int LONGEST_VALUE = 1024;

  private final EntityMapping mapping;

  LabelSection(EntityMapping mapping) {
    this.mapping = mapping;
  }

  /** The series of the labels that stand in these bytes, each as field 1 of a series. */
  KnownSeries read(byte[] bytes, int from, int end, SeriesCache cache) throws MalformedException {
    NavigableMap<String, String> labels = new TreeMap<>();
    ProtoCursor cursor = new ProtoCursor(bytes, from, end);
    for (int count = 1; cursor.next() != 0; count++) {
      int labelEnd = cursor.enter();
      Optional<KnownSeries.Unusable> wrong = label(bytes, cursor.position(), labelEnd, labels);
      if (wrong.isPresent()) {
        return wrong.get();
      }
      if (count > LabelText.MOST) {
        return unusable(Reason.ATTRIBUTES, "more than " + LabelText.MOST + " labels");
      }
      cursor.leave(labelEnd);
    }
    return series(labels, cache);
  }

  private static Optional<KnownSeries.Unusable> label(
      byte[] bytes, int from, int end, Map<String, String> labels) throws MalformedException {
    String name = "";
    String value = "";
    ProtoCursor cursor = new ProtoCursor(bytes, from, end);
    for (int field = cursor.next(); field != 0; field = cursor.next()) {
      switch (field) {
        case 1 -> name = text(bytes, cursor);
        case 2 -> value = text(bytes, cursor);
        default -> cursor.skip();
      }
    }
    if (name.isEmpty() || value.length() > LONGEST_VALUE) {
      return Optional.of(
          unusable(
              Reason.ATTRIBUTES,
              name.isEmpty()
                  ? "a label without a name"
                  : "label " + name + " has " + value.length() + " characters, at most 1024"));
    }
    // An empty label is the same as none.
    if (!value.isEmpty() && labels.put(name, value) != null) {
      return Optional.of(unusable(Reason.ATTRIBUTES, "label " + name + " stands there twice"));
    }
    return Optional.empty();
  }

  private static String text(byte[] bytes, ProtoCursor cursor) throws MalformedException {
    int end = cursor.enter();
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, cursor.position(), end - cursor.position()))
              .toString();
      cursor.leave(end);
      return text;
    } catch (CharacterCodingException e) {
      throw new MalformedException("a label at byte " + cursor.position() + " is no UTF-8");
    }
  }

  private KnownSeries series(NavigableMap<String, String> labels, SeriesCache cache) {
    String metric = labels.getOrDefault(NAME, "");
    if (!METRIC.matcher(metric).matches()) {
      return unusable(
          Reason.NAME, "'" + metric + "' is no metric's name (1 to 255 characters, no blanks)");
    }
    Mapped mapped;
    try {
      mapped = mapping.map(labels);
    } catch (IllegalArgumentException e) {
      return unusable(Reason.ENTITY, String.valueOf(e.getMessage()));
    }
    labels.remove(NAME);
    mapped.used().forEach(labels::remove);
    Rejections rejections = new Rejections();
    return LabelText.of(labels, 1, rejections)
        .<KnownSeries>map(text -> cache.usable(mapped.entity(), metric, text))
        .orElseGet(() -> unusable(Reason.ATTRIBUTES, rejections.message()));
  }

  private static KnownSeries.Unusable unusable(Reason reason, String example) {
    return new KnownSeries.Unusable(reason, example);
  }
}
