package io.homeostat.core.drift;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.row.Field;
import io.homeostat.core.drift.row.RowText;
import io.homeostat.core.drift.verdict.Budget;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.CellForm;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.Forms;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.DriftRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule knows of a table, or of one segment of it: its columns as they were learned from the
 * first rows, the window under way, and what was said. Mutable. While it learns at most 1 MiB of
 * rows, then below 7 KiB a column; 10 KiB more where repeats are counted.
 */
final class TableDrift {
  private static final int MOST_ROWS = 4_096;
  private static final int MOST_CHARACTERS = 1 << 20;
  private static final Form<Budget> BUDGET = Forms.of(Budget.class);
  private static final Form<Signal> SIGNAL = Forms.of(Signal.class);

  private final String version;
  private final long span;
  private final List<String> learning = new ArrayList<>();
  private int characters;
  private Columns columns = Columns.NONE;
  private List<ColumnSummary> open = new ArrayList<>();
  private Repeats repeats = new Repeats();
  private long rows;
  private long index;
  private long first;
  private Budget budget = Budget.FRESH;
  private Optional<Signal> sent = Optional.empty();
  private int quiet;

  /**
   * One that knows nothing.
   *
   * @param version of the rule that it was begun by
   * @param span how many windows may be kept for its references
   * @param index the window of its first row
   */
  TableDrift(String version, long span, long index) {
    this.version = version;
    this.span = span;
    this.index = index;
    this.first = index;
  }

  String version() {
    return version;
  }

  /** How many windows may be kept for its references. */
  long span() {
    return span;
  }

  Columns columns() {
    return columns;
  }

  /** The window under way: its time over the length of windows. */
  long index() {
    return index;
  }

  /** The first window. */
  long first() {
    return first;
  }

  /** The rows of the window under way. */
  long rows() {
    return rows;
  }

  Budget budget() {
    return budget;
  }

  /** After a look. */
  void looked(boolean found) {
    budget = budget.after(found);
  }

  Optional<Signal> sent() {
    return sent;
  }

  void sent(Optional<Signal> signal) {
    sent = signal;
  }

  /** How many windows in a row nothing was found in. */
  int quiet() {
    return quiet;
  }

  void quiet(int windows) {
    quiet = windows;
  }

  /**
   * Takes a row in; it is learned from while nothing else is known.
   *
   * @param rule tells which columns are ignored, and which should not repeat together
   */
  void add(String text, Map<String, Field> row, DriftRule rule) {
    rows++;
    repeats.add(row, rule.duplicates());
    if (columns.learned()) {
      columns.count(row, open);
      return;
    }
    learning.add(text);
    characters += text.length();
    if (learning.size() >= MOST_ROWS || characters >= MOST_CHARACTERS) {
      learn(rule);
    }
  }

  private void learn(DriftRule rule) {
    columns = Columns.learn(learning, Set.copyOf(rule.ignore()));
    open = columns.summaries();
    for (String text : learning) {
      columns.count(RowText.read(text), open);
    }
    List<ColumnSummary> fresh = columns.summaries();
    for (int i = 0; i < open.size(); i++) {
      if (!columns.countsLearned(i)) {
        open.set(i, fresh.get(i));
      }
    }
    learning.clear();
    characters = 0;
  }

  /**
   * What the window under way holds; nothing where too little was there to learn from.
   *
   * @param rule tells from how many rows is learned, if none was learned from by now
   */
  Optional<Stretch> closing(DriftRule rule) {
    if (!columns.learned() && learning.size() >= rule.leastRows()) {
      learn(rule);
    }
    Counted counted = new Counted(open, repeats.open());
    return columns.learned() ? Optional.of(Stretch.of(rows, counted)) : Optional.empty();
  }

  /**
   * Goes on with another window.
   *
   * @param kept whether the one before is kept; the first that is begins the reference
   */
  void begin(long next, boolean kept) {
    open = columns.summaries();
    rows = columns.learned() ? 0 : learning.size();
    if (columns.learned()) {
      repeats.begin();
    }
    first = kept ? first : next;
    index = next;
  }

  /** The form. */
  static final class CellFormOf implements CellForm<TableDrift> {
    @Override
    public void write(TableDrift value, ByteSink sink) {
      sink.writeString(value.version);
      sink.writeLong(value.span);
      sink.writeLong(value.index);
      sink.writeLong(value.first);
      sink.writeLong(value.rows);
      sink.writeLong(value.learning.size());
      value.learning.forEach(sink::writeString);
      value.columns.write(sink);
      value.open.forEach(summary -> summary.write(sink));
      value.repeats.write(sink);
      BUDGET.write(value.budget, sink);
      sink.writeBoolean(value.sent.isPresent());
      value.sent.ifPresent(signal -> SIGNAL.write(signal, sink));
      sink.writeLong(value.quiet);
    }

    @Override
    public TableDrift read(ByteSource source) {
      TableDrift drift = new TableDrift(source.readString(), source.readLong(), source.readLong());
      drift.first = source.readLong();
      drift.rows = source.readLong();
      int learning = source.readLength(1);
      for (int i = 0; i < learning; i++) {
        String row = source.readString();
        drift.learning.add(row);
        drift.characters += row.length();
      }
      drift.columns = Columns.read(source);
      drift.open = new ArrayList<>();
      for (var profile : drift.columns.profiles()) {
        drift.open.add(ColumnSummary.read(source, profile));
      }
      drift.repeats = Repeats.read(source);
      drift.budget = BUDGET.read(source);
      drift.sent = source.readBoolean() ? Optional.of(SIGNAL.read(source)) : Optional.empty();
      drift.quiet = source.readInt();
      return drift;
    }

    @Override
    public TableDrift copy(TableDrift value) {
      TableDrift copy = new TableDrift(value.version, value.span, value.index);
      copy.first = value.first;
      copy.rows = value.rows;
      copy.learning.addAll(value.learning);
      copy.characters = value.characters;
      copy.columns = value.columns;
      copy.open = new ArrayList<>(value.open.stream().map(ColumnSummary::copy).toList());
      copy.repeats = value.repeats.copy();
      copy.budget = value.budget;
      copy.sent = value.sent;
      copy.quiet = value.quiet;
      return copy;
    }
  }
}
