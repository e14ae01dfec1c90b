package io.homeostat.schemas.service;

/** A service can't start or can't go on; the message names the cause and the remedy. */
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServiceException(String message) {
    super(message);
  }

  public ServiceException(String message, Throwable cause) {
    super(message, cause);
  }
}
