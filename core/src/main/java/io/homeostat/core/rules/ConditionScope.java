package io.homeostat.core.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.Map;
import java.util.Optional;

/** Where a condition stands, and so what it can speak of. */
final class ConditionScope {
  /** A playbook's {@code when}: the variable {@code incident}. */
  static final ConditionScope INCIDENT =
      new ConditionScope(
          ImmutableMap.of("incident", StructTypeReference.create(Types.INCIDENT)),
          "incident.system, incident.kinds, incident.entities, incident.severity, incident.age,"
              + " incident.underway");

  /**
   * A playbook's {@code require}: {@code target}, {@code symptom} and {@code peer}, maps from
   * series to means.
   */
  static final ConditionScope TARGET =
      new ConditionScope(
          ImmutableMap.of("target", Types.MEANS, "symptom", Types.MEANS, "peer", Types.MEANS),
          "target[\"series\"], symptom[\"series\"] and peer[\"series\"]");

  private final Map<String, CelType> variables;
  private final String vocabulary;
  private final CelCompiler compiler;

  private ConditionScope(Map<String, CelType> variables, String vocabulary) {
    this.variables = variables;
    this.vocabulary = vocabulary;
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(CelCondition.OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(new Types());
    variables.forEach(builder::addVar);
    this.compiler = builder.build();
  }

  CelCompiler compiler() {
    return compiler;
  }

  /** Whether a condition here can name the variable. */
  boolean declares(String variable) {
    return variables.containsKey(variable);
  }

  /** What can be named here, for a person. */
  String vocabulary() {
    return vocabulary;
  }

  private static final class Types implements CelTypeProvider {
    static final String INCIDENT = "homeostat.Incident";
    static final CelType MEANS = MapType.create(SimpleType.STRING, SimpleType.DOUBLE);
    private static final ImmutableMap<String, CelType> FIELDS =
        ImmutableMap.of(
            "system",
            SimpleType.STRING,
            "kinds",
            ListType.create(SimpleType.STRING),
            "entities",
            ListType.create(SimpleType.STRING),
            "severity",
            SimpleType.STRING,
            "age",
            SimpleType.DOUBLE,
            "underway",
            ListType.create(SimpleType.STRING));

    private final StructType incident =
        StructType.create(
            INCIDENT,
            ImmutableSet.copyOf(FIELDS.keySet()),
            field -> Optional.ofNullable(FIELDS.get(field)));

    @Override
    public ImmutableList<CelType> types() {
      return ImmutableList.of(incident);
    }

    @Override
    public Optional<CelType> findType(String name) {
      return name.equals(INCIDENT) ? Optional.of(incident) : Optional.empty();
    }
  }
}
