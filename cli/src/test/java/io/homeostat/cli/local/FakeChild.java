package io.homeostat.cli.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;

/**
 * A process small enough to start in no time: writes into a journal when it begins and ends, says
 * that it is ready, and lives until its lifeline is cut or it is told to end.
 */
final class FakeChild {
  private FakeChild() {}

  /** Arguments: its name, the journal, and how it behaves: lives, dies, never-ready or stubborn. */
  public static void main(String[] args) throws IOException {
    String name = args[0];
    Path journal = Path.of(args[1]);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(name, journal, args[2]), "journal"));
    note(journal, name + " begins " + ProcessHandle.current().pid());
    if (args[2].equals("dies")) {
      System.err.println("homeostat: " + name + " has no database\u001b[31m");
      System.exit(3);
    }
    if (args[2].equals("lives") || args[2].equals("stubborn")) {
      System.out.println("homeostat-ready {\"" + name + "\":\"127.0.0.1:1\"}");
    }
    while (System.in.read() >= 0) {
      // Only the end matters.
    }
  }

  private static void end(String name, Path journal, String behaviour) {
    note(journal, name + " ends");
    if (behaviour.equals("stubborn")) {
      new CompletableFuture<Void>().join();
    }
  }

  private static void note(Path journal, String line) {
    try {
      Files.writeString(
          journal,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
