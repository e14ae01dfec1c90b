package io.homeostat.actuators.action;

import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is durable about the commands of one lane, and the newest grant for each target. Built anew
 * from the outcomes at each start. Safe for use by several threads.
 */
final class Journal {
  private static final int MOST_ENDED = 100_000;

  private final Map<String, CommandState> states =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CommandState> eldest) {
          return size() > MOST_ENDED && eldest.getValue() instanceof CommandState.Ended;
        }
      };

  private final Map<EntityId, Long> fences = new HashMap<>();

  /** Takes in a fact that is durable. */
  synchronized void replay(Fact fact) {
    if (fact instanceof Intent intent) {
      note(intent.target(), intent.fence());
      states.put(intent.commandId(), state(intent.commandId()).after(intent));
    } else if (fact instanceof Outcome outcome) {
      states.put(outcome.commandId(), state(outcome.commandId()).after(outcome));
    }
  }

  /** Where a command stands; open when nothing is known of it. */
  synchronized CommandState state(String commandId) {
    return states.getOrDefault(commandId, new CommandState.Open());
  }

  /** A command has come to another state, durably. */
  synchronized void set(String commandId, CommandState state) {
    states.put(commandId, state);
  }

  /** A grant was read. */
  synchronized void granted(Command command) {
    note(command.target(), command.fence());
  }

  /** The newest grant known for a target; −1 when there is none. */
  synchronized long newestFence(EntityId target) {
    return fences.getOrDefault(target, -1L);
  }

  private void note(EntityId target, long fence) {
    fences.merge(target, fence, Math::max);
  }
}
