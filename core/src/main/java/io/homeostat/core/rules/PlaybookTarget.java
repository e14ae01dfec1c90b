package io.homeostat.core.rules;

import java.util.List;
import java.util.Optional;

/**
 * What a playbook acts on: what is sick, what uses that, or what was changed before something got
 * sick.
 */
public sealed interface PlaybookTarget {

  /** Matchers over the target. */
  List<Matcher> match();

  /**
   * The entity of a signal.
   *
   * @param kind the kind of failure that the signal tells of
   * @param match matchers over the entity
   */
  record OfSignal(String kind, List<Matcher> match) implements PlaybookTarget {
    public OfSignal {
      match = List.copyOf(match);
    }
  }

  /**
   * The models that use, by the features' contracts, what a signal tells of.
   *
   * @param kind the kind of failure that the signal tells of
   * @param match matchers over the model
   */
  record OfModels(String kind, List<Matcher> match) implements PlaybookTarget {
    public OfModels {
      match = List.copyOf(match);
    }
  }

  /**
   * The entity of a change, where it is the first suspect.
   *
   * @param change the kind of the change
   * @param kind the kind of failure that is answered; any, if it is empty
   * @param match matchers over the entity
   * @param unless kinds of changes over which it is not taken back: where one came along with it to
   *     what the failing entity needs, the plan is held for a person
   */
  record OfChange(String change, Optional<String> kind, List<Matcher> match, List<String> unless)
      implements PlaybookTarget {
    public OfChange {
      match = List.copyOf(match);
      unless = List.copyOf(unless);
    }
  }
}
