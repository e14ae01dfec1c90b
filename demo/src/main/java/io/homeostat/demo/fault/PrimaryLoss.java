package io.homeostat.demo.fault;

import io.homeostat.demo.cluster.PatroniCluster;
import io.homeostat.schemas.patroni.ClusterReading;
import io.homeostat.schemas.patroni.ClusterView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the leader of a cluster that Patroni keeps. Starts the cluster first, where it does not
 * run. What is left to chance is only who leads by then.
 *
 * @param cluster the cluster
 * @param variant how the leader is lost
 * @param calm how long the healthy cluster is watched before
 */
public record PrimaryLoss(PatroniCluster cluster, Variant variant, Duration calm) implements Fault {
  private static final Logger log = LoggerFactory.getLogger(PrimaryLoss.class);
  private static final Duration USUAL_START = Duration.ofSeconds(15);

  /** How the leader is lost. */
  public enum Variant {
    /** Its agent and its PostgreSQL die: Patroni heals that by itself. */
    KILLED(
        "primary-loss-killed",
        "kills the leader of the PostgreSQL cluster, agent and database: Patroni puts a synchronous"
            + " standby in its place, and Homeostat sees that nothing is left to do"),
    /** Its PostgreSQL answers nobody new, while its agent sees nothing. */
    SICK(
        "primary-loss-sick",
        "halts the leader's first process: nobody new gets a connection, and its agent, whose own"
            + " connection still works, keeps the lead for ever"),
    /** It dies together with the only standby that Patroni may promote. */
    STUCK(
        "primary-loss-stuck",
        "kills the leader and its synchronous standby together: Patroni may not promote the third"
            + " member, and waits for ever");

    private final String fault;
    private final String description;

    Variant(String fault, String description) {
      this.fault = fault;
      this.description = description;
    }
  }

  /** Every variant as a fault of its own. */
  public static List<Fault> all(PatroniCluster cluster, Duration calm) {
    return List.of(
        new PrimaryLoss(cluster, Variant.KILLED, calm),
        new PrimaryLoss(cluster, Variant.SICK, calm),
        new PrimaryLoss(cluster, Variant.STUCK, calm));
  }

  @Override
  public String name() {
    return variant.fault;
  }

  @Override
  public String family() {
    return "primary-loss";
  }

  @Override
  public String description() {
    return variant.description;
  }

  @Override
  public Optional<String> missing() {
    return cluster.missing();
  }

  @Override
  public Duration lasts() {
    return (cluster.running() ? Duration.ZERO : USUAL_START).plus(calm);
  }

  @Override
  public String ending() {
    return "what was killed or halted stays so until it is healed, or `demo reset` starts it again";
  }

  @Override
  public void inject(long seed, StopSignal stop) throws InterruptedException {
    cluster.start();
    if (stop.await(calm)) {
      return;
    }
    ClusterReading reading = cluster.read();
    Optional<ClusterView.Entry> leader = reading.view().flatMap(ClusterView::leader);
    Optional<ClusterView.Entry> standby =
        reading.view().stream()
            .flatMap(view -> view.members().stream())
            .filter(ClusterView.Entry::synchronous)
            .findFirst();
    if (leader.isEmpty() || standby.isEmpty()) {
      throw new IllegalStateException("the cluster has no leader with a standby: " + reading);
    }
    log.info("{}: {} leads, {} follows in step", name(), leader.get().name(), standby.get().name());
    switch (variant) {
      case KILLED -> cluster.kill(leader.get().name());
      case SICK -> cluster.freeze(leader.get().name());
      case STUCK -> {
        cluster.kill(leader.get().name());
        cluster.kill(standby.get().name());
      }
    }
  }

  /** The cluster does not outlive the demo, so nothing is ever left half done. */
  @Override
  public void recover() {}

  @Override
  public void undo() {
    if (cluster.running()) {
      cluster.start();
    }
  }
}
