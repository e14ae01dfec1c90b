package io.homeostat.ingest.patroni;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import io.homeostat.schemas.patroni.ClusterReading;
import io.homeostat.schemas.patroni.ClusterReading.Reach;
import io.homeostat.schemas.patroni.ClusterSettings;
import io.homeostat.schemas.patroni.ClusterView;
import io.homeostat.schemas.patroni.MemberReading;
import io.homeostat.schemas.patroni.MemberReading.Access;
import io.homeostat.schemas.targets.PatroniTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a reading of a cluster says, as samples. What is not known has no sample: it is neither 0
 * nor what it was before.
 */
final class ClusterSamples {
  private static final double MILLIS_PER_SECOND = 1000;

  private final PatroniTarget target;
  private final SortedMap<EntityId, SortedMap<String, Double>> values = new TreeMap<>();

  private ClusterSamples(PatroniTarget target) {
    this.target = target;
  }

  /**
   * One frame for the cluster and one for each member, where there is anything to tell.
   *
   * @param leaderSeen when a leader was last seen to take writes, in milliseconds; empty if never
   * @param timeMillis the time of the reading
   */
  static List<MetricFrame> frames(
      PatroniTarget target, ClusterReading reading, OptionalLong leaderSeen, long timeMillis) {
    ClusterSamples samples = new ClusterSamples(target);
    samples.cluster(reading, leaderSeen, timeMillis);
    for (MemberReading member : reading.members()) {
      samples.member(member, reading.view().flatMap(view -> view.member(member.name())));
    }
    return samples.frames(timeMillis);
  }

  /** The cluster itself, such as {@code pg-cluster:demo/ha}. */
  static EntityId cluster(PatroniTarget target) {
    return new EntityId("pg-cluster", List.of(target.name().split("/")));
  }

  private void cluster(ClusterReading reading, OptionalLong leaderSeen, long now) {
    EntityId cluster = cluster(target);
    put(cluster, "patroni.writable.seen", reading.writableSeen());
    reading.writable().ifPresent(count -> put(cluster, "patroni.writable", count));
    reading.view().ifPresent(view -> view(cluster, view));
    reading.leaderSick().ifPresent(sick -> put(cluster, "patroni.leader.sick", number(sick)));
    reading
        .leaderLost()
        .ifPresent(
            lost -> {
              put(cluster, "patroni.leader.lost", number(lost));
              if (!lost) {
                put(cluster, "patroni.absence", 0);
              } else if (leaderSeen.isPresent()) {
                double absent = (now - leaderSeen.getAsLong()) / MILLIS_PER_SECOND;
                put(cluster, "patroni.absence", absent);
              }
            });
    reading.settings().ifPresent(settings -> settings(cluster, reading, settings));
  }

  private void view(EntityId cluster, ClusterView view) {
    put(cluster, "patroni.members", view.members().size());
    put(cluster, "patroni.paused", number(view.paused()));
    put(cluster, "patroni.leader", number(view.leader().isPresent()));
    put(
        cluster,
        "patroni.leader.number",
        view.leader().map(leader -> target.number(leader.name())).orElse(0));
    view.timeline().ifPresent(timeline -> put(cluster, "patroni.timeline", (double) timeline));
  }

  private void settings(EntityId cluster, ClusterReading reading, ClusterSettings settings) {
    put(cluster, "patroni.patience", (double) settings.patienceSeconds());
    put(cluster, "patroni.strict", number(settings.strict()));
    if (reading.view().isPresent()) {
      long most = settings.maximumLagBytes();
      put(cluster, "patroni.candidates", reading.candidates(Reach.BY_PATRONI, most).size());
      put(
          cluster,
          "patroni.candidates.any",
          reading.candidates(Reach.BEYOND_SYNCHRONOUS, most).size());
    }
  }

  private void member(MemberReading reading, Optional<ClusterView.Entry> entry) {
    List<String> path = new ArrayList<>(List.of(target.name().split("/")));
    path.add(reading.name());
    EntityId member = new EntityId("postgres", path);
    Access access = reading.access();
    boolean answers = access == Access.WRITABLE || access == Access.IN_RECOVERY;
    if (access != Access.UNCLEAR) {
      put(member, "pg.up", number(answers));
    }
    if (!access.unknown()) {
      put(member, "pg.writable", number(access == Access.WRITABLE));
    }
    reading
        .agent()
        .ifPresent(
            agent -> put(member, "patroni.running", number(agent.state().equals("running"))));
    entry.ifPresent(
        known -> {
          put(member, "patroni.leads", number(known.leads()));
          put(member, "patroni.synchronous", number(known.synchronous()));
          known
              .timeline()
              .ifPresent(timeline -> put(member, "patroni.timeline", (double) timeline));
          known.lagBytes().ifPresent(lag -> put(member, "patroni.lag", (double) lag));
        });
  }

  private void put(EntityId entity, String series, double value) {
    values.computeIfAbsent(entity, key -> new TreeMap<>()).put(series, value);
  }

  private static double number(boolean flag) {
    return flag ? 1 : 0;
  }

  private List<MetricFrame> frames(long timeMillis) {
    List<MetricFrame> frames = new ArrayList<>();
    values.forEach(
        (entity, series) ->
            frames.add(
                new MetricFrame(
                    entity,
                    timeMillis,
                    timeMillis,
                    SeriesNames.of(List.copyOf(series.keySet())),
                    series.values().stream().mapToDouble(Double::doubleValue).toArray())));
    return frames;
  }
}
