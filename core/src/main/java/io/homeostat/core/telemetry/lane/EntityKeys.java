package io.homeostat.core.telemetry.lane;

import io.homeostat.core.model.EntityId;
import java.util.HashMap;
import java.util.Map;

/** The texts of entities, remembered: a cell's key per record must not cost a new string. */
public final class EntityKeys {
  private static final int MOST = 200_000;

  private final Map<EntityId, String> texts = new HashMap<>();

  /** The text of an entity. */
  public String of(EntityId entity) {
    String text = texts.get(entity);
    if (text == null) {
      if (texts.size() >= MOST) {
        texts.clear();
      }
      text = entity.text();
      texts.put(entity, text);
    }
    return text;
  }
}
