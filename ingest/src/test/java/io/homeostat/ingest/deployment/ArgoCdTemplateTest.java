package io.homeostat.ingest.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the template that we ship has Argo CD send is what the translator reads. */
final class ArgoCdTemplateTest {
  private static final Path FILE = Path.of("..", "deploy", "argocd", "notifications.yaml");
  private static final Pattern VALUE = Pattern.compile("\\{\\{toJson \\.([a-zA-Z.]+)}}");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An Application as its definition has it, in the middle of its life. */
  private static final String APPLICATION =
      """
      {"app": {
        "metadata": {"name": "guestbook", "namespace": "argocd", "uid": "e0cd8988"},
        "spec": {
          "destination": {"namespace": "guestbook", "server": "https://kubernetes.default.svc"},
          "source": {"path": "guestbook", "repoURL": "https://example.org/apps.git"}},
        "status": {
          "reconciledAt": "2026-11-20T09:54:50Z",
          "health": {"status": "Healthy", "lastTransitionTime": "2026-11-20T09:54:48Z"},
          "history": [{"id": 0, "revision": "53e28ff", "deployedAt": "2026-11-19T09:54:38Z",
            "deployStartedAt": "2026-11-19T09:54:37Z", "source": {"path": "guestbook"}}],
          "operationState": {
            "phase": "Succeeded", "message": "successfully synced (all tasks run)",
            "startedAt": "2026-11-20T09:54:38Z", "finishedAt": "2026-11-20T09:54:40Z",
            "operation": {"initiatedBy": {"username": "admin"}, "retry": {"limit": 5}},
            "syncResult": {"revision": "abc1234", "resources": [{"kind": "Deployment"}]}}}}}
      """;

  private static String sent() throws IOException {
    JsonNode application = JSON.readTree(APPLICATION);
    Map<?, ?> data = child(yaml(Files.readString(FILE)), "data");
    Map<?, ?> webhook =
        child(
            child(yaml(String.valueOf(data.get("template.homeostat-deployment"))), "webhook"),
            "homeostat");
    assertThat(webhook.get("path")).isEqualTo("/v1/webhooks/argocd");
    return VALUE
        .matcher(String.valueOf(webhook.get("body")))
        .replaceAll(found -> Matcher.quoteReplacement(value(application, found)));
  }

  private static Object yaml(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static Map<?, ?> child(Object parent, String key) {
    if (parent instanceof Map<?, ?> map && map.get(key) instanceof Map<?, ?> child) {
      return child;
    }
    throw new AssertionError("no mapping " + key + " in " + parent);
  }

  private static String value(JsonNode application, MatchResult found) {
    JsonNode node = application;
    for (String name : found.group(1).split("\\.", -1)) {
      node = node.path(name);
    }
    return node.isMissingNode() ? "null" : node.toString();
  }

  @Test
  void whatTheTemplateSendsIsUnderstoodInFull() throws IOException {
    Told told =
        ArgoCd.translate(
            sent().getBytes(StandardCharsets.UTF_8),
            Instant.parse("2026-11-20T09:55:00Z").toEpochMilli(),
            entity -> "shop");

    assertThat(told).isInstanceOf(Told.Changed.class);
    Change change = ((Told.Changed) told).change();
    assertThat(change.entity().text()).isEqualTo("deployment:in-cluster/guestbook/guestbook");
    assertThat(change.state()).isEqualTo(Change.State.FINISHED);
    assertThat(change.actor()).isEqualTo("admin");
    assertThat(change.updatedMillis() - change.beganMillis()).isEqualTo(12_000);
    assertThat(change.delivery())
        .contains(new Delivery("53e28ff", "abc1234", "argocd", Delivery.Health.HEALTHY));
  }
}
