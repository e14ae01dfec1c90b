package io.homeostat.demo.kubernetes;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The API server's objects and the record of their changes, in one file that is replaced as a
 * whole: what anyone was told of outlives the demo, however it ends.
 */
final class ObjectStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EFFECTS = "homeostat.io/effects";
  private static final int MOST_CHANGES = 10_000;

  private final Path file;
  private final InstantSource time;
  private final Map<String, JsonNode> objects = new TreeMap<>();
  private final List<DeploymentChange> changes = new ArrayList<>();

  private ObjectStore(Path file, InstantSource time) {
    this.file = file;
    this.time = time;
  }

  /**
   * Opens the store; it is empty where there is no file yet.
   *
   * @throws ServiceException when the file can't be read
   */
  static ObjectStore open(Path file, InstantSource time) {
    ObjectStore store = new ObjectStore(file, time);
    if (Files.exists(file)) {
      try {
        JsonNode all = JSON.readTree(file.toFile());
        all.path("objects").properties().forEach(e -> store.objects.put(e.getKey(), e.getValue()));
        store.changes.addAll(
            JSON.convertValue(all.path("changes"), new TypeReference<List<DeploymentChange>>() {}));
      } catch (IOException | IllegalArgumentException e) {
        throw new ServiceException(
            "the demo's Kubernetes objects in "
                + file
                + " can't be read ("
                + e.getMessage()
                + "): remove the file, and the Deployment is made anew",
            e);
      }
    }
    return store;
  }

  /** Every object by its path. */
  synchronized Map<String, JsonNode> objects() {
    return Map.copyOf(objects);
  }

  synchronized Optional<JsonNode> object(String path) {
    return Optional.ofNullable(objects.get(path));
  }

  /** Every change of a Deployment's specification, oldest first. */
  synchronized List<DeploymentChange> changes() {
    return List.copyOf(changes);
  }

  /**
   * Keeps an object as it is now, and records its change, durably when this returns.
   *
   * @param by the account that changed it
   */
  synchronized void put(String path, JsonNode after, Account by) {
    try {
      change(Optional.ofNullable(objects.put(path, after)), after, by).ifPresent(changes::add);
      if (changes.size() > MOST_CHANGES) {
        changes.remove(0);
      }
      write();
    } catch (IOException e) {
      throw new UncheckedIOException("the objects can't be kept in " + file, e);
    }
  }

  /** Forgets an object that was deleted. */
  synchronized void remove(String path) {
    objects.remove(path);
    try {
      write();
    } catch (IOException e) {
      throw new UncheckedIOException("the objects can't be kept in " + file, e);
    }
  }

  private Optional<DeploymentChange> change(Optional<JsonNode> before, JsonNode after, Account by) {
    JsonNode metadata = after.path("metadata");
    long generation = metadata.path("generation").asLong();
    boolean same =
        before
            .filter(old -> old.path("metadata").path("generation").asLong() == generation)
            .isPresent();
    if (same || !after.path("kind").asText().equals("Deployment")) {
      return Optional.empty();
    }
    return Optional.of(
        new DeploymentChange(
            time.instant().toString(),
            by.user(),
            metadata.path("uid").asText(),
            generation,
            before.map(ObjectStore::replicas).orElse(0),
            replicas(after),
            metadata.path("annotations").path(EFFECTS).asText()));
  }

  private static int replicas(JsonNode deployment) {
    return deployment.path("spec").path("replicas").asInt(1);
  }

  private void write() throws IOException {
    ObjectNode all = JSON.createObjectNode();
    ObjectNode kept = all.putObject("objects");
    objects.forEach(kept::set);
    ArrayNode record = all.putArray("changes");
    changes.forEach(each -> record.add(JSON.valueToTree(each)));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.createDirectories(file.toAbsolutePath().getParent());
    JSON.writeValue(fresh.toFile(), all);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
