package io.homeostat.actuators.postgres;

import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Outcome;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells what became of a rebuild, by the index itself and the marker that was written before it,
 * and clears what is left of it. The session holds the target's lock, and no rebuild of the command
 * is under way any more.
 */
final class IndexConclusion {
  private static final long MOST_LOCK_WAITS_TO_CLEAR = 10;
  private static final long LONGEST_CLEAR_MILLIS = 20_000;
  private static final long STATEMENT_MILLIS = 60_000;

  private final Session session;
  private final Command command;
  private final RebuildParameters parameters;
  private final Marker marker;
  private final boolean recovered;
  private final SortedMap<String, String> details = new TreeMap<>();

  /**
   * @param recovered whether this is read after a crash, not at the rebuild's own end
   */
  IndexConclusion(Session session, Command command, Marker marker, boolean recovered) {
    this.session = session;
    this.command = command;
    this.parameters = RebuildParameters.of(command);
    this.marker = marker;
    this.recovered = recovered;
  }

  /**
   * Concludes.
   *
   * @param why what stopped the rebuild, as far as anyone knows
   */
  Result.Known conclude(Optional<String> why) throws SQLException {
    session.limits(parameters.lockMillis(), STATEMENT_MILLIS);
    before();
    if (marker.result().isPresent()) {
      return recorded(marker.result().get());
    }
    Optional<IndexReading> after = IndexReading.read(session, IndexRebuild.index(command.target()));
    after.ifPresent(this::after);
    Optional<Double> density = leafDensity(after);
    density.ifPresent(percent -> details.put("leafDensityAfterPercent", percent.toString()));
    Result.Known result = result(after, why, clear(after));
    marker.finish(session, new Marker.Finish(word(result), result.reason()), after, density);
    return result;
  }

  private Result.Known result(Optional<IndexReading> after, Optional<String> why, String left) {
    if (after.isEmpty()) {
      return new Result.Failed("the index is gone" + left, details);
    }
    boolean changed = after.get().relfilenode() != marker.relfilenode();
    String because = why.map(reason -> ": " + reason).orElse("");
    if (changed && after.get().valid()) {
      return new Result.Applied(
          "rebuilt from "
              + marker.sizeBytes()
              + " to "
              + after.get().sizeBytes()
              + " bytes"
              + why.map(reason -> ", though with trouble at the end: " + reason).orElse("")
              + (recovered ? "; found so after its actuator had gone" : "")
              + left,
          details);
    }
    return new Result.Failed(
        (changed ? "the index has a new file and is invalid" : "the index is as before")
            + because
            + left,
        details);
  }

  private void before() throws SQLException {
    details.put("sizeBeforeBytes", Long.toString(marker.sizeBytes()));
    details.put("relfilenodeBefore", Long.toString(marker.relfilenode()));
    marker
        .leafDensity()
        .ifPresent(percent -> details.put("leafDensityBeforePercent", percent.toString()));
    if (recovered) {
      details.put("recovered", "true");
    } else {
      details.put("seconds", marker.secondsSince(session).toString());
    }
  }

  private void after(IndexReading index) {
    details.put("sizeAfterBytes", Long.toString(index.sizeBytes()));
    details.put("relfilenodeAfter", Long.toString(index.relfilenode()));
  }

  /** Read for people: what became of the rebuild does not hang on it. */
  private Optional<Double> leafDensity(Optional<IndexReading> after) throws SQLException {
    try {
      return after.isPresent() ? after.get().leafDensity(session) : Optional.empty();
    } catch (SQLException e) {
      if (!session.alive()) {
        throw e;
      }
      details.put("leafDensityAfterPercent", "not read: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Clears; says in a few words what could not be. */
  private String clear(Optional<IndexReading> after) throws SQLException {
    String name = after.map(IndexReading::name).orElseGet(this::nameFromEntity);
    long limit = Math.min(LONGEST_CLEAR_MILLIS, MOST_LOCK_WAITS_TO_CLEAR * parameters.lockMillis());
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limit);
    Leftovers.Cleared cleared = Leftovers.clear(session, marker.tableOid(), name);
    while (cleared.heldUp() && System.nanoTime() < end) {
      cleared = cleared.and(Leftovers.clear(session, marker.tableOid(), name));
    }
    if (!cleared.dropped().isEmpty()) {
      details.put("leftoversDropped", String.join(", ", cleared.dropped()));
    }
    if (cleared.left().isEmpty()) {
      return "";
    }
    details.put("leftovers", String.join(", ", cleared.left()));
    return "; an invalid leftover could not be dropped and will be before the next rebuild";
  }

  private String nameFromEntity() {
    String full = IndexRebuild.index(command.target());
    return full.substring(full.indexOf('.') + 1);
  }

  private Result.Known recorded(Marker.Finish finish) {
    return switch (Outcome.Result.valueOf(finish.word())) {
      case APPLIED -> new Result.Applied(finish.reason(), details);
      case FAILED, UNKNOWN -> new Result.Failed(finish.reason(), details);
      case REFUSED -> new Result.Refused(finish.reason(), details);
      case ALREADY_TRUE -> new Result.AlreadyTrue(finish.reason(), details);
    };
  }

  private static String word(Result.Known result) {
    return result instanceof Result.Applied
        ? Outcome.Result.APPLIED.name()
        : Outcome.Result.FAILED.name();
  }
}
