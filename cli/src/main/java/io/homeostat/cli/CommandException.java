package io.homeostat.cli;

/**
 * A verb can't do what it was asked; the message names the cause and the remedy, and is all that is
 * shown.
 */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
