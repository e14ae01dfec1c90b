package io.homeostat.ingest.door;

import io.homeostat.schemas.service.RunningService;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A service whose doors are told of for as long as it runs.
 *
 * @param service the service
 * @param herald tells of its doors; it says goodbye once the service has closed them
 */
public record Heralded(RunningService service, DoorHerald herald) implements RunningService {
  @Override
  public Map<String, String> addresses() {
    return service.addresses();
  }

  @Override
  public CompletableFuture<Void> failure() {
    return service.failure();
  }

  @Override
  public void close() {
    service.close();
    herald.close();
  }
}
