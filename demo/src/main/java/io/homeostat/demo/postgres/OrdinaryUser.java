package io.homeostat.demo.postgres;

import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs as somebody whom they accept: PostgreSQL refuses root, so root runs
 * them in a user namespace of their own, where it has no name and no special right.
 *
 * @param prefix what stands before each command; empty when we are not root
 */
public record OrdinaryUser(List<String> prefix) {

  /**
   * What a program left behind.
   *
   * @param exitCode its exit code
   * @param text what it wrote, standard output and error together
   */
  public record Finished(int exitCode, String text) {
    public boolean succeeded() {
      return exitCode == 0;
    }
  }

  public OrdinaryUser {
    prefix = List.copyOf(prefix);
  }

  /**
   * Finds out who we are.
   *
   * @throws ServiceException when we are root and this machine forbids user namespaces
   */
  public static OrdinaryUser detect() {
    try {
      int uid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      if (uid != 0) {
        return new OrdinaryUser(List.of());
      }
    } catch (IOException e) {
      throw new ServiceException("cannot tell which user this is: is /proc mounted?", e);
    }
    OrdinaryUser nameless = new OrdinaryUser(List.of("unshare", "--user"));
    Finished trial = nameless.run(Duration.ofSeconds(10), List.of("true"));
    if (!trial.succeeded()) {
      throw new ServiceException(
          "PostgreSQL refuses to run as root, and this machine allows no user namespace ("
              + trial.text().strip()
              + "): run as an ordinary user, or allow user namespaces (unshare --user)");
    }
    return nameless;
  }

  /**
   * Runs a command to its end.
   *
   * @param limit how long it may take; then it is ended and counts as failed
   */
  public Finished run(Duration limit, List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> key.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    try {
      Path output = Files.createTempFile("homeostat-demo", ".txt");
      try {
        builder.redirectOutput(output.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          return new Finished(124, command.get(0) + " took longer than " + limit);
        }
        return new Finished(
            process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new ServiceException("cannot run " + whole.get(0) + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("interrupted while running " + whole.get(0), e);
    }
  }
}
