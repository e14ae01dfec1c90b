package io.homeostat.cli.local;

import io.homeostat.cli.CommandException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a second supervisor off a data folder; the system drops it when its process ends. */
public final class DataLock implements AutoCloseable {
  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder for this process.
   *
   * @throws CommandException when another process has it, with that process's id
   */
  public static DataLock take(DataFolder folder) {
    try {
      FileChannel channel =
          FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new CommandException(
            "Homeostat already runs on "
                + folder.root()
                + " (process "
                + holder(folder).map(String::valueOf).orElse("unknown")
                + "): stop it with Ctrl-C there or `kill` it, or give another folder with --data");
      }
      channel.truncate(0);
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
      return new DataLock(channel);
    } catch (IOException e) {
      throw new CommandException(
          "the lock file "
              + folder.lock()
              + " can't be used ("
              + e.getMessage()
              + "): check the folder's owner",
          e);
    }
  }

  /** The process that holds the folder now, if one does. */
  public static Optional<Long> holder(DataFolder folder) {
    if (!Files.exists(folder.lock())) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.WRITE)) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        lock.release();
        return Optional.empty();
      }
      return Optional.of(Long.parseLong(firstLine(folder.lock())));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new CommandException(
          "the data folder's lock could not be given back: " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String firstLine(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).strip();
  }
}
