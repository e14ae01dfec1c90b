package io.homeostat.actuators.action;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of an attempt to carry out a command. */
public sealed interface Result {

  /** One sentence for a person. */
  String reason();

  /** What was read before and after, by name. */
  SortedMap<String, String> details();

  /** A result after which nothing more will come. */
  sealed interface Known extends Result {}

  /** The effect was made, once. */
  record Applied(String reason, SortedMap<String, String> details) implements Known {
    public Applied {
      details = copy(details);
    }
  }

  /** The target already was as wanted; nothing was done. */
  record AlreadyTrue(String reason, SortedMap<String, String> details) implements Known {
    public AlreadyTrue {
      details = copy(details);
    }
  }

  /** Not begun; the target is untouched. */
  record Refused(String reason, SortedMap<String, String> details) implements Known {
    public Refused {
      details = copy(details);
    }

    public Refused(String reason) {
      this(reason, Collections.emptySortedMap());
    }
  }

  /** Begun and ended without the effect; the target is as before. */
  record Failed(String reason, SortedMap<String, String> details) implements Known {
    public Failed {
      details = copy(details);
    }
  }

  /** Begun, and not known how it ended: only reads are permitted until it is. */
  record Unknown(String reason, SortedMap<String, String> details) implements Result {
    public Unknown {
      details = copy(details);
    }

    public Unknown(String reason) {
      this(reason, Collections.emptySortedMap());
    }
  }

  private static SortedMap<String, String> copy(SortedMap<String, String> details) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(details));
  }
}
