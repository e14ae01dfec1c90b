package io.homeostat.demo.ledger;

import java.util.List;
import java.util.Optional;

/**
 * One effect on the database, as the database itself has recorded it.
 *
 * @param id grows with each effect
 * @param at when, in ISO 8601
 * @param seenBy {@code trigger}, {@code watcher} or both; the watcher alone has seen a file change
 *     of which no completed command told
 * @param sessionUser who logged in; absent when only the watcher saw it
 * @param application what the session called itself
 * @param commandTag such as {@code REINDEX}; empty when only the watcher saw it
 * @param objectType such as {@code index}
 * @param objectIdentity such as {@code public.documents_tenant_created_idx}
 * @param transactionId the transaction that recorded it
 * @param backendPid the server process that did it
 * @param inExtension whether an extension's script did it
 * @param relfilenodeBefore the index's file before; only for a rebuilt index
 * @param relfilenodeAfter the index's file after; only for a built or rebuilt index
 */
public record Effect(
    long id,
    String at,
    List<String> seenBy,
    Optional<String> sessionUser,
    Optional<String> application,
    String commandTag,
    String objectType,
    String objectIdentity,
    Optional<Long> transactionId,
    Optional<Long> backendPid,
    boolean inExtension,
    Optional<Long> relfilenodeBefore,
    Optional<Long> relfilenodeAfter) {

  public Effect {
    seenBy = List.copyOf(seenBy);
  }

  /** Whether an existing index got a new file, as one completed rebuild gives it. */
  public boolean rebuiltIndex() {
    return objectType.equals("index")
        && relfilenodeBefore.isPresent()
        && relfilenodeAfter.isPresent();
  }
}
