package io.homeostat.cli.services;

import io.homeostat.cli.local.Distribution;
import io.homeostat.schemas.service.ServiceMain;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The command that runs one service in the foreground, with its logs on standard output. */
public final class ServiceProcess {
  /** Further words for the JVM, separated by blanks; the last of two that contradict counts. */
  public static final String JVM_OPTIONS = "HOMEOSTAT_JAVA_OPTS";

  private static final List<String> USUAL =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "-Djava.awt.headless=true",
          "-Dfile.encoding=UTF-8",
          "-Dlog4j2.configurationFile=classpath:io/homeostat/schemas/service/stdout-log4j2.xml");

  private ServiceProcess() {}

  /**
   * The command, word by word.
   *
   * @param java the JDK's folder
   * @param options {@link #JVM_OPTIONS}, empty for none
   */
  public static List<String> command(
      InstalledService service, Distribution distribution, Path java, Path config, String options) {
    List<String> words = new ArrayList<>();
    words.add(java.resolve("bin/java").toString());
    words.addAll(USUAL);
    words.add("-Dhomeostat.process=" + service.name());
    Arrays.stream(options.strip().split("\\s+", -1)).filter(o -> !o.isEmpty()).forEach(words::add);
    words.add("-cp");
    words.add(
        distribution.classPath(service.name(), List.of(service.module())).stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    words.add(ServiceMain.class.getName());
    words.add("--config");
    words.add(config.toAbsolutePath().toString());
    words.add(service.name());
    return words;
  }
}
