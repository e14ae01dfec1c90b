package io.homeostat.demo.postgres;

/** Who may log in to the demo's PostgreSQL; each role has no more rights than its work needs. */
public enum Role {
  /** The demo itself: makes the world, injects faults, resets. */
  SUPERUSER("postgres"),
  /** The retriever: reads documents and features, counts what it served. */
  RETRIEVER("rag_app"),
  /** Homeostat's probe: reads statistics and index structure, writes nothing. */
  PROBE("homeostat_probe"),
  /** Homeostat's actuator: rebuilds indexes, keeps its marker rows in a schema of its own. */
  ACTUATOR("homeostat_actuator"),
  /** Homeostat's change capture: replication, and the publication. */
  CDC("homeostat_cdc");

  private final String user;

  Role(String user) {
    this.user = user;
  }

  /** The role's name in PostgreSQL. */
  public String user() {
    return user;
  }
}
