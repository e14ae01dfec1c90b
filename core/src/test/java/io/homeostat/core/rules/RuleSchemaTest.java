package io.homeostat.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.homeostat.core.document.CheckResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class RuleSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchema SCHEMA = schema();

  static Stream<String> sound() {
    return Stream.of(Examples.sound(), DriftExamples.sound(), FeatureExamples.sound())
        .flatMap(List::stream);
  }

  static Stream<Examples.Mistake> structural() {
    return Stream.of(
            Examples.structural(), DriftExamples.structural(), FeatureExamples.structural())
        .flatMap(List::stream);
  }

  static Stream<Examples.Mistake> semantic() {
    return Stream.of(Examples.semantic(), DriftExamples.semantic(), FeatureExamples.semantic())
        .flatMap(List::stream);
  }

  @Test
  void schemaIsSoundByItsOwnMetaSchema() {
    JsonSchema meta =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    "https://json-schema.org/draft/2020-12/schema"));

    assertThat(meta.validate(SCHEMA.getSchemaNode())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("sound")
  void schemaAndParserBothAcceptSoundRules(String text) {
    assertThat(RuleParser.check(text)).isInstanceOf(CheckResult.Sound.class);
    assertThat(validate(text)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("structural")
  void schemaAndParserBothRejectWrongStructure(Examples.Mistake mistake) {
    assertThat(RuleParser.check(mistake.text())).isInstanceOf(CheckResult.Broken.class);
    assertThat(validate(mistake.text())).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("semantic")
  void parserAlsoRejectsWhatNoSchemaCanTell(Examples.Mistake mistake) {
    assertThat(RuleParser.check(mistake.text())).isInstanceOf(CheckResult.Broken.class);
    assertThat(validate(mistake.text())).isEmpty();
  }

  private static Set<ValidationMessage> validate(String yaml) {
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    JsonNode node = JSON.valueToTree(tree);
    return SCHEMA.validate(node == null ? JSON.nullNode() : node);
  }

  private static JsonSchema schema() {
    try (InputStream stream =
        Objects.requireNonNull(RuleParser.class.getResourceAsStream("rules.schema.json"))) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(stream, SchemaValidatorsConfig.builder().build());
    } catch (IOException e) {
      throw new IllegalStateException("the schema can't be read", e);
    }
  }
}
