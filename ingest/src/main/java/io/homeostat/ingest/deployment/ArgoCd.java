package io.homeostat.ingest.deployment;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.Delivery;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An Argo CD Application, as {@code deploy/argocd/notifications.yaml} has it sent, into the change
 * that its newest operation is. The many words of one operation are one change: its id is made of
 * the entity and the operation's beginning, and an older word never takes a newer one's place.
 */
public final class ArgoCd {
  /** The tool's name in a {@link Delivery}. */
  public static final String TOOL = "argocd";

  /** The annotation of an Application that names what it deploys. */
  public static final String ENTITY = "homeostat.io/entity";

  private static final String KIND = "deployment";
  private static final String IN_CLUSTER = "https://kubernetes.default.svc";
  private static final String TEMPLATE =
      "send what deploy/argocd/notifications.yaml has Argo CD send";
  private static final long AHEAD_MILLIS = 300_000;

  private ArgoCd() {}

  /**
   * Translates one body.
   *
   * @param receivedMillis the door's time
   * @param systemOf the system that an entity belongs to
   */
  public static Told translate(
      byte[] body, long receivedMillis, Function<EntityId, String> systemOf) {
    try {
      return application(Json.read(body), receivedMillis, systemOf);
    } catch (Json.Wrong e) {
      return new Told.Malformed(String.valueOf(e.getMessage()), TEMPLATE);
    }
  }

  private static Told application(
      Json root, long receivedMillis, Function<EntityId, String> systemOf) throws Json.Wrong {
    Json app = root.at("app");
    EntityId entity = entity(app);
    Json operation = app.at("status").at("operationState");
    if (operation.absent()) {
      return new Told.Nothing("nothing was ever deployed by " + entity.name());
    }
    long began = operation.at("startedAt").requiredTime();
    if (began > receivedMillis + AHEAD_MILLIS) {
      return new Told.Malformed(
          operation.at("startedAt").place() + " is more than five minutes ahead of this clock",
          "set the clocks right");
    }
    String phase = operation.at("phase").required();
    Delivery.Health health = health(app.at("status").at("health").at("status"));
    Optional<Change.State> state = state(phase, app.at("status").at("health").at("status").text());
    if (state.isEmpty()) {
      return new Told.Malformed(
          operation.at("phase").place() + " is '" + phase + "'",
          "it must be Running, Terminating, Succeeded, Failed or Error");
    }
    Delivery delivery = new Delivery(from(app, operation), to(operation), TOOL, health);
    return new Told.Changed(
        new Change(
            Ids.of(KIND, entity.text(), Long.toString(began)),
            KIND,
            entity,
            systemOf.apply(entity),
            state.get(),
            began,
            seen(app, operation, began),
            actor(operation),
            summary(entity, state.get(), delivery, operation.at("message").words()),
            Optional.of(delivery)));
  }

  /** The annotated entity, else the deployment of the Application's name where it is sent. */
  private static EntityId entity(Json app) throws Json.Wrong {
    Json annotation = app.at("metadata").at("annotations").at(ENTITY);
    if (!annotation.text().isEmpty()) {
      try {
        return EntityId.parse(annotation.text());
      } catch (IllegalArgumentException e) {
        throw annotation.wrong(String.valueOf(e.getMessage()));
      }
    }
    Json destination = app.at("spec").at("destination");
    String server = destination.at("server").text();
    String cluster = destination.at("name").text();
    if (cluster.isEmpty()) {
      cluster =
          server.equals(IN_CLUSTER) || server.isEmpty()
              ? "in-cluster"
              : server.replaceFirst("^https?://", "").replaceFirst("[:/].*", "");
    }
    String namespace = destination.at("namespace").text();
    return new EntityId(
        KIND,
        List.of(
            cluster,
            namespace.isEmpty() ? "default" : namespace,
            app.at("metadata").at("name").required()));
  }

  /** A sync that has succeeded goes on until what it brought is no longer progressing. */
  private static Optional<Change.State> state(String phase, String health) {
    return switch (phase) {
      case "Running", "Terminating" -> Optional.of(Change.State.BEGUN);
      case "Succeeded" ->
          Optional.of(health.equals("Progressing") ? Change.State.BEGUN : Change.State.FINISHED);
      case "Failed", "Error" -> Optional.of(Change.State.FAILED);
      default -> Optional.empty();
    };
  }

  private static Delivery.Health health(Json status) throws Json.Wrong {
    return switch (status.text()) {
      case "Healthy" -> Delivery.Health.HEALTHY;
      case "Degraded" -> Delivery.Health.DEGRADED;
      default -> Delivery.Health.UNKNOWN;
    };
  }

  private static String to(Json operation) throws Json.Wrong {
    String synced = operation.at("syncResult").at("revision").text();
    return synced.isEmpty() ? operation.at("operation").at("sync").at("revision").text() : synced;
  }

  /** What the history has as deployed before this operation began. */
  private static String from(Json app, Json operation) throws Json.Wrong {
    String from = "";
    for (Json entry : app.at("status").at("history").items()) {
      if (entry.at("deployedAt").requiredTime() < operation.at("startedAt").requiredTime()) {
        from = entry.at("revision").required();
      }
    }
    return from;
  }

  /** The newest time that the Application tells of itself. */
  private static long seen(Json app, Json operation, long began) throws Json.Wrong {
    long seen = began;
    for (Json time : List.of(operation.at("finishedAt"), app.at("status").at("reconciledAt"))) {
      seen = Math.max(seen, time.absent() ? seen : time.requiredTime());
    }
    return seen;
  }

  private static String actor(Json operation) throws Json.Wrong {
    Json by = operation.at("operation").at("initiatedBy");
    return by.at("username").text().isEmpty() ? TOOL : by.at("username").text();
  }

  private static String summary(
      EntityId entity, Change.State state, Delivery delivery, String message) {
    String what = entity.name() + " " + delivery.step();
    return switch (state) {
      case BEGUN -> "Argo CD is deploying " + what;
      case FINISHED ->
          "Argo CD deployed "
              + what
              + (delivery.health() == Delivery.Health.DEGRADED ? ", and it is degraded" : "");
      case FAILED -> "Argo CD could not deploy " + what + (message.isEmpty() ? "" : ": " + message);
    };
  }
}
