package io.homeostat.demo;

import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second demo off the same folder, whose PostgreSQL it would take for an orphan. */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @throws ServiceException when another demo has it
   */
  static FolderLock take(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return new FolderLock(channel);
        }
      } catch (OverlappingFileLockException e) {
        channel.close();
        throw taken(folder, e);
      }
      channel.close();
      throw taken(folder, new IOException("the lock is held by another process"));
    } catch (IOException e) {
      throw new ServiceException("cannot use the folder " + folder + ": " + e, e);
    }
  }

  private static ServiceException taken(Path folder, Exception cause) {
    return new ServiceException(
        "another demo uses " + folder + ": stop it, or give another data.dir", cause);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
