package io.homeostat.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.document.DocumentException;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Severity;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FeatureTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer|smallint",
        "integer|bigint",
        "integer|int4",
        "integer|bigserial",
        "number|integer",
        "number|double precision",
        "number|numeric(10,2)",
        "number|float8",
        "text|character varying(20)",
        "text|text",
        "text|varchar(3)",
        "text|public.citext",
        "boolean|boolean",
        "boolean|tinyint(1)",
        "timestamp|timestamp(3) with time zone",
        "timestamp|timestamptz",
        "date|date",
        "uuid|uuid",
        "json|jsonb",
        "bytes|bytea",
        "vector|public.halfvec(8)",
        "vector(384)|public.vector(384)",
        "public.mood|public.mood",
        "public.mood|mood"
      })
  void columnsThatHoldWhatIsAskedForAreAdmitted(String type, String column) {
    assertThat(FeatureType.parse(type).orElseThrow().admits(column)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer|numeric(10,2)",
        "integer|text",
        "number|text",
        "text|bytea",
        "boolean|integer",
        "timestamp|date",
        "date|timestamp with time zone",
        "vector(384)|public.vector(512)",
        "vector(384)|public.vector",
        "vector|real[]",
        "integer|integer[]",
        "public.mood|text",
        "public.mood|other.mood"
      })
  void othersAreNot(String type, String column) {
    assertThat(FeatureType.parse(type).orElseThrow().admits(column)).isFalse();
  }

  @Test
  void contractsAreReadWhollyAndWithWhatIsUsual() {
    FeatureContract read = RuleParser.parse(FeatureExamples.FEATURE).features().get(0);
    assertThat(read)
        .isEqualTo(
            new FeatureContract(
                "user_age",
                EntityId.parse("pg-table:prod/rag/public.users"),
                "age",
                new FeatureType("integer"),
                true,
                Optional.of(new FeatureContract.Range(0, 120)),
                List.of(),
                Optional.of(900_000L),
                "team-recs",
                List.of(EntityId.parse("model:recommender/v7"), EntityId.parse("model:ranker/v3")),
                0.005,
                Optional.of(0.8),
                Severity.WARNING));
    assertThat(read.words())
        .isEqualTo("feature user_age, used by recommender/v7, ranker/v3, owner team-recs");
    FeatureContract usual = RuleParser.parse(FeatureExamples.CATEGORY).features().get(0);
    assertThat(usual.categories()).containsExactly("free", "1", "true");
    assertThat(usual.required()).isFalse();
    assertThat(usual.tolerated()).isEqualTo(0.01);
    assertThat(usual.importance()).isEmpty();
    assertThat(usual.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(usual.freshMillis()).isEmpty();
  }

  @Test
  void anUnknownTypeIsToldWithPlaceAndRemedy() {
    Assertions.assertThatThrownBy(
            () -> RuleParser.parse(FeatureExamples.FEATURE.replace("integer", "intger")))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("rules:5:")
        .hasMessageContaining("there is no type 'intger' of features")
        .hasMessageContaining("did you mean 'integer'?");
  }

  @Test
  void aFeatureThatStandsTwiceIsToldWithBothPlaces() {
    String twice =
        FeatureExamples.FEATURE
            + FeatureExamples.FEATURE.substring(FeatureExamples.FEATURE.indexOf("  - "));
    Assertions.assertThatThrownBy(() -> RuleParser.parse(twice))
        .hasMessageContaining("the feature 'user_age' stands also at rules:2:");
  }
}
