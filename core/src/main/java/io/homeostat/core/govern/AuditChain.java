package io.homeostat.core.govern;

import io.homeostat.core.model.AuditEntry;
import io.homeostat.core.model.Ids;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The audit's chain: every entry carries the hash of the one before, so that an entry that is
 * changed, left out, put in or moved breaks it. Whoever also knows the {@link AuditHead} finds
 * entries cut off at the end.
 */
public final class AuditChain {

  /**
   * Where a chain is broken.
   *
   * @param sequence the number at which the first entry that doesn't fit should stand
   * @param reason what doesn't fit, for a person
   */
  public record Break(long sequence, String reason) {}

  private AuditChain() {}

  /**
   * The next entry of a chain.
   *
   * @param content the hash of the binary form of the fact that it is about
   */
  public static AuditEntry append(
      AuditHead head,
      long timeMillis,
      String what,
      String reference,
      String summary,
      String content) {
    AuditEntry open =
        new AuditEntry(
            head.sequence() + 1, head.hash(), timeMillis, what, reference, summary, content, "");
    return new AuditEntry(
        open.sequence(),
        open.previous(),
        timeMillis,
        what,
        reference,
        summary,
        content,
        hash(open));
  }

  /** The first break in a chain that is read from its first entry; none when it is whole. */
  public static Optional<Break> verify(Iterable<AuditEntry> entries) {
    return walk(entries).broken();
  }

  /** As {@link #verify(Iterable)}, and the chain must end at {@code head}. */
  public static Optional<Break> verify(Iterable<AuditEntry> entries, AuditHead head) {
    Walk walk = walk(entries);
    if (walk.broken().isEmpty() && !walk.reached().equals(head)) {
      return Optional.of(
          new Break(
              walk.reached().sequence() + 1,
              "the chain ends at entry "
                  + walk.reached().sequence()
                  + "; it should end at "
                  + head.sequence()));
    }
    return walk.broken();
  }

  private record Walk(Optional<Break> broken, AuditHead reached) {}

  private static Walk walk(Iterable<AuditEntry> entries) {
    AuditHead head = AuditHead.NONE;
    for (AuditEntry entry : entries) {
      long expected = head.sequence() + 1;
      String reason =
          entry.sequence() != expected
              ? "entry " + entry.sequence() + " stands where " + expected + " should"
              : !entry.previous().equals(head.hash())
                  ? "entry " + expected + " does not continue the one before"
                  : "entry " + expected + " is not what its hash was made of";
      if (entry.sequence() != expected
          || !entry.previous().equals(head.hash())
          || !entry.hash().equals(hash(entry))) {
        return new Walk(Optional.of(new Break(expected, reason)), head);
      }
      head = new AuditHead(entry.sequence(), entry.hash());
    }
    return new Walk(Optional.empty(), head);
  }

  private static String hash(AuditEntry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String part :
        new String[] {
          Long.toString(entry.sequence()),
          entry.previous(),
          Long.toString(entry.timeMillis()),
          entry.what(),
          entry.reference(),
          entry.summary(),
          entry.content()
        }) {
      byte[] text = part.getBytes(StandardCharsets.UTF_8);
      bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
      bytes.writeBytes(text);
    }
    return Ids.hash(bytes.toByteArray());
  }
}
