package io.homeostat.actuators.retraining;

import io.homeostat.core.model.EntityId;
import io.homeostat.schemas.targets.KubernetesTarget;
import io.homeostat.schemas.targets.PipelineTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The pipelines that {@code targets.file} lists.
 *
 * @param file read anew at each question
 * @param http sends the requests of those that speak HTTP
 * @param clock tells when a request is signed
 */
record Pipelines(Path file, PipelineHttp http, InstantSource clock) {

  /**
   * The pipeline that trains a version of a model. By whom it is asked has been read by then.
   *
   * @param limit the longest wait for one answer
   * @throws IOException when the file, or one that it names, can't be read, or it does not list it,
   *     or says something else; the message says what and where
   */
  Pipeline open(EntityId version, Duration limit) throws IOException {
    PipelineTarget target =
        PipelineTarget.find(file, version)
            .orElseThrow(
                () ->
                    new IOException(
                        "no pipeline of "
                            + version
                            + " is in "
                            + file
                            + ": list its model under pipelines"));
    if (target instanceof PipelineTarget.Webhook webhook) {
      return WebhookPipeline.open(webhook, http, limit, clock);
    } else if (target instanceof PipelineTarget.Airflow airflow) {
      return AirflowPipeline.open(airflow, http, limit);
    }
    PipelineTarget.CronJob cronJob = (PipelineTarget.CronJob) target;
    return CronJobPipeline.open(cluster(cronJob), cronJob.name(), version, limit);
  }

  private KubernetesTarget cluster(PipelineTarget.CronJob target) throws IOException {
    return KubernetesTarget.find(file, "actuator", target.scope())
        .orElseThrow(
            () ->
                new IOException(
                    "the pipeline of "
                        + target.model()
                        + " is in the cluster '"
                        + target.cluster()
                        + "' with namespace '"
                        + target.namespace()
                        + "', which "
                        + file
                        + " does not list with an actuator's role: add it under kubernetes"));
  }
}
