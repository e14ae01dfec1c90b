package io.homeostat.actuators.retraining;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The Job that is one run: what the CronJob's template says, with the request beside it. */
final class JobForm {
  /** Names the command whose run a Job is. */
  static final String COMMAND = "homeostat.io/command";

  /** The model, as far as a label can say it. */
  static final String MODEL = "homeostat.io/model";

  /** The request, in the environment of each container. */
  static final String REQUEST = "HOMEOSTAT_REQUEST";

  /** As {@code kubectl create job --from} says it. */
  private static final String INSTANTIATE = "cronjob.kubernetes.io/instantiate";

  private static final String PREFIX = "homeostat-";
  private static final int DIGITS = 32;
  private static final int LONGEST_LABEL = 63;
  private static final int LEAST_KEPT_SECONDS = 3_600;

  private JobForm() {}

  /** The name of a command's Job, valid as a DNS label. */
  static String name(String id) {
    String digits = id.matches("[0-9a-fA-F]{32,}") ? id.substring(0, DIGITS) : Ids.of("job", id);
    return PREFIX + digits.toLowerCase(Locale.ROOT);
  }

  /** The command whose run a Job is, if it is one's. */
  static Optional<String> command(Job job) {
    return Optional.ofNullable(job.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(COMMAND));
  }

  /**
   * Makes the Job.
   *
   * @param cronJob as it was read
   * @param version what is trained
   * @param json the request
   */
  static Job of(CronJob cronJob, String id, EntityId version, String json) {
    JobTemplateSpec template = cronJob.getSpec().getJobTemplate();
    Optional<ObjectMeta> metadata = Optional.ofNullable(template.getMetadata());
    Map<String, String> labels =
        new HashMap<>(metadata.map(ObjectMeta::getLabels).orElse(Map.of()));
    labels.put(MODEL, label(version));
    Map<String, String> annotations =
        new HashMap<>(metadata.map(ObjectMeta::getAnnotations).orElse(Map.of()));
    annotations.put(COMMAND, id);
    annotations.put(INSTANTIATE, "manual");
    Job job =
        new JobBuilder()
            .withNewMetadata()
            .withName(name(id))
            .withNamespace(cronJob.getMetadata().getNamespace())
            .withLabels(labels)
            .withAnnotations(annotations)
            .addNewOwnerReference()
            .withApiVersion("batch/v1")
            .withKind("CronJob")
            .withName(cronJob.getMetadata().getName())
            .withUid(cronJob.getMetadata().getUid())
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    return asked(job, json);
  }

  /** With the request. */
  private static Job asked(Job job, String json) {
    JobSpec spec = job.getSpec();
    var pod = spec.getTemplate().getSpec();
    pod.setContainers(asked(pod.getContainers(), json));
    pod.setInitContainers(asked(pod.getInitContainers(), json));
    // One that is gone as soon as it has ended is taken for one that never was.
    if (spec.getTtlSecondsAfterFinished() != null) {
      spec.setTtlSecondsAfterFinished(
          Math.max(LEAST_KEPT_SECONDS, spec.getTtlSecondsAfterFinished()));
    }
    return job;
  }

  private static List<Container> asked(List<Container> containers, String json) {
    String literal = json.replace("$", "$$"); // Else Kubernetes puts in what $(NAME) stands for.
    List<Container> asked = new ArrayList<>();
    for (Container container : containers) {
      List<EnvVar> environment = new ArrayList<>(container.getEnv());
      environment.removeIf(variable -> variable.getName().equals(REQUEST));
      environment.add(new EnvVarBuilder().withName(REQUEST).withValue(literal).build());
      asked.add(new ContainerBuilder(container).withEnv(environment).build());
    }
    return asked;
  }

  private static String label(EntityId version) {
    String text = String.join(".", version.scope()).replaceAll("[^A-Za-z0-9._-]", "_");
    return text.substring(0, Math.min(LONGEST_LABEL, text.length()))
        .replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
  }
}
