package io.homeostat.ingest.postgres;

import io.homeostat.ingest.postgres.RecallSearch.Found;
import io.homeostat.ingest.postgres.VectorIndexes.VectorIndex;
import io.homeostat.ingest.probe.Labels;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How good the answers of pgvector's indexes are: recall@k, sampled. One search of one index a
 * turn, beside an exact one, so never of a table that is larger than a limit; what is told is the
 * mean of the last 20 searches of the index as it is now, and how many they are.
 */
final class VectorRecall implements Group {
  private static final int WINDOW = 20;

  private final Relations relations;
  private final int k;
  private final long mostBytes;
  private final Map<Long, Deque<Found>> byFile = new HashMap<>();
  private final Map<Long, Long> turns = new HashMap<>();
  private long turn;

  /**
   * The recall of vector indexes.
   *
   * @param k how many nearest rows are asked for
   * @param mostBytes the largest table that is searched exactly; 0 for none
   */
  VectorRecall(Relations relations, int k, long mostBytes) {
    this.relations = relations;
    this.k = k;
    this.mostBytes = mostBytes;
  }

  @Override
  public String name() {
    return "recall";
  }

  @Override
  public Level level() {
    return Level.DATABASE;
  }

  @Override
  public Beat beat() {
    return Beat.OFTEN;
  }

  @Override
  public boolean holdsFor(Server server) {
    return mostBytes > 0 && server.schemaOf("vector").isPresent();
  }

  @Override
  public void read(Session session, Readings readings) throws SQLException {
    turn++;
    List<VectorIndex> indexes = VectorIndexes.read(session, relations, readings);
    List<Long> files = indexes.stream().map(VectorIndex::file).toList();
    byFile.keySet().retainAll(files);
    turns.keySet().retainAll(files);
    try {
      searchNext(session, indexes);
    } finally {
      indexes.forEach(index -> tell(index, readings));
    }
    List<String> left = new ArrayList<>();
    indexes.stream().filter(index -> !searched(index)).forEach(index -> left.add(why(index)));
    if (!left.isEmpty()) {
      throw new SQLException(String.join("; ", left));
    }
  }

  private void searchNext(Session session, List<VectorIndex> indexes) throws SQLException {
    Optional<VectorIndex> next =
        indexes.stream()
            .filter(this::searched)
            .min(Comparator.comparingLong(index -> turns.getOrDefault(index.file(), 0L)));
    if (next.isPresent()) {
      VectorIndex index = next.get();
      turns.put(index.file(), turn);
      new RecallSearch(index, k)
          .search(session.connection())
          .ifPresent(found -> keep(index.file(), found));
    }
  }

  private void keep(long file, Found found) {
    Deque<Found> window = byFile.computeIfAbsent(file, key -> new ArrayDeque<>());
    window.add(found);
    if (window.size() > WINDOW) {
      window.remove();
    }
  }

  private void tell(VectorIndex index, Readings readings) {
    Deque<Found> window = byFile.get(index.file());
    if (window != null) {
      readings.gauge(
          index.entity(),
          Labels.series("pg.index.recall", "k", Integer.toString(k)),
          window.stream().mapToDouble(Found::recall).average().orElse(Double.NaN));
      readings.gauge(index.entity(), "pg.index.recall.searches", window.size());
      readings.gauge(index.entity(), "pg.index.search_time", window.getLast().searchMillis());
    }
  }

  private boolean searched(VectorIndex index) {
    return index.readable() && index.bytes() <= mostBytes;
  }

  private String why(VectorIndex index) {
    return index.readable()
        ? "the recall of %s is not measured: an exact search reads %d bytes, at most %d are allowed"
            .formatted(index.entity(), index.bytes(), mostBytes)
        : "the recall of %s is not measured: the role may not read %s"
            .formatted(index.entity(), index.table());
  }
}
