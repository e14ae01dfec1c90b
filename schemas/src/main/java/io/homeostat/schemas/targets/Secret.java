package io.homeostat.schemas.targets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a password is kept: never in {@code targets.file} itself. */
public sealed interface Secret {

  /**
   * The password, read anew each time: it may be changed while Homeostat runs.
   *
   * @throws IOException when it is not there; the message says where it was looked for
   */
  String read() throws IOException;

  /** In a file, with white space around it that does not count. */
  record InFile(Path path) implements Secret {
    @Override
    public String read() throws IOException {
      return Files.readString(path, StandardCharsets.UTF_8).strip();
    }

    @Override
    public String toString() {
      return "the file " + path;
    }
  }

  /** In a variable of the process' environment. */
  record InEnvironment(String variable) implements Secret {
    @Override
    public String read() throws IOException {
      String value = System.getenv(variable);
      if (value == null) {
        throw new IOException("the environment has no variable " + variable);
      }
      return value;
    }

    @Override
    public String toString() {
      return "the environment's variable " + variable;
    }
  }

  /** The same as {@link #of}, where a login may need no password. */
  static Optional<Secret> maybe(Object login, Path targetsFile) {
    boolean none =
        TargetEntries.child(login, "passwordFile") == null
            && TargetEntries.child(login, "passwordEnv") == null;
    return none ? Optional.empty() : Optional.of(of(login, targetsFile));
  }

  /**
   * What a login of {@code targets.file} says: {@code passwordFile}, relative to that file, or
   * {@code passwordEnv}.
   *
   * @throws IllegalArgumentException when it says neither, or both
   */
  static Secret of(Object login, Path targetsFile) {
    Object path = TargetEntries.child(login, "passwordFile");
    Object variable = TargetEntries.child(login, "passwordEnv");
    if (path != null && variable == null) {
      return new InFile(targetsFile.resolveSibling(path.toString()));
    }
    if (variable != null && path == null) {
      return new InEnvironment(variable.toString());
    }
    throw new IllegalArgumentException(
        login + " must say where the password is: either passwordFile or passwordEnv");
  }
}
