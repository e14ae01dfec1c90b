package io.homeostat.core.churn;

import io.homeostat.core.model.RowChange;

/**
 * Numbers of rows changed.
 *
 * @param inserts rows inserted
 * @param updates rows updated
 * @param deletes rows deleted
 */
record Rows(long inserts, long updates, long deletes) {
  static final Rows NONE = new Rows(0, 0, 0);

  /** One more, of an operation that changes one row. */
  Rows plus(RowChange.Operation operation) {
    return switch (operation) {
      case INSERT -> new Rows(inserts + 1, updates, deletes);
      case UPDATE -> new Rows(inserts, updates + 1, deletes);
      case DELETE -> new Rows(inserts, updates, deletes + 1);
      case TRUNCATE, READ -> this;
    };
  }

  Rows plus(Rows other) {
    return new Rows(inserts + other.inserts, updates + other.updates, deletes + other.deletes);
  }

  long total() {
    return inserts + updates + deletes;
  }
}
