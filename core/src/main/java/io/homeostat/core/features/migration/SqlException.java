package io.homeostat.core.features.migration;

/** SQL that can't be taken apart. */
public final class SqlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;

  SqlException(int line, String what) {
    super(what + " begins here and has no end: close it");
    this.line = line;
  }

  /** Where it begins, from 1. */
  public int line() {
    return line;
  }
}
