package io.homeostat.core.model;

/**
 * An entity that may be the cause of an incident.
 *
 * @param entity the entity
 * @param score 0 to 1; the suspects of an incident are sorted by it, highest first
 * @param reason one sentence for a person
 */
public record Suspect(EntityId entity, double score, String reason) {}
