package io.homeostat.cli.local;

/** Turns a process's description into what the system is asked to run. */
interface Launcher {

  /**
   * The command and its environment, ready to start.
   *
   * @throws io.homeostat.cli.CommandException when something that it needs is missing
   */
  ProcessBuilder prepare(ProcessSpec process);
}
