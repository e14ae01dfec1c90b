package io.homeostat.console.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Control;
import io.homeostat.schemas.topics.Topics;
import java.util.Set;

/** The stop switch: no new effect begins anywhere while it is set. */
public final class SwitchApi {
  private final People people;

  public SwitchApi(People people) {
    this.people = people;
  }

  /** Sets it. */
  public HttpResponse stop(HttpRequest request) {
    return set(request, true);
  }

  /** Lifts it. */
  public HttpResponse start(HttpRequest request) {
    return set(request, false);
  }

  private HttpResponse set(HttpRequest request, boolean stopped) {
    return people.tell(
        request,
        Set.of("reason"),
        (who, body, id, now) ->
            new People.Word(
                Stream.CONTROLS,
                Topics.STOP_KEY,
                new Control(stopped, who.text(), body.words("reason"), now)));
  }
}
