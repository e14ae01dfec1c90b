package io.homeostat.ingest.syslog;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream into messages (RFC 6587): those that begin with their length in bytes, and those
 * that end with a line's end. One that is too long is passed over.
 */
public final class SyslogFrames {
  private static final int FIRST = 1024;

  private final InputStream in;
  private final int most;
  private int passedOver;

  /**
   * Messages of a stream.
   *
   * @param most the most bytes of a message
   */
  public SyslogFrames(InputStream in, int most) {
    this.in = in;
    this.most = most;
  }

  /** How many messages were too long and passed over, since the last time this was asked. */
  public int takePassedOver() {
    int taken = passedOver;
    passedOver = 0;
    return taken;
  }

  /**
   * The next message that is not too long; nothing at the stream's end.
   *
   * @throws IOException when the stream breaks off within a message, or what comes is neither
   */
  public Optional<byte[]> next() throws IOException {
    for (int first = in.read(); first >= 0; first = in.read()) {
      if (first == '\n' || first == '\r' || first == 0) {
        continue;
      }
      Optional<byte[]> message = first >= '1' && first <= '9' ? counted(first) : line(first);
      if (message.isPresent()) {
        return message;
      }
    }
    return Optional.empty();
  }

  /** A message by its length; nothing when it is too long. */
  private Optional<byte[]> counted(int first) throws IOException {
    long length = (long) first - '0';
    for (int c = in.read(); c != ' '; c = in.read()) {
      if (c < '0' || c > '9' || length > Integer.MAX_VALUE / 10) {
        throw new IOException("what comes is no syslog: a length is broken");
      }
      length = length * 10 + (c - '0');
    }
    if (length <= most) {
      byte[] message = in.readNBytes((int) length);
      if (message.length < length) {
        throw new EOFException("a message broke off");
      }
      return Optional.of(message);
    }
    in.skipNBytes(length);
    passedOver++;
    return Optional.empty();
  }

  /** A message by its end; nothing when it is too long. */
  private Optional<byte[]> line(int first) throws IOException {
    byte[] message = new byte[FIRST];
    int size = 0;
    boolean tooLong = false;
    for (int c = first; c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("a message broke off");
      }
      tooLong |= size == most;
      if (!tooLong) {
        message = size == message.length ? Arrays.copyOf(message, size * 2) : message;
        message[size++] = (byte) c;
      }
    }
    passedOver += tooLong ? 1 : 0;
    return tooLong ? Optional.empty() : Optional.of(Arrays.copyOf(message, size));
  }
}
