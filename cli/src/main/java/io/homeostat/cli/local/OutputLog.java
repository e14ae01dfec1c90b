package io.homeostat.cli.local;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Where a process's standard output and error go: little in good times, the JVM's last words in bad
 * ones. At the limit the file becomes the old one, of which there is one.
 */
final class OutputLog implements AutoCloseable {
  private static final long LIMIT_BYTES = 2L << 20;

  private final Path file;
  private BufferedWriter writer;
  private long bytes;

  /**
   * Opens the process's file in the folder of logs.
   *
   * @throws IOException when it can't be written
   */
  OutputLog(Path logs, String process) throws IOException {
    this.file = logs.resolve(process + ".out");
    this.bytes = Files.exists(file) ? Files.size(file) : 0;
    this.writer = open();
    rollWhenFull();
  }

  /** Adds a line; a full disk loses it, and must not stop the process that said it. */
  synchronized void write(String line) {
    try {
      writer.write(line);
      writer.newLine();
      writer.flush();
      bytes += line.length() + 1L;
      rollWhenFull();
    } catch (IOException e) {
      bytes = LIMIT_BYTES;
    }
  }

  @Override
  public synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      bytes = LIMIT_BYTES;
    }
  }

  private void rollWhenFull() throws IOException {
    if (bytes >= LIMIT_BYTES) {
      writer.close();
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
      writer = open();
      bytes = 0;
    }
  }

  private BufferedWriter open() throws IOException {
    return Files.newBufferedWriter(
        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
