package io.homeostat.demo.cluster;

import io.homeostat.demo.postgres.DataDirectory;
import io.homeostat.schemas.service.ServiceException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that works in a folder of its own, by which it is found again, also by a demo that was
 * started later.
 *
 * @param folder its working directory
 * @param command how it is started
 * @param logFile where it writes
 */
record FolderProcess(Path folder, List<String> command, Path logFile) {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  FolderProcess {
    command = List.copyOf(command);
  }

  /** Starts it, unless it runs. */
  void start() {
    if (runs()) {
      return;
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
    builder.environment().keySet().removeIf(key -> key.startsWith("PG"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    try {
      Files.createDirectories(logFile.toAbsolutePath().getParent());
      builder.start();
    } catch (IOException e) {
      throw new ServiceException("cannot run " + command.get(0) + ": " + e.getMessage(), e);
    }
  }

  boolean runs() {
    return Files.isDirectory(folder) && !living().isEmpty();
  }

  /** Ends it in order; by force what is left after {@code limit}. */
  void stop(Duration limit) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    living().forEach(ProcessHandle::destroy);
    if (!ended(limit)) {
      kill();
    }
  }

  /** Ends it by SIGKILL, at once. */
  void kill() {
    living().forEach(ProcessHandle::destroyForcibly);
    if (!ended(Duration.ofSeconds(10))) {
      throw new ServiceException("processes " + living() + " in " + folder + " can't be ended");
    }
  }

  private List<ProcessHandle> living() {
    return new DataDirectory(folder).processes();
  }

  private boolean ended(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    List<ProcessHandle> left = living();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      // Another's child that nobody has buried never "exits" for us, so look again now and then.
      var unused =
          left.get(0)
              .onExit()
              .completeOnTimeout(left.get(0), LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
              .join();
      left = living();
    }
    return left.isEmpty();
  }
}
