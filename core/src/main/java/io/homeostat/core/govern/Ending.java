package io.homeostat.core.govern;

/**
 * How the wait for people ended, so that whoever comes later can be told.
 *
 * @param how such as {@code it was granted, approved by ann}
 * @param keepMillis until when this is remembered
 */
record Ending(String how, long keepMillis) {}
