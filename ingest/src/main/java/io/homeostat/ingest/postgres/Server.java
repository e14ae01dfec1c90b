package io.homeostat.ingest.postgres;

import java.util.Map;
import java.util.Optional;

/**
 * What the groups of statistics need to know of the server that they read.
 *
 * @param version PostgreSQL's {@code server_version_num}, such as 150018
 * @param standby whether it is in recovery
 * @param database the database of this connection
 * @param blockBytes the size of a page
 * @param seesAll whether the role sees other roles' sessions and statements ({@code pg_monitor})
 * @param extensions the schema of each extension of the database, as an identifier in SQL
 */
record Server(
    int version,
    boolean standby,
    String database,
    int blockBytes,
    boolean seesAll,
    Map<String, String> extensions) {

  /** The first release with a number, such as 17. */
  static final int V13 = 130_000;

  static final int V14 = 140_000;
  static final int V16 = 160_000;
  static final int V17 = 170_000;

  Server {
    extensions = Map.copyOf(extensions);
  }

  boolean since(int release) {
    return version >= release;
  }

  /** The schema of an extension, quoted as SQL needs it, where the database has the extension. */
  Optional<String> schemaOf(String extension) {
    return Optional.ofNullable(extensions.get(extension));
  }
}
