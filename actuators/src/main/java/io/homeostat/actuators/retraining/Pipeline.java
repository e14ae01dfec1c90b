package io.homeostat.actuators.retraining;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The port to what trains a model. One run is made for an id, however often it is asked for. */
interface Pipeline extends AutoCloseable {

  /**
   * A run that was asked for.
   *
   * @param name what the pipeline calls it
   */
  record Run(String name) {}

  /**
   * A run that has not ended.
   *
   * @param name what the pipeline calls it
   * @param began when it began; empty while it only waits to begin
   * @param doubt why nobody can count on its having the data, such as that it is suspended
   */
  record Underway(String name, Optional<Instant> began, Optional<String> doubt) {
    /**
     * The one that begins last; one that waits begins later than all that have begun, and all that
     * one can count on begin later than those that one can't.
     */
    static Optional<Underway> latest(Collection<Underway> all) {
      return all.stream()
          .max(
              Comparator.<Underway, Boolean>comparing(run -> run.doubt().isEmpty())
                  .thenComparing(run -> run.began().orElse(Instant.MAX)));
    }
  }

  /** What became of a request. */
  sealed interface Answer {
    /** There is a run of that id. */
    record Made(Run run) implements Answer {}

    /** Nothing was begun. */
    record Rejected(String reason) implements Answer {}

    /** Nobody can tell whether a run was made. */
    record Lost(String reason) implements Answer {}
  }

  /** What kind it is, such as {@code airflow}. */
  String kind();

  /**
   * The run of a command; empty when the pipeline knows of none.
   *
   * @throws IOException when it can't be told now
   */
  Optional<Run> find(String id) throws IOException;

  /**
   * Why a run that is asked for now would not be carried out, or could not be found again. What a
   * request needs to know is read by then.
   *
   * @throws IOException when it can't be told now
   */
  Optional<String> objection() throws IOException;

  /**
   * Of this model's runs that have not ended the one that begins last; empty when there is none, or
   * when the pipeline has no way to tell.
   *
   * @throws IOException when it can't be told now
   */
  Optional<Underway> underway() throws IOException;

  /**
   * Asks for a run, once. Nothing else is read or asked before that.
   *
   * @param json the request
   */
  Answer request(String id, String json);

  @Override
  void close();
}
