package io.homeostat.core.document;

/**
 * A place in a file.
 *
 * @param file the file's name
 * @param line from 1
 * @param column from 1
 */
public record Place(String file, int line, int column) {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
