package io.homeostat.ingest.deployment;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.Delivery;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * GitLab's webhooks into changes (GitLab docs, "Webhook events"): deployments, pushes to the
 * default branch, tags, pipelines on the default branch, releases. Everything else is no change.
 */
public final class GitLab {
  /** The tool's name in a {@link Delivery}. */
  public static final String TOOL = "gitlab";

  private static final String REMEDY = "send GitLab's own webhooks";
  private static final String BRANCH = "refs/heads/";
  private static final String TAG = "refs/tags/";
  private static final String NOTHING = "0".repeat(40);

  /** Such as 2021-04-28 21:50:00 +0200. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx", Locale.ROOT);

  private static final int DATE_LENGTH = 10;

  private GitLab() {}

  /**
   * Translates one body.
   *
   * @param receivedMillis the door's time
   */
  public static Told translate(byte[] body, long receivedMillis, Places places) {
    try {
      Json root = Json.read(body);
      String kind = root.at("object_kind").required();
      return switch (kind) {
        case "deployment" -> deployment(root, receivedMillis, places);
        case "push" -> push(root, receivedMillis, places);
        case "tag_push" -> tag(root, receivedMillis, places);
        case "pipeline" -> pipeline(root, receivedMillis, places);
        case "release" -> release(root, receivedMillis, places);
        default -> new Told.Nothing("such an event is no change");
      };
    } catch (Json.Wrong e) {
      return new Told.Malformed(String.valueOf(e.getMessage()), REMEDY);
    }
  }

  private static Told deployment(Json root, long receivedMillis, Places places) throws Json.Wrong {
    Optional<Change.State> state = state(root.at("status"));
    if (state.isEmpty()) {
      return new Told.Nothing("the deployment waits, and has changed nothing yet");
    }
    long at = time(root.at("status_changed_at"));
    return new Step(
            TOOL,
            "deployment",
            labels(root, "deployment")
                .with("environment", root.at("environment").required())
                .with("tier", root.at("environment_tier").text())
                .with("ref", root.at("ref").text()),
            root.at("deployment_id").requiredNumber(),
            state.get(),
            at,
            at,
            root.at("user").at("username").text(),
            delivery("", commit(root)),
            root.at("commit_title").words())
        .told(places, receivedMillis);
  }

  /** The whole commit where its address tells it, else the short one. */
  private static String commit(Json root) throws Json.Wrong {
    String whole = root.at("commit_url").text().replaceFirst(".*/", "");
    return whole.matches("[0-9a-f]{40,64}") ? whole : root.at("short_sha").required();
  }

  /** How far deployments and pipelines are; nothing where they only wait. */
  private static Optional<Change.State> state(Json status) throws Json.Wrong {
    String word = status.required();
    return switch (word) {
      case "running" -> Optional.of(Change.State.BEGUN);
      case "success" -> Optional.of(Change.State.FINISHED);
      case "failed", "canceled", "canceling" -> Optional.of(Change.State.FAILED);
      case "created",
          "blocked",
          "skipped",
          "pending",
          "preparing",
          "waiting_for_resource",
          "waiting_for_callback",
          "manual",
          "scheduled" ->
          Optional.empty();
      default -> throw status.wrong("is '" + word + "', no status that GitLab's docs name");
    };
  }

  private static Told push(Json root, long receivedMillis, Places places) throws Json.Wrong {
    String usual = BRANCH + root.at("project").at("default_branch").required();
    String after = root.at("after").required();
    if (!root.at("ref").required().equals(usual) || after.equals(NOTHING)) {
      return new Told.Nothing("only pushes to the default branch are changes");
    }
    String before = root.at("before").text();
    return new Step(
            TOOL,
            "push",
            labels(root, "push").with("ref", usual.substring(BRANCH.length())),
            after,
            Change.State.FINISHED,
            receivedMillis,
            receivedMillis,
            root.at("user_name").text(),
            delivery(before.equals(NOTHING) ? "" : before, after),
            "")
        .told(places, receivedMillis);
  }

  private static Told tag(Json root, long receivedMillis, Places places) throws Json.Wrong {
    String ref = root.at("ref").required();
    if (!ref.startsWith(TAG) || root.at("after").required().equals(NOTHING)) {
      return new Told.Nothing("what was deleted brings nothing new");
    }
    return released(
            root,
            "tag_push",
            ref.substring(TAG.length()),
            receivedMillis,
            root.at("user_name").text(),
            "")
        .told(places, receivedMillis);
  }

  private static Told release(Json root, long receivedMillis, Places places) throws Json.Wrong {
    if (!root.at("action").text().equals("create")) {
      return new Told.Nothing("only a release that is made is a change");
    }
    return released(
            root,
            "release",
            root.at("tag").required(),
            time(root.at("released_at")),
            root.at("commit").at("author").at("name").text(),
            root.at("name").words())
        .told(places, receivedMillis);
  }

  private static Step released(
      Json root, String event, String tag, long atMillis, String actor, String note)
      throws Json.Wrong {
    return new Step(
        TOOL,
        "release",
        labels(root, event).with("ref", tag),
        tag,
        Change.State.FINISHED,
        atMillis,
        atMillis,
        actor,
        delivery("", tag),
        note);
  }

  private static Told pipeline(Json root, long receivedMillis, Places places) throws Json.Wrong {
    Json pipeline = root.at("object_attributes");
    String usual = root.at("project").at("default_branch").required();
    if (!pipeline.at("ref").text().equals(usual)
        || pipeline.at("source").text().equals("merge_request_event")) {
      return new Told.Nothing("only pipelines on the default branch are changes");
    }
    Optional<Change.State> state = state(pipeline.at("status"));
    if (state.isEmpty()) {
      return new Told.Nothing("the pipeline waits, and has changed nothing yet");
    }
    long began = time(pipeline.at("created_at"));
    Json ended = pipeline.at("finished_at");
    return new Step(
            TOOL,
            "pipeline",
            labels(root, "pipeline").with("ref", usual),
            pipeline.at("id").requiredNumber(),
            state.get(),
            began,
            ended.absent() ? Math.max(began, receivedMillis) : time(ended),
            root.at("user").at("username").text(),
            delivery("", pipeline.at("sha").required()),
            pipeline.at("name").words())
        .told(places, receivedMillis);
  }

  /** Milliseconds since 1970: with an offset, or in UTC. */
  private static long time(Json place) throws Json.Wrong {
    String text = place.required();
    try {
      return (text.indexOf('T') == DATE_LENGTH
              ? OffsetDateTime.parse(text)
              : OffsetDateTime.parse(text.replaceFirst(" UTC$", " +0000"), TIME))
          .toInstant()
          .toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw place.wrong("is '" + text + "', no time such as 2026-11-20 09:54:38 +0200");
    }
  }

  private static Places.Labels labels(Json root, String event) throws Json.Wrong {
    Json project = root.at("project");
    return new Places.Labels(TOOL, event)
        .in(project.at("web_url").text(), project.at("path_with_namespace").required());
  }

  private static Delivery delivery(String from, String to) {
    return new Delivery(from, to, TOOL, Delivery.Health.UNKNOWN);
  }
}
