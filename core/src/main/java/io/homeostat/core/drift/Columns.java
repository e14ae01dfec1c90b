package io.homeostat.core.drift;

import io.homeostat.core.drift.column.Bins;
import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.column.Profile;
import io.homeostat.core.drift.row.Field;
import io.homeostat.core.drift.row.RowText;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.FormException;
import io.homeostat.core.form.Forms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The columns of a table as they were learned, in the order of their names. Immutable.
 *
 * @param names the columns
 * @param profiles how each was
 */
record Columns(List<String> names, List<Profile> profiles) {
  /** As many columns are watched at most. */
  static final int MOST = 200;

  private static final Form<double[]> REALS = Forms.of(double[].class);

  Columns {
    names = List.copyOf(names);
    profiles = List.copyOf(profiles);
  }

  /** Before anything was learned. */
  static final Columns NONE = new Columns(List.of(), List.of());

  boolean learned() {
    return !names.isEmpty();
  }

  /** Learns from rows, but for some columns; one is of numbers where most of its values are. */
  static Columns learn(List<String> rows, Set<String> ignored) {
    Map<String, List<Double>> numbers = new TreeMap<>();
    Map<String, List<String>> texts = new TreeMap<>();
    for (String row : rows) {
      RowText.read(row)
          .forEach(
              (name, field) -> {
                List<Double> ofNumbers = numbers.computeIfAbsent(name, n -> new ArrayList<>());
                List<String> ofTexts = texts.computeIfAbsent(name, n -> new ArrayList<>());
                if (field instanceof Field.Numeric number) {
                  ofNumbers.add(number.value());
                } else if (field instanceof Field.Text text) {
                  ofTexts.add(text.value());
                }
              });
    }
    List<String> names = new ArrayList<>();
    List<Profile> profiles = new ArrayList<>();
    numbers.forEach(
        (name, values) -> {
          List<String> words = texts.getOrDefault(name, List.of());
          boolean wanted = !ignored.contains(name) && values.size() + words.size() > 0;
          if (wanted && names.size() < MOST) {
            names.add(name);
            profiles.add(
                values.size() >= words.size()
                    ? Profile.Numbers.of(values.stream().mapToDouble(x -> x).toArray())
                    : Profile.Categories.of(words));
          }
        });
    return new Columns(names, profiles);
  }

  /** Empty summaries, one for each column. */
  List<ColumnSummary> summaries() {
    return new ArrayList<>(profiles.stream().map(ColumnSummary::of).toList());
  }

  /** Counts a row in summaries. */
  void count(Map<String, Field> row, List<ColumnSummary> summaries) {
    for (int i = 0; i < summaries.size(); i++) {
      Field field = row.getOrDefault(names.get(i), new Field.Missing());
      count(profiles.get(i), field, summaries.get(i));
    }
  }

  private static void count(Profile profile, Field field, ColumnSummary summary) {
    if (field instanceof Field.Missing) {
      summary.addMissing();
    } else if (profile instanceof Profile.Numbers numbers) {
      if (field instanceof Field.Numeric number) {
        summary.add(numbers, number.value());
      } else if (field instanceof Field.Text) {
        summary.addOtherType();
      }
    } else if (profile instanceof Profile.Categories categories) {
      if (field instanceof Field.Text text) {
        summary.add(categories, text.value());
      } else if (field instanceof Field.Numeric) {
        summary.addOtherType();
      }
    }
  }

  /**
   * Whether a column's learned rows may be counted: not where chance has chosen which categories
   * have a cell.
   */
  boolean countsLearned(int column) {
    return !(profiles.get(column) instanceof Profile.Categories categories)
        || categories.choice() == Profile.Choice.SURE;
  }

  void write(ByteSink sink) {
    sink.writeLong(names.size());
    for (int i = 0; i < names.size(); i++) {
      sink.writeString(names.get(i));
      if (profiles.get(i) instanceof Profile.Numbers numbers) {
        sink.writeBoolean(true);
        REALS.write(numbers.bins().edges(), sink);
        REALS.write(numbers.scores()[0], sink);
        REALS.write(numbers.scores()[1], sink);
      } else if (profiles.get(i) instanceof Profile.Categories categories) {
        sink.writeBoolean(false);
        sink.writeString(categories.choice().name());
        sink.writeLong(categories.names().size());
        categories.names().forEach(sink::writeString);
      }
    }
  }

  static Columns read(ByteSource source) {
    int size = source.readLength(2);
    List<String> names = new ArrayList<>();
    List<Profile> profiles = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      names.add(source.readString());
      profiles.add(source.readBoolean() ? numbers(source) : categories(source));
    }
    return new Columns(names, profiles);
  }

  private static Profile numbers(ByteSource source) {
    Bins bins = new Bins(REALS.read(source));
    double[][] scores = {REALS.read(source), REALS.read(source)};
    if (scores[0].length != bins.cells() || scores[1].length != bins.cells()) {
      throw new FormException("a column has " + bins.cells() + " cells and other scores");
    }
    return new Profile.Numbers(bins, scores);
  }

  private static Profile categories(ByteSource source) {
    Profile.Choice choice = Profile.Choice.valueOf(source.readString());
    int size = source.readLength(1);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      names.add(source.readString());
    }
    return Profile.Categories.of(names, choice);
  }
}
