package io.homeostat.core.logs.template;

/** What kind of value a parameter is, by its look. */
public enum ParameterType {
  EMPTY,
  BOOLEAN,
  NULL,
  UUID,
  /** An address of the Internet protocol, version 4 or 6, with a port or without. */
  IP,
  NUMBER,
  PERCENT,
  DURATION,
  SIZE,
  /** A date, a time of day, or both. */
  TIME,
  HEX,
  URL,
  PATH,
  EMAIL,
  /** A name with dots: a host, a class, a package. */
  NAME,
  /** Several values. */
  LIST,
  WORD
}
