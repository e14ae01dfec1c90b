package io.homeostat.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.mapping.EntityMapping;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form is that of PagerDuty's developer documentation ("Webhooks V3"); the content is ours. */
class PagerDutyTest {
  private static final long NOW = Instant.parse("2026-11-20T10:05:00Z").toEpochMilli();

  @Test
  void anIncidentIsASignalOfItsService() throws Exception {
    PagerDuty.Incident incident = incident(webhook("triggered", "10:04:59.500"));
    assertThat(incident.delivery()).isEqualTo("01DELIVERY");
    assertThat(incident.told().atMillis())
        .isEqualTo(Instant.parse("2026-11-20T10:04:59.500Z").toEpochMilli());
    Signal signal = signal(incident);
    assertThat(signal.entity().text()).isEqualTo("service:pagerduty/checkout");
    assertThat(signal.state()).isEqualTo(Signal.State.FIRING);
    assertThat(signal.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(signal.explanation()).isEqualTo("Searches are slow");
    assertThat(signal.beganMillis())
        .isEqualTo(Instant.parse("2026-11-20T10:00:00Z").toEpochMilli());
  }

  @Test
  void everyStateOfAnIncidentIsTheSameSignal() throws Exception {
    Signal triggered = signal(incident(webhook("triggered", "10:01:00")));
    Signal acknowledged = signal(incident(webhook("acknowledged", "10:02:00")));
    Signal resolved = signal(incident(webhook("resolved", "10:03:00")));
    assertThat(acknowledged.id()).isEqualTo(triggered.id()).isEqualTo(resolved.id());
    assertThat(acknowledged.state()).isEqualTo(Signal.State.FIRING);
    assertThat(resolved.state()).isEqualTo(Signal.State.RESOLVED);
  }

  @Test
  void aWordThatWasOvertakenIsNoNews() throws Exception {
    Newest newest = new Newest();
    ToldAlert resolved = incident(webhook("resolved", "10:03:00")).told();
    ToldAlert acknowledged = incident(webhook("acknowledged", "10:02:00")).told();
    assertThat(newest.isNews(acknowledged)).isTrue();
    newest.note(resolved);
    newest.note(acknowledged);
    assertThat(newest.isNews(acknowledged)).isFalse();
    assertThat(newest.isNews(resolved)).isTrue();
    assertThat(newest.isNews(incident(webhook("triggered", "10:04:00")).told())).isTrue();
  }

  @Test
  void whatIsNoIncidentsStateAndWhatWeHaveToldOurselvesIsPassedOver() throws Exception {
    String note = webhook("triggered", "10:01:00").replace("\"incident\"", "\"incident_note\"");
    assertThat(read(note)).isInstanceOf(PagerDuty.Nothing.class);
    String ping = webhook("triggered", "10:01:00").replace("incident.state", "pagey.ping");
    assertThat(read(ping)).isInstanceOf(PagerDuty.Nothing.class);
    String ours = webhook("triggered", "10:01:00").replace("Monitoring", "Homeostat");
    assertThat(read(ours)).isInstanceOf(PagerDuty.Nothing.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"event\": {}}",
        "{\"event\": {\"id\": \"a\"}}",
        "{\"event\": {\"id\": \"a\", \"event_type\": \"incident.x\", \"data\": {\"type\":"
            + " \"incident\"}}}",
        "{\"event\": {\"id\": \"a\", \"event_type\": \"incident.x\", \"occurred_at\": \"today\","
            + " \"data\": {\"type\": \"incident\", \"id\": \"P\", \"status\": \"triggered\"}}}",
        "{\"event\": {\"id\": \"a\", \"event_type\": \"incident.x\", \"occurred_at\":"
            + " \"2026-11-20T10:00:00Z\", \"data\": {\"type\": \"incident\", \"id\": \"P\","
            + " \"status\": \"on fire\"}}}",
      })
  void whatIsNoWebhookIsMalformed(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(MalformedException.class);
  }

  static String webhook(String status, String time) {
    return """
    {"event": {"id": "01DELIVERY", "event_type": "incident.state", "resource_type": "incident",
      "occurred_at": "2026-11-20T%sZ", "agent": null, "client": {"name": "Monitoring"},
      "data": {"id": "PINCIDENT", "type": "incident", "number": 7, "status": "%s",
        "incident_key": "d3640fbd", "created_at": "2026-11-20T10:00:00Z",
        "title": "Searches are slow", "urgency": "low", "priority": {"summary": "P1"},
        "service": {"id": "PSERVICE", "summary": "checkout", "type": "service_reference"}}}}
    """
        .formatted(time, status);
  }

  private static PagerDuty.Webhook read(String body) throws MalformedException {
    return PagerDuty.read(body.getBytes(StandardCharsets.UTF_8), NOW);
  }

  private static PagerDuty.Incident incident(String body) throws MalformedException {
    return (PagerDuty.Incident) read(body);
  }

  private static Signal signal(PagerDuty.Incident incident) {
    return new AlertSignals(EntityMapping.defaults(), entity -> "system")
        .of(incident.told().alert(), NOW);
  }
}
