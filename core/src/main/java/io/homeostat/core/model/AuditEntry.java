package io.homeostat.core.model;

/**
 * One link of the audit's chain.
 *
 * @param sequence its number, from 1, without a gap
 * @param previous the hash of the entry before; empty for the first
 * @param timeMillis the lane's time
 * @param what such as {@code decision}, {@code intent}, {@code outcome}, {@code verdict}, {@code
 *     control}
 * @param reference the id of what it is about
 * @param summary one sentence for a person
 * @param content the hash of the fact's binary form
 * @param hash SHA-256 over all of the above, each length-prefixed
 */
public record AuditEntry(
    long sequence,
    String previous,
    long timeMillis,
    String what,
    String reference,
    String summary,
    String content,
    String hash)
    implements Fact {}
