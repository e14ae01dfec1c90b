package io.homeostat.actuators.retraining;

import io.homeostat.schemas.targets.PipelineTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Requests to pipelines: each is sent once, waits no longer than it may for all of its answer, and
 * follows no redirect.
 */
final class PipelineHttp {
  /** Of an answer no more is kept. */
  static final int MOST_BYTES = 1 << 20;

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final int LONGEST_TOLD = 300;
  private static final int TIMEOUT = 408;
  private static final int CONFLICT = 409;
  private static final int TOO_EARLY = 425;
  private static final int TOO_MANY = 429;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * An answer.
   *
   * @param status HTTP's
   * @param body the first {@value #MOST_BYTES} bytes of it
   */
  record Reply(int status, String body) {
    boolean taken() {
      return status >= 200 && status < 300;
    }

    /** Whether the server has said that it did nothing. */
    boolean rejected() {
      return status >= 400
          && status < 500
          && status != TIMEOUT
          && status != TOO_EARLY
          && status != TOO_MANY;
    }

    /** For a person. */
    String told() {
      String text = body.replaceAll("\\s+", " ").strip();
      return "HTTP "
          + status
          + (text.isEmpty() ? "" : ": " + text.substring(0, Math.min(LONGEST_TOLD, text.length())));
    }
  }

  /** No connection came about: nothing was sent. */
  static final class NotSentException extends IOException {
    private static final long serialVersionUID = 1L;

    NotSentException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Looks for the run of an id. */
  interface Look {
    /**
     * The run; empty when there is none.
     *
     * @throws IOException when it can't be told now
     */
    Optional<Pipeline.Run> look() throws IOException;
  }

  /**
   * Asks for a run, once. After a conflict its id is taken: by this command's run, unless the
   * server objects to something else.
   *
   * @param limit the longest wait for one answer
   * @param made the run that an answer tells of
   * @param there looks for the run after a conflict
   */
  Pipeline.Answer ask(
      HttpRequest request, Duration limit, Function<Reply, Pipeline.Run> made, Look there) {
    try {
      Reply reply = send(request, limit);
      if (reply.taken()) {
        return new Pipeline.Answer.Made(made.apply(reply));
      }
      if (reply.status() == CONFLICT) {
        return conflict(reply, there);
      }
      return reply.rejected()
          ? new Pipeline.Answer.Rejected(reply.told())
          : new Pipeline.Answer.Lost(reply.told());
    } catch (NotSentException e) {
      return new Pipeline.Answer.Rejected(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Pipeline.Answer.Lost(String.valueOf(e.getMessage()));
    }
  }

  private static Pipeline.Answer conflict(Reply reply, Look there) {
    try {
      return there
          .look()
          .<Pipeline.Answer>map(Pipeline.Answer.Made::new)
          .orElseGet(() -> new Pipeline.Answer.Rejected(reply.told()));
    } catch (IOException e) {
      return new Pipeline.Answer.Lost(reply.told() + ", and then " + e.getMessage());
    }
  }

  /**
   * Sends a request.
   *
   * @param limit the longest wait for all of the answer
   * @throws NotSentException when nothing was sent
   * @throws IOException when there is no answer; whether the request has arrived is not known then
   */
  Reply send(HttpRequest request, Duration limit) throws IOException {
    String server = PipelineTarget.server(request.uri());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.ofByteArrayConsumer(
                part ->
                    part.ifPresent(
                        bytes ->
                            body.write(
                                bytes, 0, Math.min(bytes.length, MOST_BYTES - body.size())))));
    try {
      int status = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      return new Reply(status, body.toString(StandardCharsets.UTF_8));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException(
          server + " has not answered within " + limit.toMillis() / 1000.0 + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.cancel(true);
      throw new IOException("interrupted while waiting for " + server, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String told = server + " can't be reached: " + cause;
      throw cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
          ? new NotSentException(told, e)
          : new IOException(told, e);
    }
  }
}
