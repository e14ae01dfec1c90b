package io.homeostat.core.embedding.watch;

/** Why a vector was not taken in at all. The order is part of the state's form: add at the end. */
public enum Omission {
  /** The lane had no time yet. */
  BEFORE_FIRST_TICK,
  /** Its collection already has as many models of this role as are watched. */
  TOO_MANY_MODELS
}
