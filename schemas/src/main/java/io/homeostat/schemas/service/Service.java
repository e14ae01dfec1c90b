package io.homeostat.schemas.service;

import java.util.List;

/**
 * Something that a process runs: the gateway, the governor, the broker. Implementations are found
 * by {@link java.util.ServiceLoader} and named on {@link ServiceMain}'s command line.
 */
public interface Service {

  /** The name on the command line and in logs, such as {@code gateway}. */
  String name();

  /**
   * Every setting that it reads, in the order in which they are told of. With {@link
   * ServiceMain#SETTINGS} and the settings of Kafka's clients these are all that its configuration
   * may hold.
   */
  default List<Setting<?>> settings() {
    return List.of();
  }

  /**
   * Starts the service and returns once it does its work.
   *
   * @throws ServiceException when it can't start, with a message that names the cause and the
   *     remedy
   */
  RunningService start(ServiceConfig config);
}
