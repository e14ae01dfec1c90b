package io.homeostat.actuators.action;

import io.homeostat.core.model.Command;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A target that does as a test tells it, and keeps its own record of effects. */
final class FakeActuator implements Actuator {
  static final String ACTION = "fake.change";

  /** The effects made, by command: the world's own record. */
  final List<String> effects = new CopyOnWriteArrayList<>();

  /** Everything that was asked of it. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  private volatile Supplier<Result> usual = () -> new Result.Applied("done", new TreeMap<>());
  private final Map<String, Runnable> beforePreparing = new ConcurrentHashMap<>();
  private final Map<String, Runnable> beforePermit = new ConcurrentHashMap<>();
  private final Map<String, Supplier<Result>> endings = new ConcurrentHashMap<>();
  private final Map<String, Supplier<Recovery>> recoveries = new ConcurrentHashMap<>();

  /** What happens first when the command is looked at. */
  void beforePreparing(String commandId, Runnable what) {
    beforePreparing.put(commandId, what);
  }

  /** What happens right before the last question. */
  void beforePermit(String commandId, Runnable what) {
    beforePermit.put(commandId, what);
  }

  /** How the effect ends, once it is made. */
  void ends(String commandId, Supplier<Result> ending) {
    endings.put(commandId, ending);
  }

  /** How the effects end of which nothing else was said. */
  void endsAll(Supplier<Result> ending) {
    usual = ending;
  }

  /** What is found after a crash. */
  void recovers(String commandId, Supplier<Recovery> recovery) {
    recoveries.put(commandId, recovery);
  }

  @Override
  public String action() {
    return ACTION;
  }

  @Override
  public Preparation prepare(Command command, Notes notes) {
    asked.add("prepare " + command.id());
    beforePreparing.getOrDefault(command.id(), () -> {}).run();
    return new Preparation.Ready(new FakeGrip(command));
  }

  @Override
  public Recovery recover(Command command, Notes notes) {
    asked.add("recover " + command.id());
    return recoveries
        .getOrDefault(
            command.id(),
            () ->
                effects.contains(command.id())
                    ? new Recovery.Ended(new Result.Applied("it was there", new TreeMap<>()))
                    : new Recovery.NeverBegun())
        .get();
  }

  private final class FakeGrip implements Grip {
    private final Command command;

    FakeGrip(Command command) {
      this.command = command;
    }

    @Override
    public Result apply(Permit permit, Notes notes) {
      asked.add("apply " + command.id());
      beforePermit.getOrDefault(command.id(), () -> {}).run();
      var refusal = permit.refusal();
      if (refusal.isPresent()) {
        return new Result.Refused(refusal.get());
      }
      effects.add(command.id());
      notes.say("made the effect of " + command.id());
      return endings.getOrDefault(command.id(), usual).get();
    }

    @Override
    public void close() {
      asked.add("close " + command.id());
    }
  }
}
