package io.homeostat.schemas.service;

/**
 * Something that a process runs: the gateway, the governor, the broker. Implementations are found
 * by {@link java.util.ServiceLoader} and named on {@link ServiceMain}'s command line.
 */
public interface Service {

  /** The name on the command line and in logs, such as {@code gateway}. */
  String name();

  /**
   * Starts the service and returns once it does its work.
   *
   * @throws ServiceException when it can't start, with a message that names the cause and the
   *     remedy
   */
  RunningService start(ServiceConfig config);
}
