package io.homeostat.demo.rag;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How embeddings are stored: in pgvector's type where the server has it, else in an array. */
enum EmbeddingColumn {
  REAL_ARRAY("real[]", '{', '}'),
  PGVECTOR("vector(" + Embedding.DIMENSIONS + ")", '[', ']');

  private final String type;
  private final char open;
  private final char close;

  EmbeddingColumn(String type, char open, char close) {
    this.type = type;
    this.open = open;
    this.close = close;
  }

  /** What this server can do; makes the extension where it is available. */
  static EmbeddingColumn choose(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet available =
            statement.executeQuery("SELECT FROM pg_available_extensions WHERE name = 'vector'")) {
      if (!available.next()) {
        return REAL_ARRAY;
      }
      statement.execute("CREATE EXTENSION IF NOT EXISTS vector");
      return PGVECTOR;
    }
  }

  /** The column's type in SQL. */
  String type() {
    return type;
  }

  /** Appends an embedding as PostgreSQL reads it. */
  void append(StringBuilder text, float[] embedding) {
    text.append(open);
    for (int i = 0; i < embedding.length; i++) {
      if (i > 0) {
        text.append(',');
      }
      text.append(embedding[i]);
    }
    text.append(close);
  }
}
