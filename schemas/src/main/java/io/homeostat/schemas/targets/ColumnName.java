package io.homeostat.schemas.targets;

/**
 * The name of a column, written {@code schema.table.column}.
 *
 * @param table such as {@code public.customers}
 * @param name such as {@code email}
 */
record ColumnName(String table, String name) {

  static ColumnName parse(String whole) {
    int dot = whole.lastIndexOf('.');
    if (dot < 1 || whole.indexOf('.') == dot || dot == whole.length() - 1) {
      throw new IllegalArgumentException(
          "column '" + whole + "' must be written as schema.table.column");
    }
    return new ColumnName(whole.substring(0, dot), whole.substring(dot + 1));
  }

  String text() {
    return table + "." + name;
  }
}
