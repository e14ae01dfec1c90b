package io.homeostat.core.features;

import io.homeostat.core.drift.row.Field;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.CellForm;
import io.homeostat.core.form.FormException;
import io.homeostat.core.rules.FeatureContract;
import java.util.List;
import java.util.Map;

/** Counts, for each contract of a table, the rows that were written and those that break it. */
final class RowTally {
  private static final int MOST = 10_000;

  private final String rules;
  private final RowCount[] counts;

  /**
   * An empty one.
   *
   * @param rules the version of the rules that its contracts are of
   * @param nowMillis the lane's time
   * @param contracts how many contracts there are
   */
  RowTally(String rules, long nowMillis, int contracts) {
    this(rules, new RowCount[contracts]);
    for (int i = 0; i < contracts; i++) {
      counts[i] = new RowCount(nowMillis);
    }
  }

  private RowTally(String rules, RowCount[] counts) {
    this.rules = rules;
    this.counts = counts;
  }

  /** The version of the rules. */
  String rules() {
    return rules;
  }

  /** What was counted for the contract at a place. */
  RowCount count(int contract) {
    return counts[contract];
  }

  /** What was counted for the contract at a place; it counts anew from now on. */
  RowCount close(int contract, long nowMillis) {
    RowCount closed = counts[contract];
    counts[contract] = new RowCount(nowMillis);
    return closed;
  }

  /** Counts a row. What it does not tell is not judged. */
  void add(List<FeatureContract> contracts, Map<String, Field> row) {
    for (int i = 0; i < contracts.size(); i++) {
      FeatureContract contract = contracts.get(i);
      Field field = row.get(contract.column());
      if (contract.ofValues() && field != null && !(field instanceof Field.Untold)) {
        counts[i].add(contract, field);
      }
    }
  }

  /** The form. */
  static final class CellFormOf implements CellForm<RowTally> {
    @Override
    public void write(RowTally value, ByteSink sink) {
      sink.writeString(value.rules);
      sink.writeLong(value.counts.length);
      for (RowCount count : value.counts) {
        count.write(sink);
      }
    }

    @Override
    public RowTally read(ByteSource source) {
      String rules = source.readString();
      int size = source.readLength(1);
      if (size > MOST) {
        throw new FormException("a table has " + size + " contracts; it may have " + MOST);
      }
      RowCount[] counts = new RowCount[size];
      for (int i = 0; i < size; i++) {
        counts[i] = RowCount.read(source);
      }
      return new RowTally(rules, counts);
    }

    @Override
    public RowTally copy(RowTally value) {
      RowCount[] counts = new RowCount[value.counts.length];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = value.counts[i].copy();
      }
      return new RowTally(value.rules, counts);
    }
  }
}
