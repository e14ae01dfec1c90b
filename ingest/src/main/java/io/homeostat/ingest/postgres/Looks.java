package io.homeostat.ingest.postgres;

import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.targets.ProbeTarget;
import io.homeostat.schemas.targets.ProbeTarget.Databases;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which connections {@code targets.file} wants. Where it wants all databases of an instance, they
 * are listed anew each time; while they can't be, those of the time before stand.
 */
final class Looks {
  private static final Logger log = LoggerFactory.getLogger(Looks.class);

  private final ProbeLimits limits;
  private final Map<PostgresTarget, List<String>> listed = new HashMap<>();

  Looks(ProbeLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads the file, and lists what it leaves open.
   *
   * @throws IOException when the file does not list targets as it should
   */
  List<Look> read(Path file) throws IOException {
    List<Look> wanted = new ArrayList<>();
    ProbeTarget.read(file).forEach(target -> wanted.addAll(looks(target)));
    return wanted;
  }

  private List<Look> looks(ProbeTarget target) {
    PostgresTarget home = target.home();
    if (target.databases() instanceof Databases.Home) {
      return List.of(Look.atHome(home));
    }
    List<Look> looks = new ArrayList<>(List.of(Look.atInstance(home)));
    names(target).forEach(name -> looks.add(Look.inDatabase(home, name)));
    return looks;
  }

  private List<String> names(ProbeTarget target) {
    if (target.databases() instanceof Databases.Named named) {
      return named.names();
    }
    try (Session session = Session.open(target.home(), limits.statementMillis())) {
      listed.put(target.home(), DatabaseList.read(session));
    } catch (SQLException | IOException e) {
      log.warn("the databases of {} can't be listed: {}", target.home().name(), e.getMessage());
    }
    return listed.getOrDefault(target.home(), List.of());
  }
}
