package io.homeostat.actuators.postgres;

import io.homeostat.schemas.targets.PostgresTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the file system, where the database runs on this machine and says where its data is. */
final class LocalDiskRoom implements DiskRoom {
  private static final Logger log = LoggerFactory.getLogger(LocalDiskRoom.class);
  private static final String MAY_ASK = "SELECT pg_has_role('pg_read_all_settings', 'USAGE')";

  @Override
  public OptionalLong freeBytes(Session session, PostgresTarget target, IndexReading index)
      throws SQLException {
    if (!target.local()) {
      return OptionalLong.empty();
    }
    String folder = index.tablespace();
    if (folder.isEmpty()) {
      if (!session.first(row -> row.getBoolean(1), MAY_ASK).orElse(false)) {
        return OptionalLong.empty();
      }
      folder = session.first(row -> row.getString(1), "SHOW data_directory").orElse("");
    }
    Path path = Path.of(folder);
    try {
      return Files.exists(path)
          ? OptionalLong.of(Files.getFileStore(path).getUsableSpace())
          : OptionalLong.empty();
    } catch (IOException e) {
      log.info("the free space at {} can't be known: {}", path, e.toString());
      return OptionalLong.empty();
    }
  }
}
