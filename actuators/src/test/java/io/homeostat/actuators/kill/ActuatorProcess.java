package io.homeostat.actuators.kill;

import io.homeostat.actuators.action.ActionLoop;
import io.homeostat.actuators.action.ActionSettings;
import io.homeostat.actuators.action.Actuator;
import io.homeostat.actuators.kafka.ChildJvm;
import io.homeostat.actuators.kubernetes.DeploymentScale;
import io.homeostat.actuators.postgres.IndexRebuild;
import io.homeostat.actuators.retraining.ModelRetraining;
import io.homeostat.core.lane.Lanes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The actuators in a process of their own: {@code BOOTSTRAP TARGETS INSTANCE POINT ACTION}. */
final class ActuatorProcess {
  static final String READY = "ready";

  private ActuatorProcess() {}

  static ChildJvm start(String bootstrap, Path targets, String instance, KillPoint point)
      throws InterruptedException {
    return start(bootstrap, targets, instance, point, IndexRebuild.ACTION);
  }

  static ChildJvm start(
      String bootstrap, Path targets, String instance, KillPoint point, String action)
      throws InterruptedException {
    ChildJvm child =
        ChildJvm.start(
            ActuatorProcess.class, bootstrap, targets.toString(), instance, point.name(), action);
    child.awaitLine(READY, 150);
    return child;
  }

  public static void main(String[] arguments) throws InterruptedException {
    ActionSettings settings =
        new ActionSettings(arguments[0], new Lanes(4, 2), arguments[2], ActionSettings.Mode.ACT);
    Path targets = Path.of(arguments[1]);
    Actuator real =
        switch (arguments[4]) {
          case DeploymentScale.ACTION -> new DeploymentScale(targets);
          case ModelRetraining.ACTION -> new ModelRetraining(targets, InstantSource.system());
          default -> IndexRebuild.of(targets);
        };
    StoppingActuator actuator = new StoppingActuator(real, KillPoint.valueOf(arguments[3]));
    try (ActionLoop loop = ActionLoop.start(settings, List.of(actuator), InstantSource.system())) {
      System.out.println(READY);
      loop.failure().join();
    } finally {
      Runtime.getRuntime().halt(70);
    }
  }
}
