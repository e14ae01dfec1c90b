package io.homeostat.schemas.targets;

import io.homeostat.core.model.Ids;

/**
 * An object's identity as a number, so that it can be told as a series, averaged over samples that
 * are all the same, and come back exactly: the first 48 bits of a hash.
 */
public final class Fingerprint {
  private static final int DIGITS = 12;
  private static final int HEXADECIMAL = 16;

  private Fingerprint() {}

  /** The fingerprint of an identity, such as a Kubernetes object's UID. */
  public static long of(String identity) {
    return Long.parseLong(Ids.of("fingerprint", identity).substring(0, DIGITS), HEXADECIMAL);
  }
}
