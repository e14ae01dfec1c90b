package io.homeostat.core.govern;

/**
 * The end of an audit's chain.
 *
 * @param sequence the last entry's number; 0 before the first
 * @param hash the last entry's hash; empty before the first
 */
public record AuditHead(long sequence, String hash) {
  /** Before the first entry. */
  public static final AuditHead NONE = new AuditHead(0, "");
}
