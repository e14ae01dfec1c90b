package io.homeostat.core.lane;

import java.nio.charset.StandardCharsets;

/**
 * How many lanes each stream has. The numbers are fixed for a topic's generation: the lane of a key
 * depends on them.
 *
 * @param telemetry lanes of metrics, logs, changes and embeddings
 * @param signals lanes of signals, commands and incidents
 */
public record Lanes(int telemetry, int signals) {
  /** On one machine. */
  public static final Lanes LOCAL = new Lanes(4, 2);

  /** In a cluster. */
  public static final Lanes CLUSTER = new Lanes(32, 8);

  private static final int MOST = 128;

  public Lanes {
    if (telemetry < 1 || telemetry > MOST || MOST % telemetry != 0) {
      throw new IllegalArgumentException(
          "telemetry lanes are " + telemetry + "; give a power of two up to " + MOST);
    }
    if (signals < 1 || signals > MOST || MOST % signals != 0) {
      throw new IllegalArgumentException(
          "signal lanes are " + signals + "; give a power of two up to " + MOST);
    }
  }

  /** The number of lanes of a stream. */
  public int of(Stream stream) {
    return switch (stream) {
      case METRICS, LOGS, CHANGES, EMBEDDINGS -> telemetry;
      case SIGNALS, COMMANDS, INCIDENTS -> signals;
      default -> 1;
    };
  }

  /** The lane of a key: FNV-1a over its UTF-8 bytes, mixed, modulo the number of lanes. */
  public int lane(Stream stream, String key) {
    int lanes = of(stream);
    return lanes == 1 ? 0 : (int) Long.remainderUnsigned(hash(key), lanes);
  }

  private static long hash(String key) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    hash ^= hash >>> 32;
    hash *= 0xd6e8feb86659fd93L;
    return hash ^ (hash >>> 32);
  }
}
