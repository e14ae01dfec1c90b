package io.homeostat.schemas.service;

import java.util.List;

/**
 * The main class of every process: {@code ServiceMain --config FILE [--lifeline] SERVICE…}. It
 * starts the services in order, prints one line {@code homeostat-ready {"name":"address",…}} on
 * standard output, and runs until it is told to end: by SIGTERM, or with {@code --lifeline} by the
 * end of standard input, so that no process outlives its supervisor.
 *
 * <p>Exit codes: 0 stopped as asked, 70 wrong arguments or settings, or a service failed.
 */
public final class ServiceMain {
  /** What the supervisor waits for on standard output. */
  public static final String READY = "homeostat-ready ";

  /** What every process reads besides its services' own settings. */
  public static final List<Setting<?>> SETTINGS =
      List.of(Health.HOST, Health.PORT, LogForm.SETTING);

  private ServiceMain() {}

  public static void main(String[] args) {
    LogForm.ofArguments(List.of(args)).use(); // Before the first logger, which fixes it.
    Runtime.getRuntime().halt(ServiceLife.exitCode(List.of(args)));
  }
}
