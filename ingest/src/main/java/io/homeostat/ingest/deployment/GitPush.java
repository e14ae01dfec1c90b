package io.homeostat.ingest.deployment;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.Delivery;
import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.mapping.EntityMapping;
import java.net.URI;
import java.util.Optional;

/**
 * New commits on a branch that was asked for them, as the change that a webhook of the push would
 * tell.
 *
 * @param url where the repository is
 * @param branch the branch
 * @param entity what it is about, where that is known outright
 * @param revision the branch's newest commit
 * @param before the newest commit at the look before; empty where there was none
 * @param author who has written the newest commit
 * @param message its message
 * @param committedMillis when it was made
 * @param sinceMillis the time of the look before, at which it was not there; 0 where there was none
 */
public record GitPush(
    URI url,
    String branch,
    Optional<EntityId> entity,
    String revision,
    String before,
    String author,
    String message,
    long committedMillis,
    long sinceMillis) {
  /** The tool's name in a {@link Delivery}. */
  public static final String TOOL = "git";

  private static final String REMEDY = "say in targets.file which entity the repository is about";

  /**
   * The change. It was pushed after the commit was made and after the look before; a commit of a
   * time to come was made by now.
   *
   * @param seenMillis the time of the look
   */
  public Told told(long seenMillis, Places places) {
    Places.Labels labels =
        new Places.Labels(TOOL, "push").in(url.toString(), repository()).with("ref", branch);
    entity.ifPresent(known -> labels.with(EntityMapping.OUTRIGHT, known.text()));
    long began = Math.max(sinceMillis, Math.min(committedMillis, seenMillis));
    Step step =
        new Step(
            TOOL,
            "push",
            labels,
            revision,
            Change.State.FINISHED,
            began,
            seenMillis,
            author,
            new Delivery(before, revision, TOOL, Delivery.Health.UNKNOWN),
            message.lines().findFirst().orElse(""));
    try {
      return step.told(places, seenMillis);
    } catch (Json.Wrong e) {
      return new Told.Malformed(String.valueOf(e.getMessage()), REMEDY);
    }
  }

  private String repository() {
    return url.getPath()
        .replaceFirst("^/+", "")
        .replaceFirst("/+$", "")
        .replaceFirst("\\.git$", "");
  }
}
