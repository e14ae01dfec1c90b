package io.homeostat.schemas.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.model.EntityId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code targets.file} says of training pipelines. */
class PipelineTargetTest {
  private static final String SIGNED = "roles: {actuator: {secretFile: a.secret}}";
  private static final String BY_TOKEN = "roles: {actuator: {tokenFile: a.token}}";
  private static final String BY_USER = "roles: {actuator: {user: me, passwordFile: a.password}}";
  private static final String WEBHOOK = "kind: webhook, url: 'https://h/r', " + SIGNED;

  @TempDir private Path folder = Path.of("unset");

  @Test
  void eachKindIsRead() throws Exception {
    Path file =
        file(
            """
            pipelines:
              - model: model:demo/ranker
                kind: webhook
                url: https://training.example/retrain/
                roles: {actuator: {secretFile: retrain.secret}}
              - model: model:shop/recommender
                kind: airflow
                url: https://airflow.example:8080
                dag: retrain_recommender
                roles: {actuator: {tokenFile: airflow.token}}
              - model: model:shop/older
                kind: airflow
                url: http://airflow.example:8080/base
                dag: retrain_older
                api: v1
                roles: {actuator: {user: homeostat, passwordFile: airflow.password}}
              - model: model:shop/fraud
                kind: kubernetes
                cluster: prod
                namespace: ml
                cronJob: retrain-fraud
            """);
    assertThat(PipelineTarget.read(file))
        .containsExactly(
            new PipelineTarget.Webhook(
                EntityId.parse("model:demo/ranker"),
                URI.create("https://training.example/retrain"),
                folder.resolve("retrain.secret")),
            new PipelineTarget.Airflow(
                EntityId.parse("model:shop/recommender"),
                URI.create("https://airflow.example:8080"),
                "retrain_recommender",
                PipelineTarget.Api.V2,
                new PipelineTarget.Login.Token(folder.resolve("airflow.token"))),
            new PipelineTarget.Airflow(
                EntityId.parse("model:shop/older"),
                URI.create("http://airflow.example:8080/base"),
                "retrain_older",
                PipelineTarget.Api.V1,
                new PipelineTarget.Login.Password("homeostat", folder.resolve("airflow.password"))),
            new PipelineTarget.CronJob(
                EntityId.parse("model:shop/fraud"), "prod", "ml", "retrain-fraud"));
  }

  @Test
  void theLongestNameThatIsABeginningCounts() throws Exception {
    Path file =
        file(
            "pipelines:\n"
                + entry("model: 'model:shop', " + WEBHOOK)
                + entry("model: 'model:shop/fraud/v2', " + WEBHOOK)
                + entry("model: 'model:shop/fraud', " + WEBHOOK));
    assertThat(found(file, "model:shop/fraud/v1")).contains("model:shop/fraud");
    assertThat(found(file, "model:shop/fraud/v2")).contains("model:shop/fraud/v2");
    assertThat(found(file, "model:shop/frauds/v1")).contains("model:shop");
    assertThat(found(file, "model:shops/fraud/v1")).isEmpty();
  }

  @Test
  void aFileWithoutPipelinesHasNone() throws Exception {
    assertThat(PipelineTarget.read(file("targets: []\n"))).isEmpty();
  }

  @Test
  void theOtherSectionsAreReadAsBefore() throws Exception {
    Path file =
        file(
            """
            kubernetes:
              - name: prod
                url: https://10.0.0.1:6443
                namespace: ml
                roles: {actuator: {tokenFile: actuator.token}}
            pipelines:
              - {model: 'model:a', kind: nonsense}
            """);
    assertThat(KubernetesTarget.read(file, "actuator"))
        .extracting(KubernetesTarget::name)
        .containsExactly("prod");
    assertThat(PostgresTarget.read(file, "probe")).isEmpty();
  }

  @Test
  void whatIsWrongIsSaidWithItsRemedy() throws Exception {
    refused(WEBHOOK, "a pipeline has no 'model': add the one that it trains");
    refused("model: 'service:a', " + WEBHOOK, "'service:a': give one such as model:demo/ranker");
    refused("model: 'model:a', kind: pigeon", "of model:a is of kind 'pigeon': give webhook");
    refused("model: 'model:a'", "the pipeline of model:a has no 'kind': add it");
    refused("model: 'model:a', kind: webhook, " + SIGNED, "has no 'url': add it");
    refused(
        "model: 'model:a', kind: webhook, url: 'ftp://h', " + SIGNED, "give one such as https://");
    refused(
        "model: 'model:a', kind: webhook, url: 'https://h/r?x=1', " + SIGNED,
        "without '?' and '#'");
    refused("model: 'model:a', kind: webhook, url: 'a b', " + SIGNED, "model:a is none: give");
    refused("model: 'model:a', kind: webhook, url: 'https://h'", "has no role actuator");
    refused("model: 'model:a', kind: webhook, url: 'https://h', " + BY_TOKEN, "give secretFile");
    refused(
        "model: 'model:a', secret: x, " + WEBHOOK,
        "'secret' of the pipeline of model:a is not known; known are [kind, model, roles, url]");
    refused("model: 'model:a', kind: airflow, url: 'https://h', " + BY_TOKEN, "has no 'dag'");
    refused(
        "model: 'model:a', kind: airflow, url: 'https://h', dag: d, api: v3, " + BY_TOKEN,
        "is 'v3': give v1 for Airflow 2, v2 for Airflow 3");
    refused(
        "model: 'model:a', kind: airflow, url: 'https://h', dag: d, " + BY_USER,
        "api v2 takes none: give tokenFile");
    refused(
        "model: 'model:a', kind: airflow, url: 'https://h', dag: d, " + SIGNED,
        "give either tokenFile, or user and passwordFile");
    refused("model: 'model:a', kind: kubernetes, cluster: c, cronJob: j", "has no 'namespace'");
  }

  @Test
  void aModelHasOnePipeline() throws Exception {
    Path file =
        file(
            "pipelines:\n"
                + entry("model: 'model:a', " + WEBHOOK)
                + entry("model: 'model:a', " + WEBHOOK));
    assertThatThrownBy(() -> PipelineTarget.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("model:a is listed twice: take one away");
  }

  @Test
  void noMessageTellsAPassword() throws Exception {
    Path file =
        file(
            "pipelines:\n"
                + entry(
                    "model: 'model:a', kind: webhook, url: 'https://me:s3cret@h/r', " + SIGNED));
    assertThatThrownBy(() -> PipelineTarget.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has a user in it")
        .hasMessageNotContaining("s3cret");
    for (String url : new String[] {"https://h:8443/s3cret?a=s3cret", "https://h:8443/#s3cret"}) {
      assertThatThrownBy(
              () ->
                  PipelineTarget.read(
                      file(
                          "pipelines:\n"
                              + entry(
                                  "model: 'model:a', kind: webhook, url: '"
                                      + url
                                      + "', "
                                      + SIGNED))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("'https://h:8443' with what follows")
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void whatNoHeaderCanHoldIsToldByItsFileAlone() throws Exception {
    Path file = folder.resolve("a.token");
    for (String text :
        new String[] {"s3cret\ns3cret", "\ufeffs3cret", "s3c\u0000ret", "s3 cret", ""}) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> new PipelineTarget.Login.Token(file).authorization())
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + " holds no token")
          .hasMessageNotContainingAny("s3c", "cret");
    }
    for (String text : new String[] {"s3cret\ns3cret", "s3c\u0000ret"}) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> new PipelineTarget.Login.Password("me", file).authorization())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file + " holds, has a control character")
          .hasMessageNotContainingAny("s3c", "cret");
    }
    Files.write(file, new byte[] {'s', '3', 'c', (byte) 0xff});
    assertThatThrownBy(() -> new PipelineTarget.Login.Token(file).authorization())
        .hasMessage(file + " is no text in UTF-8");
    Files.writeString(file, "a-token.~\n");
    assertThat(new PipelineTarget.Login.Token(file).authorization()).isEqualTo("Bearer a-token.~");
  }

  private static Optional<String> found(Path file, String version) throws IOException {
    return PipelineTarget.find(file, EntityId.parse(version)).map(target -> target.model().text());
  }

  private void refused(String entry, String why) throws IOException {
    Path file = file("pipelines:\n" + entry(entry));
    assertThatThrownBy(() -> PipelineTarget.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " does not list pipelines as it should: ")
        .hasMessageContaining(why);
  }

  private static String entry(String text) {
    return "  - {" + text + "}\n";
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("targets.yaml"), text);
  }
}
