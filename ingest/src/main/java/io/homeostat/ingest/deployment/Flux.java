package io.homeostat.ingest.deployment;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.Delivery;
import java.util.Iterator;
import java.util.Set;

/**
 * Events of Flux's notification controller, as its providers {@code generic} and {@code
 * generic-hmac} send them (Flux docs, "Events", v1beta3), into changes: what is reconciled by a
 * Kustomization or a HelmRelease, a revision at a time. The metadata of an Alert are labels, so
 * {@code homeostat_entity} there names the entity outright.
 */
public final class Flux {
  /** The tool's name in a {@link Delivery}. */
  public static final String TOOL = "flux";

  private static final String REMEDY =
      "send the events of a provider of type generic or generic-hmac";
  private static final Set<String> DEPLOYERS = Set.of("Kustomization", "HelmRelease");
  private static final Set<String> UNDER_WAY =
      Set.of("Progressing", "ProgressingWithRetry", "DependencyNotReady", "RetryAfter");

  private Flux() {}

  /**
   * Translates one body.
   *
   * @param receivedMillis the door's time
   */
  public static Told translate(byte[] body, long receivedMillis, Places places) {
    try {
      return event(Json.read(body), receivedMillis, places);
    } catch (Json.Wrong e) {
      return new Told.Malformed(String.valueOf(e.getMessage()), REMEDY);
    }
  }

  private static Told event(Json root, long receivedMillis, Places places) throws Json.Wrong {
    Json object = root.at("involvedObject");
    String kind = object.at("kind").required();
    if (!DEPLOYERS.contains(kind)) {
      return new Told.Nothing("only what a Kustomization or a HelmRelease deploys is a change");
    }
    Places.Labels labels =
        new Places.Labels(TOOL, "deployment")
            .with("kind", kind)
            .with("name", object.at("name").required())
            .with("namespace", object.at("namespace").required());
    String revision = metadata(root.at("metadata"), labels);
    if (revision.isEmpty()) {
      return new Told.Nothing("an event that names no revision tells of no change");
    }
    long at = root.at("timestamp").requiredTime();
    String reason = root.at("reason").required();
    Change.State state = state(root.at("severity"), reason);
    return new Step(
            TOOL,
            "deployment",
            labels,
            object.at("uid").text() + "/" + revision,
            state,
            at,
            at,
            root.at("reportingController").text(),
            new Delivery("", commit(revision), TOOL, health(state, reason)),
            root.at("message").words())
        .told(places, receivedMillis);
  }

  /** Takes the metadata as labels, without their prefix; the revision. */
  private static String metadata(Json metadata, Places.Labels labels) throws Json.Wrong {
    String revision = "";
    if (!metadata.absent()) {
      for (Iterator<String> names = metadata.node().fieldNames(); names.hasNext(); ) {
        String name = names.next();
        String plain = name.substring(name.lastIndexOf('/') + 1);
        String value = metadata.at(name).text();
        if (plain.equals("revision")) {
          revision = value;
        } else {
          labels.with(plain, value);
        }
      }
    }
    return revision;
  }

  private static Change.State state(Json severity, String reason) throws Json.Wrong {
    String word = severity.required();
    return switch (word) {
      case "error" -> Change.State.FAILED;
      case "info", "trace" ->
          UNDER_WAY.contains(reason) ? Change.State.BEGUN : Change.State.FINISHED;
      default -> throw severity.wrong("is '" + word + "'; it must be info, error or trace");
    };
  }

  private static Delivery.Health health(Change.State state, String reason) {
    return switch (state) {
      case BEGUN -> Delivery.Health.UNKNOWN;
      case FINISHED -> Delivery.Health.HEALTHY;
      case FAILED ->
          reason.equals("HealthCheckFailed") ? Delivery.Health.DEGRADED : Delivery.Health.UNKNOWN;
    };
  }

  /** {@code main@sha1:731f7ea…}, {@code main/731f7ea…}: the commit where there is one. */
  private static String commit(String revision) {
    String last = revision.replaceFirst(".*[/:]", "");
    return last.matches("[0-9a-f]{40}|[0-9a-f]{64}") ? last : revision;
  }
}
