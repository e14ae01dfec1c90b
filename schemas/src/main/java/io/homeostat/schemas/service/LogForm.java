package io.homeostat.schemas.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the lines of a process's log look like. */
enum LogForm {
  /** For people. */
  TEXT,
  /** One object a line, by the names of Elastic's Common Schema. */
  JSON;

  /** Which form is wanted. */
  static final Setting<LogForm> SETTING =
      Setting.choice("log.form", TEXT, "the lines of the log: for people, or one JSON object each");

  /** The JVM's property by which the configurations of the logs choose the form. */
  private static final String PROPERTY = "homeostat.log.form";

  /**
   * The form that the configuration named on a command line asks for; text where there is none or
   * it has mistakes, which are told once it is read to be used.
   */
  static LogForm ofArguments(List<String> arguments) {
    int config = arguments.indexOf("--config") + 1;
    try {
      return config == 0 || config == arguments.size()
          ? TEXT
          : SETTING.in(ServiceConfig.read(Path.of(arguments.get(config))));
    } catch (ServiceException e) {
      return TEXT;
    }
  }

  /** Has this process log in this form; too late once it has logged. */
  void use() {
    System.setProperty(PROPERTY, name().toLowerCase(Locale.ROOT));
  }
}
