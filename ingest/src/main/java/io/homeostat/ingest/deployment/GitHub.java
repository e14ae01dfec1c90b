package io.homeostat.ingest.deployment;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.Delivery;
import java.util.Iterator;
import java.util.Locale;

/**
 * GitHub's webhooks into changes (GitHub docs, "Webhook events and payloads"): deployments with
 * their statuses, pushes to the default branch and of tags, workflow runs on the default branch,
 * releases. Everything else is no change.
 */
public final class GitHub {
  /** The tool's name in a {@link Delivery}. */
  public static final String TOOL = "github";

  private static final String REMEDY =
      "send GitHub's own webhooks as application/json, with the header X-GitHub-Event";
  private static final String BRANCH = "refs/heads/";
  private static final String TAG = "refs/tags/";
  private static final String NOTHING = "0".repeat(40);

  private GitHub() {}

  /**
   * Translates one body.
   *
   * @param event the header {@code X-GitHub-Event}; empty where it is missing
   * @param receivedMillis the door's time
   */
  public static Told translate(String event, byte[] body, long receivedMillis, Places places) {
    try {
      Json root = Json.read(body);
      return switch (event) {
        case "deployment" -> deployment(root, receivedMillis, places);
        case "deployment_status" -> status(root, receivedMillis, places);
        case "push" -> push(root, receivedMillis, places);
        case "workflow_run" -> run(root, receivedMillis, places);
        case "release" -> release(root, receivedMillis, places);
        case "" -> new Told.Malformed("the header X-GitHub-Event is missing", REMEDY);
        default -> new Told.Nothing("an event '" + printable(event) + "' is no change");
      };
    } catch (Json.Wrong e) {
      return new Told.Malformed(String.valueOf(e.getMessage()), REMEDY);
    }
  }

  private static String printable(String event) {
    String text = event.replaceAll("[^a-z_]", "?");
    return text.length() > 40 ? text.substring(0, 40) : text;
  }

  private static Told deployment(Json root, long receivedMillis, Places places) throws Json.Wrong {
    Json deployment = root.at("deployment");
    long began = deployment.at("created_at").requiredTime();
    return deployed(root, Change.State.BEGUN, began, deployment.at("description").words())
        .told(places, receivedMillis);
  }

  private static Told status(Json root, long receivedMillis, Places places) throws Json.Wrong {
    Json status = root.at("deployment_status");
    String state = status.at("state").required();
    Change.State reached;
    switch (state) {
      case "queued", "pending", "waiting", "in_progress" -> reached = Change.State.BEGUN;
      case "success" -> reached = Change.State.FINISHED;
      case "failure", "error" -> reached = Change.State.FAILED;
      case "inactive" -> {
        return new Told.Nothing("a later deployment has taken this one's place");
      }
      default ->
          throw status
              .at("state")
              .wrong("is '" + state + "', no state of a deployment that GitHub's docs name");
    }
    return deployed(
            root, reached, status.at("created_at").requiredTime(), status.at("description").words())
        .told(places, receivedMillis);
  }

  private static Step deployed(Json root, Change.State state, long updated, String note)
      throws Json.Wrong {
    Json deployment = root.at("deployment");
    Places.Labels labels =
        labels(root, "deployment")
            .with("environment", deployment.at("environment").required())
            .with("ref", deployment.at("ref").text())
            .with("task", deployment.at("task").text());
    payload(deployment.at("payload"), labels);
    return new Step(
        TOOL,
        "deployment",
        labels,
        deployment.at("id").requiredNumber(),
        state,
        deployment.at("created_at").requiredTime(),
        updated,
        deployment.at("creator").at("login").text(),
        delivery("", deployment.at("sha").required()),
        note);
  }

  /** What whoever made the deployment says of it: texts are labels. */
  private static void payload(Json payload, Places.Labels labels) throws Json.Wrong {
    if (payload.node().isObject()) {
      for (Iterator<String> names = payload.node().fieldNames(); names.hasNext(); ) {
        String name = names.next();
        Json value = payload.at(name);
        if (value.node().isTextual()) {
          labels.with(name.equals("homeostat_entity") ? name : "payload_" + name, value.text());
        }
      }
    }
  }

  private static Told push(Json root, long receivedMillis, Places places) throws Json.Wrong {
    String ref = root.at("ref").required();
    String after = root.at("after").required();
    String usual = BRANCH + root.at("repository").at("default_branch").required();
    boolean tag = ref.startsWith(TAG);
    if (!tag && !ref.equals(usual)) {
      return new Told.Nothing("only pushes to the default branch and of tags are changes");
    }
    if (after.equals(NOTHING)) {
      return new Told.Nothing("what was deleted brings nothing new");
    }
    long at = pushed(root.at("repository").at("pushed_at"), receivedMillis);
    String name = ref.substring(tag ? TAG.length() : BRANCH.length());
    String before = root.at("before").text();
    return new Step(
            TOOL,
            tag ? "release" : "push",
            labels(root, "push").with("ref", name),
            tag ? name : after,
            Change.State.FINISHED,
            at,
            at,
            root.at("pusher").at("name").text(),
            tag ? delivery("", name) : delivery(before.equals(NOTHING) ? "" : before, after),
            root.at("head_commit").at("message").words())
        .told(places, receivedMillis);
  }

  /** Seconds since 1970 in a push, a time in everything else. */
  private static long pushed(Json at, long receivedMillis) throws Json.Wrong {
    if (at.absent()) {
      return receivedMillis;
    }
    return at.node().isIntegralNumber() ? at.node().longValue() * 1_000 : at.requiredTime();
  }

  private static Told run(Json root, long receivedMillis, Places places) throws Json.Wrong {
    Json run = root.at("workflow_run");
    String usual = root.at("repository").at("default_branch").required();
    if (!run.at("head_branch").text().equals(usual)
        || run.at("event").text().equals("pull_request")) {
      return new Told.Nothing("only runs on the default branch are changes");
    }
    String name = run.at("name").text();
    return new Step(
            TOOL,
            "pipeline",
            labels(root, "workflow_run").with("workflow", name).with("ref", usual),
            run.at("id").requiredNumber() + "/" + run.at("run_attempt").number(),
            conclusion(run.at("conclusion")),
            run.at("run_started_at").requiredTime(),
            run.at("updated_at").requiredTime(),
            run.at("actor").at("login").text(),
            delivery("", run.at("head_sha").required()),
            run.at("name").words())
        .told(places, receivedMillis);
  }

  private static Change.State conclusion(Json conclusion) throws Json.Wrong {
    return switch (conclusion.text()) {
      case "" -> Change.State.BEGUN;
      case "success", "neutral", "skipped" -> Change.State.FINISHED;
      default -> Change.State.FAILED;
    };
  }

  private static Told release(Json root, long receivedMillis, Places places) throws Json.Wrong {
    Json release = root.at("release");
    if (!root.at("action").text().equals("published") || release.at("draft").flag()) {
      return new Told.Nothing("only a release that is published is a change");
    }
    long at = release.at("published_at").requiredTime();
    String tag = release.at("tag_name").required();
    return new Step(
            TOOL,
            "release",
            labels(root, "release").with("ref", tag),
            tag,
            Change.State.FINISHED,
            at,
            at,
            release.at("author").at("login").text(),
            delivery("", tag),
            release.at("name").words())
        .told(places, receivedMillis);
  }

  private static Places.Labels labels(Json root, String event) throws Json.Wrong {
    Json repository = root.at("repository");
    return new Places.Labels(TOOL, event)
        .in(
            repository.at("html_url").text().toLowerCase(Locale.ROOT),
            repository.at("full_name").required());
  }

  private static Delivery delivery(String from, String to) {
    return new Delivery(from, to, TOOL, Delivery.Health.UNKNOWN);
  }
}
