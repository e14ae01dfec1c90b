package io.homeostat.schemas.targets;

import io.homeostat.core.model.EntityId;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry under {@code pipelines}. What it says of addresses may hold a secret by mistake: so no
 * message repeats the whole of it.
 *
 * @param entry as the file has it
 * @param file the file
 */
record PipelineEntry(Object entry, Path file) {
  private static final String KIND = "model";
  private static final Set<String> WEBHOOK = Set.of("model", "kind", "url", "roles");
  private static final Set<String> AIRFLOW = Set.of("model", "kind", "url", "dag", "api", "roles");
  private static final Set<String> KUBERNETES =
      Set.of("model", "kind", "cluster", "namespace", "cronJob");

  /**
   * What it means.
   *
   * @throws IllegalArgumentException when it is not as it should be; the message says which it is,
   *     what is wrong and what would be right
   */
  PipelineTarget target() {
    EntityId model = model();
    String kind = text(model, "kind");
    return switch (kind) {
      case "webhook" -> {
        requireKnown(model, WEBHOOK);
        yield new PipelineTarget.Webhook(model, url(model), path(model, actuator(model)));
      }
      case "airflow" -> {
        requireKnown(model, AIRFLOW);
        yield new PipelineTarget.Airflow(
            model, url(model), text(model, "dag"), api(model), login(model, actuator(model)));
      }
      case "kubernetes" -> {
        requireKnown(model, KUBERNETES);
        yield new PipelineTarget.CronJob(
            model, text(model, "cluster"), text(model, "namespace"), text(model, "cronJob"));
      }
      default ->
          throw new IllegalArgumentException(
              "the pipeline of "
                  + model
                  + " is of kind '"
                  + kind
                  + "': give webhook, airflow or kubernetes");
    };
  }

  private EntityId model() {
    Object given = TargetEntries.child(entry, "model");
    if (given == null) {
      throw new IllegalArgumentException(
          "a pipeline has no 'model': add the one that it trains, such as model:demo/ranker");
    }
    EntityId model = EntityId.parse(given.toString());
    if (!model.kind().equals(KIND)) {
      throw new IllegalArgumentException(
          "the model of a pipeline is '" + model + "': give one such as model:demo/ranker");
    }
    return model;
  }

  private URI url(EntityId model) {
    String text = text(model, "url");
    try {
      return URI.create(text.replaceFirst("/+$", ""));
    } catch (IllegalArgumentException e) {
      // The cause would repeat an address that may hold a secret.
      throw new IllegalArgumentException(
          "the url of the pipeline of " + model + " is none: give one such as https://host/path");
    }
  }

  private PipelineTarget.Api api(EntityId model) {
    Object given = TargetEntries.child(entry, "api");
    return switch (given == null ? "v2" : given.toString()) {
      case "v1" -> PipelineTarget.Api.V1;
      case "v2" -> PipelineTarget.Api.V2;
      default ->
          throw new IllegalArgumentException(
              "the api of the pipeline of "
                  + model
                  + " is '"
                  + given
                  + "': give v1 for Airflow 2, v2 for Airflow 3");
    };
  }

  private Object actuator(EntityId model) {
    return Optional.ofNullable(TargetEntries.child(TargetEntries.child(entry, "roles"), "actuator"))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the pipeline of "
                        + model
                        + " has no role actuator: say under roles, actuator, who asks it"));
  }

  private Path path(EntityId model, Object login) {
    return file(login, "secretFile").orElseThrow(() -> noLogin(model, "secretFile"));
  }

  private PipelineTarget.Login login(EntityId model, Object login) {
    Object user = TargetEntries.child(login, "user");
    Optional<Path> token = file(login, "tokenFile");
    Optional<Path> password = file(login, "passwordFile");
    if (token.isPresent() && user == null && password.isEmpty()) {
      return new PipelineTarget.Login.Token(token.get());
    }
    if (token.isEmpty() && user != null && password.isPresent()) {
      return new PipelineTarget.Login.Password(user.toString(), password.get());
    }
    throw noLogin(model, "either tokenFile, or user and passwordFile");
  }

  private Optional<Path> file(Object login, String key) {
    return Optional.ofNullable(TargetEntries.child(login, key))
        .map(name -> file.resolveSibling(name.toString()));
  }

  private static IllegalArgumentException noLogin(EntityId model, String remedy) {
    return new IllegalArgumentException(
        "the actuator of the pipeline of " + model + " can't prove who it is: give " + remedy);
  }

  private String text(EntityId model, String key) {
    @Nullable Object value = TargetEntries.child(entry, key);
    if (value == null || value.toString().isBlank()) {
      throw new IllegalArgumentException(
          "the pipeline of " + model + " has no '" + key + "': add it");
    }
    return value.toString();
  }

  private void requireKnown(EntityId model, Set<String> known) {
    for (Object key : ((Map<?, ?>) entry).keySet()) {
      if (!known.contains(String.valueOf(key))) {
        throw new IllegalArgumentException(
            "the key '"
                + key
                + "' of the pipeline of "
                + model
                + " is not known; known are "
                + known.stream().sorted().toList());
      }
    }
  }
}
