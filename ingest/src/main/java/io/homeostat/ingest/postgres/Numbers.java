package io.homeostat.ingest.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Numbers of an answer. */
final class Numbers {
  private Numbers() {}

  /** A column's number; NaN, which is not told, where PostgreSQL knows none. */
  static double of(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }
}
