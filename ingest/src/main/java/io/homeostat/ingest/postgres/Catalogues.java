package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.Topology.Edge;
import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.targets.ProbeTarget;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the catalogues of PostgreSQL say is there: databases, tables, indexes, foreign keys,
 * partitions, and which instance is a replica of which. Each instance and each database is a source
 * of its own, so that one that does not answer ends nothing.
 */
public final class Catalogues {
  private static final int STATEMENT_MILLIS = 10_000;

  /**
   * What an instance says of itself.
   *
   * @param system its system identifier, the same for a primary and its standbys
   */
  private record Identity(EntityId entity, boolean standby, Optional<String> system) {}

  private final List<Finding> findings = new ArrayList<>();
  private final Map<Identity, Set<EntityId>> instances = new LinkedHashMap<>();
  private final Set<String> known;

  private Catalogues(Set<String> known) {
    this.known = known;
  }

  /**
   * Looks at instances, one after the other.
   *
   * @param known the sources that are known already: of an instance whose databases are listed, a
   *     database that is not there any more is empty
   */
  public static List<Finding> look(List<ProbeTarget> targets, Set<String> known) {
    Catalogues catalogues = new Catalogues(known);
    targets.forEach(catalogues::instance);
    catalogues.tellInstances();
    return catalogues.findings;
  }

  private void instance(ProbeTarget target) {
    PostgresTarget home = target.home();
    String source = source(home);
    try (Session session = Session.open(home, STATEMENT_MILLIS)) {
      List<Look> looks = looks(target, session);
      EntityId entity = new EntityId("postgres", List.of(home.name().split("/")));
      Identity identity = new Identity(entity, session.server().standby(), system(session));
      Set<EntityId> databases = new HashSet<>();
      looks.forEach(look -> databases.add(database(look)));
      instances.put(identity, databases);
      for (Look look : looks) {
        database(look, session);
      }
      if (target.databases() instanceof ProbeTarget.Databases.All) {
        endDropped(source, looks);
      }
    } catch (SQLException | IOException e) {
      findings.add(new Finding.Unseen(source, String.valueOf(e.getMessage())));
    }
  }

  private static List<Look> looks(ProbeTarget target, Session session) throws SQLException {
    PostgresTarget home = target.home();
    if (target.databases() instanceof ProbeTarget.Databases.Home) {
      return List.of(Look.atHome(home));
    }
    List<String> names =
        target.databases() instanceof ProbeTarget.Databases.Named named
            ? named.names()
            : DatabaseList.read(session);
    return names.stream().map(name -> Look.inDatabase(home, name)).toList();
  }

  private void database(Look look, Session home) {
    String source = source(look);
    try {
      if (look.target().database().equals(home.server().database())) {
        findings.add(Catalogue.read(source, look, database(look), home));
      } else {
        try (Session session = Session.open(look.target(), STATEMENT_MILLIS)) {
          findings.add(Catalogue.read(source, look, database(look), session));
        }
      }
    } catch (SQLException | IOException e) {
      findings.add(new Finding.Unseen(source, String.valueOf(e.getMessage())));
    }
  }

  private void endDropped(String instance, List<Look> looks) {
    List<String> looked = looks.stream().map(Catalogues::source).toList();
    known.stream()
        .filter(source -> source.startsWith(instance + " database ") && !looked.contains(source))
        .forEach(source -> findings.add(new Finding.Seen(source, Set.of(), Set.of())));
  }

  private void tellInstances() {
    instances.forEach(
        (identity, databases) -> {
          Set<EntityId> entities = new HashSet<>(databases);
          entities.add(identity.entity());
          Set<Edge> edges = new HashSet<>();
          databases.forEach(one -> edges.add(new Edge(one, Edge.Kind.RUNS_ON, identity.entity())));
          Optional<EntityId> primary = primary(identity);
          primary.ifPresent(to -> edges.add(new Edge(identity.entity(), Edge.Kind.REPLICA_OF, to)));
          Set<Edge.Kind> unknown =
              identity.standby() && primary.isEmpty() ? Set.of(Edge.Kind.REPLICA_OF) : Set.of();
          findings.add(new Finding.Seen(source(identity), entities, edges, unknown));
        });
  }

  private Optional<EntityId> primary(Identity standby) {
    return instances.keySet().stream()
        .filter(other -> standby.standby() && !other.standby())
        .filter(other -> other.system().isPresent() && other.system().equals(standby.system()))
        .map(Identity::entity)
        .findFirst();
  }

  /** Empty where the role may not ask. */
  private static Optional<String> system(Session session) throws SQLException {
    List<String> found = new ArrayList<>();
    try {
      session.each(
          "SELECT system_identifier::text AS id FROM pg_control_system()",
          row -> found.add(row.getString("id")));
    } catch (SQLException e) {
      if (!Session.FORBIDDEN.equals(e.getSQLState())) {
        throw e;
      }
    }
    return found.stream().findFirst();
  }

  private static EntityId database(Look look) {
    List<String> path = new ArrayList<>(List.of(look.target().name().split("/")));
    path.add(look.target().database());
    return new EntityId("pg-database", path);
  }

  private static String source(PostgresTarget target) {
    return "postgres " + target.name();
  }

  private static String source(Identity identity) {
    return "postgres " + String.join("/", identity.entity().path());
  }

  private static String source(Look look) {
    return source(look.target()) + " database " + look.target().database();
  }
}
