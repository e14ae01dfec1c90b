package io.homeostat.processors.cuda;

/** A device can't go on: no memory is left, it is lost, or there is none. */
public final class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DeviceException(String message) {
    super(message);
  }

  DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
