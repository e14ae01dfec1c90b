package io.homeostat.demo.rag;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Loads the corpus and its features by COPY.
 *
 * @param corpus what to load
 * @param column how embeddings are stored
 */
record CorpusLoader(Corpus corpus, EmbeddingColumn column) {
  private static final int FLUSH_CHARACTERS = 1 << 16;

  /** Fills the empty tables, in the connection's transaction. */
  void load(Connection connection) throws SQLException {
    copy(connection, "public.documents", this::appendDocument);
    copy(
        connection,
        "public.features (document_id, popularity, quality, updated_at)",
        this::appendFeatures);
  }

  private void copy(
      Connection connection, String target, BiConsumer<StringBuilder, Integer> appendRow)
      throws SQLException {
    CopyIn copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + target + " FROM STDIN");
    try {
      StringBuilder text = new StringBuilder(FLUSH_CHARACTERS + 2048);
      for (int id = 1; id <= corpus.size(); id++) {
        appendRow.accept(text, id);
        if (text.length() >= FLUSH_CHARACTERS || id == corpus.size()) {
          byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
          copy.writeToCopy(bytes, 0, bytes.length);
          text.setLength(0);
        }
      }
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  // The text holds letters, digits and URL punctuation only, so COPY's format needs no escapes.
  private void appendDocument(StringBuilder text, int id) {
    Corpus.Document document = corpus.document(id);
    text.append(id)
        .append('\t')
        .append(document.tenant())
        .append('\t')
        .append(document.source())
        .append('\t')
        .append(document.title())
        .append('\t')
        .append(document.body())
        .append('\t');
    column.append(text, Embedding.of(document.title()));
    text.append('\t').append(document.createdAt()).append('\t').append(document.createdAt());
    text.append('\n');
  }

  private void appendFeatures(StringBuilder text, int id) {
    SplittableRandom random = new SplittableRandom(corpus.seed() * 31 + id);
    text.append(id)
        .append('\t')
        .append((float) random.nextDouble())
        .append('\t')
        .append((float) random.nextDouble())
        .append('\t')
        .append(corpus.document(id).createdAt())
        .append('\n');
  }
}
