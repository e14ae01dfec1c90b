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
 * documents and features, ranked by likeness and by the model's word.
 *
 * @param pool where connections come from
 * @param config how to search
 * @param model what ranks beside likeness
 */
public record Search(DataSource pool, SearchConfig config, RankModel model) {
  private static final String MATCH =
      """
      SELECT id FROM %s
      WHERE tenant_id = ? AND strpos(title, ?) > 0
      ORDER BY created_at DESC LIMIT %d
      """;
  private static final String FETCH =
      """
      SELECT d.id, d.title, d.embedding::real[], f.popularity, f.quality
      FROM %s d JOIN public.features f ON f.document_id = d.id
      WHERE d.id = ANY (?)
      """;

  /** Users open the document nearest to their question; one so much farther goes unopened. */
  private static final double FARTHER = 0.1;

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
   * @param missed whether users pass over the first answer, as another is nearer to the question
   */
  public record Found(int matches, List<Answer> answers, boolean missed) {
    public Found {
      answers = List.copyOf(answers);
    }
  }

  private record Ranked(Answer answer, double likeness) {}

  /**
   * Searches one tenant's documents.
   *
   * @param words what to look for; matched literally in titles
   */
  public Found search(int tenant, String words) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      List<Long> matches = match(connection, tenant, words);
      List<Ranked> ranked =
          matches.isEmpty()
              ? List.of()
              : rank(
                  connection,
                  tenant,
                  matches.subList(0, Math.min(config.ranked(), matches.size())),
                  words);
      return new Found(
          matches.size(),
          ranked.stream().map(Ranked::answer).limit(config.answers()).toList(),
          missed(ranked));
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

  private static boolean missed(List<Ranked> ranked) {
    double nearest = ranked.stream().mapToDouble(Ranked::likeness).max().orElse(0);
    return !ranked.isEmpty() && ranked.get(0).likeness() < nearest - FARTHER;
  }

  /** All of them, best first. */
  private List<Ranked> rank(Connection connection, int tenant, List<Long> ids, String words)
      throws SQLException {
    float[] question = Embedding.of(words);
    List<Ranked> ranked = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(FETCH.formatted(config.table(tenant)))) {
      Array array = connection.createArrayOf("bigint", ids.toArray());
      statement.setArray(1, array);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          double likeness = Embedding.similarity(question, floats(rows.getArray(3)));
          double features = model.weigh(rows.getDouble(4), rows.getDouble(5));
          double score = likeness + config.featureWeight() * features;
          ranked.add(new Ranked(new Answer(rows.getLong(1), rows.getString(2), score), likeness));
        }
      }
      array.free();
    }
    ranked.sort(
        Comparator.comparingDouble((Ranked each) -> each.answer().score())
            .reversed()
            .thenComparing(each -> each.answer().id()));
    return ranked;
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
