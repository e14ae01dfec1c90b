package io.homeostat.console.api;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import io.homeostat.console.view.ActionFile;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.Incident;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * {@code GET /api/v1/status}: the stop switch, what waits for people, what they have paused, the
 * incidents by state, and how fresh this view is.
 */
public final class StatusApi {
  private final ConsoleView view;
  private final BooleanSupplier caughtUp;
  private final InstantSource clock;
  private final boolean usersChecked;

  /**
   * The status.
   *
   * @param caughtUp whether the view has read all that was in the logs at its start
   */
  public StatusApi(ConsoleView view, BooleanSupplier caughtUp, InstantSource clock, People people) {
    this.view = view;
    this.usersChecked = people.users().checked();
    this.caughtUp = caughtUp;
    this.clock = clock;
  }

  /** The status now. */
  public HttpResponse get() {
    Map<Incident.State, Integer> states = new EnumMap<>(Incident.State.class);
    List<Incident> incidents = view.incidents(incident -> true, Integer.MAX_VALUE);
    incidents.forEach(incident -> states.merge(incident.state(), 1, Integer::sum));
    Optional<Control> control = view.control();
    return HttpResponse.of(
        HttpStatus.OK,
        MediaType.JSON_UTF_8,
        Json.text(
            json -> {
              json.writeStartObject();
              json.writeNumberField("timeMillis", clock.millis());
              json.writeBooleanField("caughtUp", caughtUp.getAsBoolean());
              json.writeBooleanField("stopped", control.map(Control::stopped).orElse(false));
              if (control.isPresent()) {
                json.writeStringField("stoppedBy", control.get().by());
                json.writeStringField("stopReason", control.get().reason());
                json.writeNumberField("stopMillis", control.get().timeMillis());
              }
              json.writeBooleanField("usersChecked", usersChecked);
              long awaiting =
                  view.actions().stream()
                      .filter(action -> action.state() == ActionFile.State.AWAITING)
                      .count();
              json.writeNumberField("awaiting", awaiting);
              TargetsApi.write("paused", view, clock.millis(), json);
              json.writeObjectFieldStart("incidents");
              for (Map.Entry<Incident.State, Integer> entry : states.entrySet()) {
                json.writeNumberField(entry.getKey().name(), entry.getValue());
              }
              json.writeEndObject();
              json.writeObjectFieldStart("newestByTopic");
              for (Map.Entry<String, Long> entry : new TreeMap<>(view.newestByTopic()).entrySet()) {
                json.writeNumberField(entry.getKey(), entry.getValue());
              }
              json.writeEndObject();
              json.writeEndObject();
            }));
  }
}
