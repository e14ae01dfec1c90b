package io.homeostat.ingest.postgres;

import java.io.File;
import java.sql.SQLException;

/** The free space beside the data, where that is on this machine and may be seen. */
final class DiskRoom implements Group {
  private static final String SQL =
      """
      SELECT current_setting('data_directory', true) AS folder,
        inet_client_addr() IS NULL OR inet_client_addr() << inet '127.0.0.0/8' AS here
      """;

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public Level level() {
    return Level.INSTANCE;
  }

  @Override
  public Beat beat() {
    return Beat.ALWAYS;
  }

  @Override
  public boolean holdsFor(Server server) {
    return server.seesAll();
  }

  @Override
  public void read(Session session, Readings readings) throws SQLException {
    session.each(
        SQL,
        row -> {
          String folder = row.getString("folder");
          long free = row.getBoolean("here") && folder != null ? room(folder) : 0;
          if (free > 0) {
            readings.gauge(readings.instance(), "pg.disk.free", (double) free);
          }
        });
  }

  private static long room(String folder) {
    return new File(folder).getUsableSpace();
  }
}
