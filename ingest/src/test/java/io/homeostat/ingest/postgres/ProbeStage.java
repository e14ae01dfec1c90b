package io.homeostat.ingest.postgres;

import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.probe.ProbeLog;
import io.homeostat.ingest.probe.ProbeLog.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Probes of PostgreSQL whose clock stands still, and what they tell. */
final class ProbeStage implements AutoCloseable {
  /** As the service has them, but leaves are read in every round. */
  static final ProbeLimits LIMITS =
      new ProbeLimits(2_000, 5_000, 0, 256 << 20, 256 << 20, 500, 10, 256 << 20);

  private final ProbeLog log = new ProbeLog();
  private final List<Probe> probes = new ArrayList<>();

  Probe probe(Look look) {
    return probe(look, LIMITS);
  }

  Probe probe(Look look, ProbeLimits limits) {
    Probe probe = new Probe(look, limits, reading -> {}, log.teller(), log.clock());
    probes.add(probe);
    return probe;
  }

  Door door() {
    return log.door();
  }

  /** One round, so long after the one before that every group is due again. */
  Told round(Probe probe) {
    return log.round(probe);
  }

  /** One round, some time after the one before. */
  Told round(Probe probe, Duration later) {
    return log.round(probe, later);
  }

  @Override
  public void close() {
    probes.forEach(Probe::end);
    probes.clear();
  }
}
