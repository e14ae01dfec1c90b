package io.homeostat.ingest.alert;

/**
 * An alert as somebody tells it who says when it became so, and whose words may overtake each
 * other.
 *
 * @param key what the alert is known by
 * @param atMillis when it became so, by the sender's clock
 * @param alert the alert as it was then
 */
public record ToldAlert(String key, long atMillis, Alert alert) {}
