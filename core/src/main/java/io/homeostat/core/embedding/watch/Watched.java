package io.homeostat.core.embedding.watch;

import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.core.model.EntityId;

/** Whose vectors are compared with one another: a collection's, of one role and one model. */
record Watched(EntityId collection, EmbeddingVector.Role role, String model) {
  private static final char SEPARATOR = '\n';

  static Watched of(EmbeddingVector vector) {
    return new Watched(vector.collection(), vector.role(), vector.model());
  }

  static Watched parse(String key) {
    String[] parts = key.split(String.valueOf(SEPARATOR), 3);
    return new Watched(EntityId.parse(parts[0]), EmbeddingVector.Role.valueOf(parts[1]), parts[2]);
  }

  /** The key of its window and reference. */
  String key() {
    return models() + SEPARATOR + model;
  }

  /** The key of its collection's models. */
  String models() {
    return collection.text() + SEPARATOR + role.name();
  }
}
