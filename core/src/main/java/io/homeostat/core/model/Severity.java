package io.homeostat.core.model;

/** How grave something is, as people page by it. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL
}
