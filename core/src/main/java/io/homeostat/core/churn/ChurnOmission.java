package io.homeostat.core.churn;

/** Why a change of a row was left out by the fold over changes. */
public enum ChurnOmission {
  /** Changes before the lane's first tick. */
  BEFORE_FIRST_TICK,
  /** Changes committed too far ahead of the lane's time. */
  AHEAD,
  /** Rows of snapshots: they were there before. */
  SNAPSHOT,
  /** Records of features that senders tell of: no table was changed. */
  NOT_LOGGED
}
