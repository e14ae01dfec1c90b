package io.homeostat.core.model;

/**
 * A record that could not be read or taken in.
 *
 * @param stream the topic where it stands
 * @param lane its partition
 * @param offset its place
 * @param reason why it could not be read
 * @param bytes the record, at most its first 64 KiB
 */
public record DeadLetter(String stream, int lane, long offset, String reason, byte[] bytes)
    implements Fact {}
