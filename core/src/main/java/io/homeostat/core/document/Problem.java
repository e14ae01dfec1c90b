package io.homeostat.core.document;

/**
 * A mistake in a document.
 *
 * @param file the file's name
 * @param line from 1
 * @param column from 1
 * @param message what is wrong
 * @param remedy what would be right; empty when the message says it
 */
public record Problem(String file, int line, int column, String message, String remedy) {

  @Override
  public String toString() {
    String text = file + ":" + line + ":" + column + ": " + message;
    return remedy.isEmpty() ? text : text + "; " + remedy;
  }
}
