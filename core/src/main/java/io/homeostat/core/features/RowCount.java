package io.homeostat.core.features;

import io.homeostat.core.detect.Amount;
import io.homeostat.core.drift.row.Field;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.rules.FeatureContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows that were held against one contract, and those that break it: one reason a row. */
final class RowCount {
  private static final int LONGEST_EXAMPLE = 40;

  private final long openedMillis;
  private long rows;
  private long missing;
  private long below;
  private long above;
  private long foreign;
  private long otherType;
  private String example = "";

  RowCount(long openedMillis) {
    this.openedMillis = openedMillis;
  }

  /** Since when, by the lane's time. */
  long openedMillis() {
    return openedMillis;
  }

  /** How many rows told something. */
  long rows() {
    return rows;
  }

  /** How many of them break the contract. */
  long broken() {
    return missing + below + above + foreign + otherType;
  }

  /** How they break it, such as {@code 61 above 120 (such as 941), 27 missing}. */
  String words(FeatureContract contract) {
    List<String> words = new ArrayList<>();
    contract
        .range()
        .ifPresent(
            range -> {
              say(words, below, "below " + Amount.plain(range.least()));
              say(words, above, "above " + Amount.plain(range.most()));
            });
    say(words, foreign, "of no category");
    say(words, otherType, "not of type " + contract.type().text());
    if (!words.isEmpty()) {
      words.set(words.size() - 1, words.get(words.size() - 1) + " (such as " + example + ")");
    }
    say(words, missing, "missing");
    return String.join(", ", words);
  }

  private static void say(List<String> words, long count, String what) {
    if (count > 0) {
      words.add(count + " " + what);
    }
  }

  void add(FeatureContract contract, Field field) {
    rows++;
    if (field instanceof Field.Missing) {
      missing += contract.required() ? 1 : 0;
    } else if (field instanceof Field.Numeric number) {
      add(contract, number.value());
    } else if (field instanceof Field.Text text) {
      add(contract, text.value());
    }
  }

  private void add(FeatureContract contract, double value) {
    Optional<FeatureContract.Range> range = contract.range();
    if (range.isPresent() && value < range.get().least()) {
      below++;
      example = Amount.plain(value);
    } else if (range.isPresent() && value > range.get().most()) {
      above++;
      example = Amount.plain(value);
    } else if (!contract.categories().isEmpty()
        && contract.categories().stream().noneMatch(category -> same(category, value))) {
      foreign++;
      example = Amount.plain(value);
    }
  }

  private void add(FeatureContract contract, String value) {
    if (contract.type().numeric()) {
      otherType++;
      example = shown(value);
    } else if (!contract.categories().isEmpty() && !contract.categories().contains(value)) {
      foreign++;
      example = shown(value);
    }
  }

  /** True when a category is this number, however written. */
  private static boolean same(String category, double value) {
    try {
      return Double.parseDouble(category) == value;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String shown(String value) {
    String plain = value.replaceAll("\\p{Cntrl}", " ");
    return plain.length() > LONGEST_EXAMPLE ? plain.substring(0, LONGEST_EXAMPLE) + "…" : plain;
  }

  void write(ByteSink sink) {
    sink.writeLong(openedMillis);
    sink.writeLong(rows);
    sink.writeLong(missing);
    sink.writeLong(below);
    sink.writeLong(above);
    sink.writeLong(foreign);
    sink.writeLong(otherType);
    sink.writeString(example);
  }

  static RowCount read(ByteSource source) {
    RowCount count = new RowCount(source.readLong());
    count.rows = source.readLong();
    count.missing = source.readLong();
    count.below = source.readLong();
    count.above = source.readLong();
    count.foreign = source.readLong();
    count.otherType = source.readLong();
    count.example = source.readString();
    return count;
  }

  RowCount copy() {
    RowCount copy = new RowCount(openedMillis);
    copy.rows = rows;
    copy.missing = missing;
    copy.below = below;
    copy.above = above;
    copy.foreign = foreign;
    copy.otherType = otherType;
    copy.example = example;
    return copy;
  }
}
