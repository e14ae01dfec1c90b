package io.homeostat.demo.rag;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import javax.sql.DataSource;

/** Remembers which documents were served, to count them in the feature table now and then. */
public final class Served {
  private static final int MOST = 20;

  private static final String COUNT =
      """
      UPDATE public.features SET served = served + 1, updated_at = clock_timestamp()
      WHERE document_id = ANY (?)
      """;

  private final TreeSet<Long> waiting = new TreeSet<>();

  /** Notes the best of a question's answers; beyond 20 waiting documents, none are added. */
  synchronized void add(List<Search.Answer> answers) {
    if (!answers.isEmpty() && waiting.size() < MOST) {
      waiting.add(answers.get(0).id());
    }
  }

  /** Writes down what waits, in one statement. */
  public void flush(DataSource pool) throws SQLException {
    Long[] ids;
    synchronized (this) {
      ids = waiting.toArray(Long[]::new);
      waiting.clear();
    }
    if (ids.length == 0) {
      return;
    }
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(COUNT)) {
      Array array = connection.createArrayOf("bigint", ids);
      statement.setArray(1, array);
      statement.executeUpdate();
      array.free();
    }
  }
}
