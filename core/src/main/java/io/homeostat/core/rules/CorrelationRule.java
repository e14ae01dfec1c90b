package io.homeostat.core.rules;

/**
 * How signals become incidents: those of one system that begin within a window of each other belong
 * together.
 *
 * @param windowMillis the window
 * @param closeMillis how long every signal must be resolved before the incident closes
 * @param changesMillis how far back changes count as possible causes
 */
public record CorrelationRule(long windowMillis, long closeMillis, long changesMillis) {
  public static final CorrelationRule DEFAULT = new CorrelationRule(300_000, 30_000, 900_000);
}
