package io.homeostat.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.document.SourceText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityMappingTest {
  private static final EntityMapping DEFAULTS = EntityMapping.defaults();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "__name__=pg_stat_user_tables_n_dead_tup server=db:5432 datname=rag schemaname=public"
            + " relname=docs instance=e:9187 | pg-table:db%3A5432/rag/public.docs",
        "__name__=pg_stat_user_tables_n_dead_tup homeostat_scope=prod/rag datname=rag"
            + " schemaname=public relname=docs | pg-table:prod/rag/public.docs",
        "__name__=pg_stat_user_indexes_idx_scan homeostat_scope=prod/rag datname=rag"
            + " schemaname=public relname=docs indexrelname=i | pg-index:prod/rag/public.i",
        "__name__=pg_stat_database_deadlocks server=db:5432 datname=rag |"
            + " pg-database:db%3A5432/rag",
        "__name__=pg_up instance=e:9187 job=pg | postgres:e%3A9187",
        "__name__=pg_up homeostat_scope=prod/rag instance=e:9187 | postgres:prod/rag",
        "__name__=kube_deployment_status_replicas namespace=rag deployment=retriever |"
            + " deployment:default/rag/retriever",
        "__name__=kube_pod_status_phase cluster=eks namespace=monitoring exported_namespace=rag"
            + " pod=ksm exported_pod=r-1 | pod:eks/rag/r-1",
        "__name__=container_cpu_usage_seconds_total namespace=rag pod=r-1 container=r |"
            + " pod:default/rag/r-1",
        "__name__=node_load1 instance=n1:9100 job=node | node:default/n1%3A9100",
        "service_name=retriever service_namespace=rag deployment_environment_name=demo"
            + " k8s_pod_name=r-1 k8s_namespace_name=rag | service:demo/rag/retriever",
        "k8s_pod_name=r-1 k8s_namespace_name=rag k8s_cluster_name=eks | pod:eks/rag/r-1",
        "__name__=http_requests_total job=api instance=a:80 | service:default/default/api",
        "__name__=http_requests_total | service:default/default/unknown_service",
        "homeostat_entity=model:embedder/v3 job=api | model:embedder/v3"
      })
  void theDefaultsKnowWhatIsCommon(String labels, String entity) {
    assertThat(DEFAULTS.map(labels(labels)).entity().text()).isEqualTo(entity);
  }

  @Test
  void onlyTheLabelsThatStandInTheEntityAreUsedUp() {
    Mapped mapped =
        DEFAULTS.map(labels("__name__=pg_up server=db:5432 instance=e:9187 job=pg cluster=t"));
    assertThat(mapped.used()).containsExactly("server");
  }

  @Test
  void rulesOfAFileComeFirst() {
    EntityMapping mapping =
        EntityMapping.of(
            List.of(
                new SourceText(
                    "own.yaml",
                    """
                    entities:
                      - where: ['job=~"embed.*"']
                        entity: "model:{job}/{version|'v1'}"
                    """)));
    assertThat(mapping.map(labels("job=embedder")).entity().text()).isEqualTo("model:embedder/v1");
    assertThat(mapping.map(labels("job=api")).entity().text())
        .isEqualTo("service:default/default/api");
  }

  @Test
  void mistakesAreNamedWithTheirPlaces() {
    String broken =
        """
        entities:
          - where: ['job=~"("']
            entity: "model:{job}"
          - entity: "model:{job"
          - entity: "Model:{job}"
          - entity: "model:a{*scope}"
        """;
    assertThatThrownBy(() -> EntityMapping.of(List.of(new SourceText("own.yaml", broken))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("own.yaml:2")
        .hasMessageContaining("regular expression")
        .hasMessageContaining("own.yaml:4")
        .hasMessageContaining("own.yaml:5")
        .hasMessageContaining("own.yaml:6");
  }

  @Test
  void whatCannotBeAnEntityIsRefused() {
    assertThatThrownBy(() -> DEFAULTS.map(Map.of("homeostat_entity", "nonsense")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonsense");
    assertThatThrownBy(() -> DEFAULTS.map(Map.of("job", "x".repeat(2_000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 1024");
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    for (String label : text.strip().split(" +", -1)) {
      int equals = label.indexOf('=');
      labels.put(label.substring(0, equals), label.substring(equals + 1));
    }
    return labels;
  }
}
