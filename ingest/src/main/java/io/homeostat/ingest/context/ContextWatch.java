package io.homeostat.ingest.context;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.schemas.service.ServiceException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the topic {@code context} as the files are. Files that are not sound change nothing: what
 * was in force stays, the mistakes are logged once and counted.
 */
final class ContextWatch {
  /** The document that holds the mode; there only when no effect may be made. */
  static final String MODE = "mode";

  /** The mode's content: look, and do nothing. */
  static final String OBSERVE = "observe";

  private static final Logger log = LoggerFactory.getLogger(ContextWatch.class);

  private final ContextFiles files;
  private final Optional<String> mode;
  private final Supplier<ContextWriter> writers;
  private final AtomicLong rejected = new AtomicLong();
  private final Map<String, Object> known = new HashMap<>();
  private Optional<ContextWriter> writer = Optional.empty();

  /**
   * @param mode the mode's document; empty when the rules alone decide
   * @param writers opens a writer; may fail while Kafka is away
   */
  ContextWatch(ContextFiles files, Optional<String> mode, Supplier<ContextWriter> writers) {
    this.files = files;
    this.mode = mode;
    this.writers = writers;
  }

  /** How often files were not taken because something was wrong with them. */
  long rejected() {
    return rejected.get();
  }

  /** Looks at the files and writes what has changed; what fails is tried again at the next look. */
  synchronized void look() {
    if (writer.isEmpty()) {
      writer = Optional.of(writers.get());
    }
    writer.ifPresent(
        open -> {
          mode.ifPresentOrElse(text -> open.put(MODE, text), () -> open.remove(MODE));
          take(ContextDocument.TOPOLOGY, files::loadTopology, open);
          take(ContextDocument.RULES, files::loadRules, open);
        });
  }

  private void take(String key, Supplier<ContextFiles.Loaded> loader, ContextWriter open) {
    ContextFiles.Loaded loaded;
    try {
      loaded = loader.get();
    } catch (ServiceException e) {
      reject(key, String.valueOf(e.getMessage()));
      return;
    }
    if (loaded.sources().equals(known.get(key))) {
      return;
    }
    CheckResult<?> result = loaded.check().apply(loaded.sources());
    if (result instanceof CheckResult.Sound<?> sound) {
      if (open.put(key, sound.document())) {
        log.info("the {} files are in force", key);
      }
    } else if (result instanceof CheckResult.Broken<?> broken) {
      rejected.incrementAndGet();
      log.error("the {} files have mistakes; what was in force stays: {}", key, broken.problems());
    }
    known.put(key, loaded.sources());
  }

  private void reject(String key, String reason) {
    if (!reason.equals(known.put(key, reason))) {
      rejected.incrementAndGet();
      log.error("{}; what was in force stays", reason);
    }
  }

  /** Closes the writer. */
  synchronized void close() {
    writer.ifPresent(ContextWriter::close);
    writer = Optional.empty();
  }
}
