package io.homeostat.core.govern;

/**
 * How often an action on a target ended without a measured improvement, since it last brought one.
 *
 * @param count how often
 * @param keepMillis until when this is remembered
 */
record Tries(int count, long keepMillis) {
  static final Tries NONE = new Tries(0, 0);
}
