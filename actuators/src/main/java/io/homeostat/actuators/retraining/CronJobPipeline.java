package io.homeostat.actuators.retraining;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.actuators.kubernetes.Cluster;
import io.homeostat.core.model.EntityId;
import io.homeostat.schemas.targets.KubernetesTarget;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CronJob of which a Job is made out of turn. The Job's name comes from the command's id, and
 * Kubernetes makes no second object of a name.
 */
final class CronJobPipeline implements Pipeline {
  private static final int TIMED_OUT = 408;
  private static final int CONFLICT = 409;
  private static final int SERVER_ERROR = 500;
  private static final String UNREAD = "the CronJob has not been looked at";
  private static final Set<String> ENDED = Set.of("Complete", "Failed");

  /** That many Jobs are in memory at a time. */
  private static final long PAGE = 100;

  /** All pages together count as so many answers, and one more, which may take all of its time. */
  private static final int PAGES_TAKE = 2;

  private final KubernetesClient client;
  private final String namespace;
  private final String cronJob;
  private final EntityId version;
  private final Duration limit;

  /** As it was when it was looked at. */
  private @Nullable CronJob template;

  private CronJobPipeline(
      KubernetesClient client, String namespace, String cronJob, EntityId version, Duration limit) {
    this.client = client;
    this.namespace = namespace;
    this.cronJob = cronJob;
    this.version = version;
    this.limit = limit;
  }

  /**
   * Opens it.
   *
   * @param cronJob its name
   * @param version what is trained
   * @param limit the longest wait for one answer
   * @throws IOException when the account's token can't be read
   */
  static CronJobPipeline open(
      KubernetesTarget cluster, String cronJob, EntityId version, Duration limit)
      throws IOException {
    return new CronJobPipeline(
        Cluster.connect(cluster, limit), cluster.namespace(), cronJob, version, limit);
  }

  @Override
  public String kind() {
    return "kubernetes";
  }

  @Override
  public Optional<Run> find(String id) throws IOException {
    return job(id)
        .filter(job -> JobForm.command(job).filter(id::equals).isPresent())
        .map(CronJobPipeline::run);
  }

  @Override
  public Optional<String> objection() throws IOException {
    template = readTemplate();
    if (template == null) {
      return Optional.of("there is no CronJob " + cronJob + " in the namespace " + namespace);
    }
    CronJobSpec spec = template.getSpec();
    if (Boolean.TRUE.equals(spec.getJobTemplate().getSpec().getSuspend())) {
      return Optional.of(
          "the CronJob " + cronJob + " makes suspended Jobs: a run of it would only wait");
    }
    return isZero(spec.getSuccessfulJobsHistoryLimit()) || isZero(spec.getFailedJobsHistoryLimit())
        ? Optional.of(
            "the CronJob "
                + cronJob
                + " keeps no Job that has ended, so that nobody could tell later that it was made:"
                + " give it history limits of 1 or more")
        : Optional.empty();
  }

  @Override
  public Optional<Underway> underway() throws IOException {
    if (template == null) {
      throw new IOException(UNREAD);
    }
    String owner = template.getMetadata().getUid();
    List<Underway> runs = new ArrayList<>();
    long began = System.nanoTime();
    @Nullable String next = null;
    do {
      JobList page = page(next);
      for (Job job : page.getItems()) {
        if (isOwned(job, owner) && isOpen(job)) {
          runs.add(
              new Underway(
                  job.getMetadata().getName(),
                  began(job),
                  isSuspended(job) ? Optional.of("is suspended") : Optional.empty()));
        }
      }
      next = page.getMetadata() == null ? "" : page.getMetadata().getContinue();
      if (next == null || next.isEmpty()) {
        return Underway.latest(runs);
      }
    } while (System.nanoTime() - began <= limit.multipliedBy(PAGES_TAKE).toNanos());
    throw new IOException("the Jobs of the namespace " + namespace + " take too long to list");
  }

  @Override
  public Answer request(String id, String json) {
    if (template == null) {
      return new Answer.Rejected(UNREAD);
    }
    Job job = JobForm.of(template, id, version, json);
    try {
      return new Answer.Made(
          run(client.batch().v1().jobs().inNamespace(namespace).resource(job).create()));
    } catch (KubernetesClientException e) {
      int code = e.getCode();
      if (code == CONFLICT) {
        return conflict(id, e);
      }
      boolean rejected = code >= 400 && code < SERVER_ERROR && code != TIMED_OUT;
      return rejected || isUnsent(e)
          ? new Answer.Rejected(Cluster.told(e))
          : new Answer.Lost(Cluster.told(e));
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /** The name is taken: by this command's Job, or by another. */
  private Answer conflict(String id, KubernetesClientException conflict) {
    try {
      Optional<Job> there = job(id);
      if (there.isEmpty()) {
        return new Answer.Lost(Cluster.told(conflict));
      }
      return JobForm.command(there.get()).filter(id::equals).isPresent()
          ? new Answer.Made(run(there.get()))
          : new Answer.Rejected(
              "a Job " + JobForm.name(id) + " is there, and is not this command's");
    } catch (IOException e) {
      return new Answer.Lost(Cluster.told(conflict) + ", and then " + e.getMessage());
    }
  }

  private Optional<Job> job(String id) throws IOException {
    try {
      return Optional.ofNullable(
          client.batch().v1().jobs().inNamespace(namespace).withName(JobForm.name(id)).get());
    } catch (KubernetesClientException e) {
      throw new IOException(Cluster.told(e), e);
    }
  }

  private JobList page(@Nullable String next) throws IOException {
    try {
      return client
          .batch()
          .v1()
          .jobs()
          .inNamespace(namespace)
          .list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
    } catch (KubernetesClientException e) {
      throw new IOException(Cluster.told(e), e);
    }
  }

  private @Nullable CronJob readTemplate() throws IOException {
    try {
      return client.batch().v1().cronjobs().inNamespace(namespace).withName(cronJob).get();
    } catch (KubernetesClientException e) {
      throw new IOException(Cluster.told(e), e);
    }
  }

  private static Run run(Job job) {
    return new Run(job.getMetadata().getName());
  }

  private static boolean isOwned(Job job, String owner) {
    return job.getMetadata().getOwnerReferences().stream()
        .anyMatch(reference -> owner.equals(reference.getUid()));
  }

  private static boolean isOpen(Job job) {
    Optional<JobStatus> status = Optional.ofNullable(job.getStatus());
    boolean ended =
        status.stream()
            .flatMap(known -> known.getConditions().stream())
            .anyMatch(
                condition ->
                    ENDED.contains(condition.getType()) && condition.getStatus().equals("True"));
    return !ended || status.map(JobStatus::getActive).filter(active -> active > 0).isPresent();
  }

  private static boolean isSuspended(Job job) {
    return job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend());
  }

  private static Optional<Instant> began(Job job) throws IOException {
    @Nullable String text = job.getStatus() == null ? null : job.getStatus().getStartTime();
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw new IOException("Job " + job.getMetadata().getName() + " began at " + text, e);
    }
  }

  private static boolean isZero(@Nullable Integer limit) {
    return limit != null && limit == 0;
  }

  /** No connection came about. */
  private static boolean isUnsent(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof HttpConnectTimeoutException) {
        return true;
      }
    }
    return false;
  }
}
