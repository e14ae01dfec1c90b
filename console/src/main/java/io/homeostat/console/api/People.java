package io.homeostat.console.api;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import io.homeostat.console.people.Users;
import io.homeostat.console.people.WordWriter;
import io.homeostat.console.view.Answers;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Answer;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Person;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What all writes have in common: who asks, whether the request may write, the word in the log, and
 * what was answered to it. A request is answered only when the log has the word.
 */
public final class People {
  private static final long ANSWER_LIMIT_MILLIS = 5_000;

  /**
   * Makes of a request what is to be said.
   *
   * @param <T> what it makes
   */
  @FunctionalInterface
  interface Maker<T> {
    /** Throws an IllegalArgumentException when the request is not right. */
    T make(Person who, Body body, String id, long nowMillis);
  }

  /**
   * A word and where it goes.
   *
   * @param stream the topic
   * @param key decides the lane
   * @param fact what is said
   */
  record Word(Stream stream, String key, Fact fact) {}

  private final Users users;
  private final WordWriter writer;
  private final Answers answers;
  private final InstantSource clock;

  public People(Users users, WordWriter writer, Answers answers, InstantSource clock) {
    this.users = users;
    this.writer = writer;
    this.answers = answers;
    this.clock = clock;
  }

  Users users() {
    return users;
  }

  long now() {
    return clock.millis();
  }

  /** Says something that the governor or the incident's lane answers. */
  HttpResponse ask(HttpRequest request, Set<String> keys, Maker<Word> maker) {
    return handle(
        request,
        keys,
        maker,
        (id, word) ->
            writer
                .write(word.stream(), word.key(), word.fact())
                .thenCompose(done -> answer(id))
                .thenApply(answer -> told(id, answer)));
  }

  /** Says something that nobody answers: it is done when the log has it. */
  HttpResponse tell(HttpRequest request, Set<String> keys, Maker<Word> maker) {
    return handle(
        request,
        keys,
        maker,
        (id, word) ->
            writer
                .write(word.stream(), word.key(), word.fact())
                .thenApply(done -> taken(HttpStatus.OK, id, "It is in the log")));
  }

  @FunctionalInterface
  private interface Saying {
    CompletableFuture<HttpResponse> say(String id, Word word);
  }

  private HttpResponse handle(
      HttpRequest request, Set<String> keys, Maker<Word> maker, Saying saying) {
    Optional<WriteGuard.Objection> objection = WriteGuard.objection(request.headers());
    if (objection.isPresent()) {
      return Problem.of(objection.get().status(), objection.get().why(), objection.get().remedy());
    }
    Users.Identity identity =
        users.identify(
            Optional.ofNullable(request.headers().get("authorization")),
            Optional.ofNullable(request.headers().get("x-homeostat-user")));
    if (identity instanceof Users.Stranger stranger) {
      return Problem.of(HttpStatus.UNAUTHORIZED, stranger.why(), stranger.remedy());
    }
    Person who = ((Users.Known) identity).person();
    return HttpResponse.of(
        request.aggregate().thenCompose(body -> say(body, keys, maker, who, saying)));
  }

  private CompletableFuture<HttpResponse> say(
      AggregatedHttpRequest request,
      Set<String> keys,
      Maker<Word> maker,
      Person who,
      Saying saying) {
    String id = UUID.randomUUID().toString();
    Word word;
    try {
      word = maker.make(who, Body.read(request.contentUtf8(), keys), id, clock.millis());
    } catch (Refusal e) {
      return CompletableFuture.completedFuture(e.response());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(
          Problem.of(
              HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()), "see /api/v1/openapi.json"));
    }
    return saying.say(id, word).exceptionally(People::notWritten);
  }

  private CompletableFuture<Optional<Answer>> answer(String id) {
    return answers
        .to(id)
        .orTimeout(ANSWER_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
        .handle(
            (answer, thrown) -> {
              if (thrown == null) {
                return Optional.of(answer);
              }
              if (thrown instanceof TimeoutException) {
                return Optional.empty();
              }
              throw new CompletionException(thrown);
            });
  }

  private static HttpResponse told(String id, Optional<Answer> answer) {
    if (answer.isEmpty()) {
      return taken(
          HttpStatus.ACCEPTED,
          id,
          "It is in the log; no answer has come yet, and will in decisions");
    }
    return answer.get().taken()
        ? taken(HttpStatus.OK, id, answer.get().reason())
        : Problem.of(
            HttpStatus.CONFLICT,
            answer.get().reason(),
            "look at how it stands now: `homeostat actions list`, `homeostat targets list`");
  }

  private static HttpResponse taken(HttpStatus status, String id, String reason) {
    return HttpResponse.of(
        status,
        MediaType.JSON_UTF_8,
        Json.text(
            json -> {
              json.writeStartObject();
              json.writeStringField("id", id);
              json.writeStringField("reason", reason);
              json.writeEndObject();
            }));
  }

  private static HttpResponse notWritten(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException e ? e.getCause() : thrown;
    return Problem.of(
        HttpStatus.SERVICE_UNAVAILABLE,
        "the log did not take it: " + cause,
        "check that Kafka is up (homeostat status), and say it again: nothing was done");
  }
}
