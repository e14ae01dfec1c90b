package io.homeostat.console.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import io.homeostat.console.view.ActionFile;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Approval;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.UndoRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** The actions that were proposed: the list, one of them, and what people say to them. */
public final class ActionsApi {
  private static final long USUAL_LIMIT = 100;
  private static final int HIGHEST_LIMIT = 1000;

  private final ConsoleView view;
  private final People people;

  public ActionsApi(ConsoleView view, People people) {
    this.view = view;
    this.people = people;
  }

  /** The list, newest first. */
  public HttpResponse list(QueryParams query) {
    try {
      Parameters parameters = new Parameters(query, Set.of("state", "limit"));
      Predicate<ActionFile> wanted =
          parameters
              .text("state")
              .map(ActionsApi::state)
              .<Predicate<ActionFile>>map(state -> action -> action.state() == state)
              .orElse(action -> true);
      int limit = (int) parameters.number("limit", HIGHEST_LIMIT).orElse(USUAL_LIMIT).longValue();
      List<ActionFile> actions = view.actions().stream().filter(wanted).limit(limit).toList();
      return HttpResponse.of(
          HttpStatus.OK, MediaType.JSON_UTF_8, Json.text(json -> ActionJson.list(actions, json)));
    } catch (IllegalArgumentException e) {
      return Problem.of(
          HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()), "see /api/v1/openapi.json");
    }
  }

  /** Everything about one. */
  public HttpResponse show(String id) {
    return view.action(id)
        .map(
            action ->
                HttpResponse.of(
                    HttpStatus.OK,
                    MediaType.JSON_UTF_8,
                    Json.text(json -> ActionJson.whole(action, json))))
        .orElseGet(() -> unknown(id).response());
  }

  /** Somebody approves a plan, of which the hash is told. */
  public HttpResponse approve(String id, HttpRequest request) {
    return word(id, request, Approval.Word.APPROVE);
  }

  /** Somebody denies a plan, with a reason. */
  public HttpResponse deny(String id, HttpRequest request) {
    return word(id, request, Approval.Word.DENY);
  }

  private HttpResponse word(String id, HttpRequest request, Approval.Word word) {
    return people.ask(
        request,
        Set.of("planHash", "reason"),
        (who, body, wordId, now) -> {
          Proposal proposal = find(id).proposal();
          String reason =
              word == Approval.Word.DENY
                  ? body.needed("reason", "why it should not be done")
                  : body.words("reason");
          Approval approval =
              new Approval(
                  wordId,
                  id,
                  proposal.incidentId(),
                  body.needed("planHash", "the hash of the plan that you have looked at"),
                  word,
                  who,
                  reason,
                  now);
          return new People.Word(Stream.GOVERNANCE, "", approval);
        });
  }

  /** Somebody wants an effect undone. */
  public HttpResponse undo(String id, HttpRequest request) {
    return people.ask(
        request,
        Set.of("reason"),
        (who, body, wordId, now) -> {
          ActionFile action = find(id);
          boolean applied =
              action.outcomes().stream()
                  .anyMatch(outcome -> outcome.result() == Outcome.Result.APPLIED);
          if (!applied) {
            throw new Refusal(
                HttpStatus.CONFLICT,
                "this action is "
                    + action.state().name().toLowerCase(Locale.ROOT)
                    + ": it has had no effect that could be undone",
                "only an action that was applied can be undone");
          }
          Proposal proposal = action.proposal();
          UndoRequest undo =
              new UndoRequest(
                  wordId,
                  id,
                  proposal.incidentId(),
                  proposal.system(),
                  who,
                  body.words("reason"),
                  now);
          return new People.Word(Stream.GOVERNANCE, "", undo);
        });
  }

  private ActionFile find(String id) {
    return view.action(id).orElseThrow(() -> unknown(id));
  }

  private static Refusal unknown(String id) {
    return new Refusal(
        HttpStatus.NOT_FOUND,
        "there is no action '" + id + "' here",
        "`homeostat actions list` and GET /api/v1/actions tell which there are; the oldest are"
            + " forgotten");
  }

  private static ActionFile.State state(String text) {
    try {
      return ActionFile.State.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "state '" + text + "' is not one of " + Arrays.toString(ActionFile.State.values()), e);
    }
  }
}
