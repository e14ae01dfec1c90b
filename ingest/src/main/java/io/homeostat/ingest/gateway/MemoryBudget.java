package io.homeostat.ingest.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Bounds what requests hold in memory together, from their first byte to their answer, and what
 * each sender holds of it. A sender with several requests under way holds at most as much as it
 * leaves free (Choudhury and Hahne, "Dynamic queue length thresholds for multiple priority traffic
 * in a shared memory switch", with a factor of one): alone at most half, and the more senders there
 * are that press, the less each. One request by itself may take more, but never the last ninth, so
 * that there is always room for others' small ones.
 */
final class MemoryBudget {
  private static final int PARTS = 9;

  private final long bytes;
  private final Map<String, Account> accounts = new HashMap<>();
  private long free;

  private static final class Account {
    private long held;
    private int requests;
  }

  MemoryBudget(long bytes) {
    this.bytes = bytes;
    this.free = bytes;
  }

  /** How large a budget must be for one request to hold so much. */
  static long forOne(long largest) {
    return largest + (largest + PARTS - 2) / (PARTS - 1);
  }

  /**
   * A share for one request; nothing when there is not enough for it.
   *
   * @param sender who sends it
   */
  synchronized Optional<Share> reserve(String sender, long wanted) {
    Account account = accounts.computeIfAbsent(sender, name -> new Account());
    account.requests++;
    Share share = new Share(sender, account);
    if (share.grow(wanted)) {
      return Optional.of(share);
    }
    share.giveBack();
    return Optional.empty();
  }

  /** What is not reserved. */
  synchronized long free() {
    return free;
  }

  /** How many senders have requests under way. */
  synchronized int senders() {
    return accounts.size();
  }

  private boolean allowed(Account account, long more) {
    long after = account.held + more;
    return more <= free
        && after <= bytes - bytes / PARTS
        && (account.requests == 1 || after <= free - more);
  }

  /** One request's share; given back once, all of it. */
  final class Share {
    private final String sender;
    private final Account account;
    private long held;
    private boolean over;

    private Share(String sender, Account account) {
      this.sender = sender;
      this.account = account;
    }

    /** Takes more; false, and nothing taken, when there is not enough. */
    boolean grow(long more) {
      synchronized (MemoryBudget.this) {
        if (over || !allowed(account, more)) {
          return more == 0;
        }
        free -= more;
        account.held += more;
        held += more;
        return true;
      }
    }

    /** Holds at least so much; false, and nothing taken, when there is not enough. */
    boolean growTo(long least) {
      synchronized (MemoryBudget.this) {
        return grow(Math.max(0, least - held));
      }
    }

    void giveBack() {
      synchronized (MemoryBudget.this) {
        if (over) {
          return;
        }
        over = true;
        free += held;
        account.held -= held;
        account.requests--;
        if (account.requests == 0) {
          accounts.remove(sender);
        }
      }
    }
  }
}
