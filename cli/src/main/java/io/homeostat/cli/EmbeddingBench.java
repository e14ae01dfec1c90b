package io.homeostat.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Runs a bench of embedding statistics in a process of its own, with the processors' class path.
 */
final class EmbeddingBench {
  private static final String MAIN = "io.homeostat.processors.embedding.bench.EmbeddingBench";

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description =
          "What computes: cpu (the default), reference, or cuda, which only 'embedding' knows.")
  private @Nullable String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads the cpu backend uses; all cores unless given.")
  private @Nullable Integer threads;

  /**
   * Runs it, with this process's output as its own.
   *
   * @param options further {@code --key value} pairs
   * @return its exit code
   */
  int run(String name, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A million vectors of 768 dimensions are 6 GB, and a benchmark of a GPU has as many.
    command.add("cuda".equals(backend) ? "-Xmx24g" : "-Xmx3g");
    command.add("-cp");
    command.add(
        new Place()
            .distribution().classPath("bench", List.of("processors")).stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
    command.add(MAIN);
    command.add(name);
    add(command, "--backend", backend);
    add(command, "--threads", threads);
    command.addAll(options);
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new CommandException("the bench can't be started (" + e + "): check the JDK", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("the bench was interrupted", e);
    }
  }

  static void add(List<String> command, String key, @Nullable Object value) {
    if (value != null) {
      command.add(key);
      command.add(value.toString());
    }
  }
}
