package io.homeostat.cli.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.schemas.service.ServiceMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One life of one process: started, listened to, ended. Its standard input stays open as its
 * lifeline, so that it ends when the supervisor does, however that ends.
 */
final class ChildProcess {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WORDS_KEPT = 12;
  private static final long LAST_WORDS_LIMIT_MILLIS = 500;

  private final Process process;
  private final OutputLog log;
  private final Deque<String> lastWords = new ArrayDeque<>();

  private ChildProcess(Process process, OutputLog log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it; what happens to it is told as events.
   *
   * @throws IOException when the system can't start it or its log can't be written
   */
  static ChildProcess start(ProcessBuilder builder, OutputLog log, Consumer<Event> events)
      throws IOException {
    builder.redirectErrorStream(true);
    ChildProcess child = new ChildProcess(builder.start(), log);
    Thread listener = new Thread(() -> child.listen(events), "child-" + child.pid());
    listener.setDaemon(true);
    listener.start();
    var unused = child.process.onExit().thenAccept(ended -> child.ended(listener, events));
    return child;
  }

  long pid() {
    return process.pid();
  }

  /** The last lines that it printed, fit for a terminal. */
  List<String> lastWords() {
    synchronized (lastWords) {
      return List.copyOf(lastWords);
    }
  }

  /** Asks it to end in an orderly way. */
  void stop() {
    process.destroy();
  }

  /** Ends it and all that it started, at once. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void listen(Consumer<Event> events) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(ServiceMain.READY)) {
          events.accept(
              new Event.Ready(this, addresses(line.substring(ServiceMain.READY.length()))));
        }
        keep(line);
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        keep("(its output broke: " + e.getMessage() + ")");
      }
    }
  }

  /**
   * Tells the end, after the last words where they come soon: a grandchild may hold the pipe open.
   */
  private void ended(Thread listener, Consumer<Event> events) {
    try {
      listener.join(LAST_WORDS_LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.close();
    events.accept(new Event.Ended(this, process.exitValue()));
  }

  private void keep(String line) {
    String printable = line.replaceAll("[\\p{Cntrl}&&[^\\t]]", "?");
    log.write(printable);
    synchronized (lastWords) {
      if (lastWords.size() == WORDS_KEPT) {
        lastWords.removeFirst();
      }
      lastWords.addLast(printable);
    }
  }

  private Map<String, String> addresses(String json) {
    try {
      return JSON.readValue(json, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      keep("(its addresses are not JSON: " + e.getOriginalMessage() + ")");
      return Map.of();
    }
  }
}
