package io.homeostat.ingest.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever comes, a translator says what it makes of it: nobody's payload is its end. */
final class WebhookLawsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES =
      List.of(
          "github-deployment",
          "github-deployment_status",
          "github-push",
          "github-push-tag",
          "github-release",
          "github-workflow_run",
          "gitlab-deployment",
          "gitlab-pipeline",
          "gitlab-push",
          "gitlab-release",
          "gitlab-tag",
          "flux-event");

  @Property(tries = 3000)
  void aPayloadWithAnythingChangedIsTranslatedOrNamedWrong(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    String name = NAMES.get(random.nextInt(NAMES.size()));
    JsonNode root = JSON.readTree(Payloads.text(name));
    for (int change = random.nextInt(4); change >= 0; change--) {
      disturb(root, random);
    }

    Told told = translate(name, JSON.writeValueAsBytes(root));

    assertThat(told).isNotNull();
    if (told instanceof Told.Changed changed) {
      assertThat(changed.change().summary()).doesNotContainPattern("\\p{Cntrl}");
      assertThat(changed.change().beganMillis())
          .isLessThanOrEqualTo(changed.change().updatedMillis());
    }
  }

  @Property(tries = 1000)
  void bytesThatAreNoJsonAreMalformed(@ForAll byte[] body) {
    for (String name : List.of("github-push", "gitlab-push", "flux-event")) {
      assertThat(translate(name, body)).isInstanceOf(Told.Malformed.class);
    }
  }

  private static Told translate(String name, byte[] body) {
    String event = name.substring(name.indexOf('-') + 1).replace("push-tag", "push");
    return switch (name.substring(0, name.indexOf('-'))) {
      case "github" -> GitHub.translate(event, body, Payloads.NOW, Payloads.PLACES);
      case "gitlab" -> GitLab.translate(body, Payloads.NOW, Payloads.PLACES);
      default -> Flux.translate(body, Payloads.NOW, Payloads.PLACES);
    };
  }

  /** Takes a member away, or puts something else in its place, anywhere. */
  private static void disturb(JsonNode root, Random random) {
    List<ObjectNode> objects = new ArrayList<>();
    collect(root, objects);
    ObjectNode object = objects.get(random.nextInt(objects.size()));
    List<String> members = new ArrayList<>();
    object.fieldNames().forEachRemaining(members::add);
    if (members.isEmpty()) {
      return;
    }
    String member = members.get(random.nextInt(members.size()));
    JsonNodeFactory make = JsonNodeFactory.instance;
    switch (random.nextInt(8)) {
      case 0 -> object.remove(member);
      case 1 -> object.set(member, make.nullNode());
      case 2 -> object.set(member, make.textNode("\u0000\u001b" + random.nextLong()));
      case 3 -> object.set(member, make.numberNode(random.nextLong()));
      case 4 -> object.set(member, make.numberNode(Double.NaN));
      case 5 -> object.set(member, make.objectNode().put("a", "b"));
      case 6 -> object.set(member, make.arrayNode().add(1));
      default -> object.set(member, make.textNode("x/".repeat(random.nextInt(2_000))));
    }
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
      object.forEach(child -> collect(child, objects));
    } else if (node instanceof ArrayNode array) {
      array.forEach(child -> collect(child, objects));
    }
  }
}
