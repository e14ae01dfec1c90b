package io.homeostat.demo.rag;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;

/**
 * The retrieval: candidates from the index on tenant and date, which is read for the tenant's whole
 * range as the title that it carries is what the question is matched with; then the candidates'
 * documents and features, ranked by likeness and popularity.
 *
 * @param pool where connections come from
 * @param config how to search
 */
public record Search(DataSource pool, SearchConfig config) {
  private static final String MATCH =
      """
      SELECT id FROM %s
      WHERE tenant_id = ? AND strpos(title, ?) > 0
      ORDER BY created_at DESC LIMIT %d
      """;
  private static final String FETCH =
      """
      SELECT d.id, d.title, d.embedding::real[], f.popularity * f.quality
      FROM %s d JOIN public.features f ON f.document_id = d.id
      WHERE d.id = ANY (?)
      """;

  /**
   * One answer.
   *
   * @param score higher is better
   */
  public record Answer(long id, String title, double score) {}

  /**
   * What a question brought.
   *
   * @param matches how many documents matched, at most 400
   * @param answers the best, best first
   */
  public record Found(int matches, List<Answer> answers) {
    public Found {
      answers = List.copyOf(answers);
    }
  }

  /**
   * Searches one tenant's documents.
   *
   * @param words what to look for; matched literally in titles
   */
  public Found search(int tenant, String words) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      List<Long> matches = match(connection, tenant, words);
      List<Answer> answers =
          matches.isEmpty()
              ? List.of()
              : rank(
                  connection,
                  tenant,
                  matches.subList(0, Math.min(config.ranked(), matches.size())),
                  words);
      return new Found(matches.size(), answers);
    }
  }

  private List<Long> match(Connection connection, int tenant, String words) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(MATCH.formatted(config.table(tenant), config.candidates()))) {
      statement.setInt(1, tenant);
      statement.setString(2, words);
      List<Long> ids = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
      return ids;
    }
  }

  private List<Answer> rank(Connection connection, int tenant, List<Long> ids, String words)
      throws SQLException {
    float[] question = Embedding.of(words);
    List<Answer> answers = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(FETCH.formatted(config.table(tenant)))) {
      Array array = connection.createArrayOf("bigint", ids.toArray());
      statement.setArray(1, array);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          double likeness = Embedding.similarity(question, floats(rows.getArray(3)));
          double score = likeness + config.featureWeight() * rows.getDouble(4);
          answers.add(new Answer(rows.getLong(1), rows.getString(2), score));
        }
      }
      array.free();
    }
    return answers.stream()
        .sorted(Comparator.comparingDouble(Answer::score).reversed().thenComparing(Answer::id))
        .limit(config.answers())
        .toList();
  }

  private static float[] floats(Array array) throws SQLException {
    Float[] boxed = (Float[]) array.getArray();
    float[] values = new float[boxed.length];
    for (int i = 0; i < boxed.length; i++) {
      values[i] = boxed[i];
    }
    return values;
  }
}
