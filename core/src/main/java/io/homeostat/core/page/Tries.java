package io.homeostat.core.page;

import java.util.List;
import java.util.stream.Stream;

/**
 * The tries since a receiver last took something.
 *
 * @param underway whether an order is on its way
 * @param failures how many failed in a row
 * @param notBeforeMillis when the next may be made
 * @param refusers receivers that will never take it
 * @param gone receivers that need not hear of the end any more
 */
record Tries(
    boolean underway,
    int failures,
    long notBeforeMillis,
    List<String> refusers,
    List<String> gone) {

  static final Tries NONE = new Tries(false, 0, 0, List.of(), List.of());

  Tries begun() {
    return new Tries(true, failures, notBeforeMillis, refusers, gone);
  }

  Tries failed(String receiver, Reply reply, long notBefore) {
    List<String> refused = reply == Reply.NEVER ? with(refusers, receiver) : refusers;
    return new Tries(false, failures + 1, notBefore, refused, gone);
  }

  /** One that has heard of the end, or never will. */
  Tries farewell(String receiver) {
    return new Tries(false, 0, 0, refusers, with(gone, receiver));
  }

  boolean refused() {
    return !refusers.isEmpty();
  }

  boolean refusedBy(String receiver) {
    return refusers.contains(receiver);
  }

  private static List<String> with(List<String> list, String receiver) {
    return Stream.concat(list.stream(), Stream.of(receiver)).distinct().toList();
  }
}
