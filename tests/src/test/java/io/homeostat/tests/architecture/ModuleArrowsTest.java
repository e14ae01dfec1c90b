package io.homeostat.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds {@code core ← schemas ← {ingest, processors, actuators, console, demo, cli}}, and the
 * purity of core.
 */
class ModuleArrowsTest {
  private static final List<String> MODULES =
      List.of("core", "schemas", "ingest", "processors", "actuators", "console", "demo", "cli");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importPaths(
              MODULES.stream().map(module -> Path.of("..", module, "target", "classes")).toList());

  @Test
  void coreKnowsOnlyTheJdkAndItsComputationLibraries() {
    classes()
        .that()
        .resideInAPackage("io.homeostat.core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.homeostat.core..",
            "java..",
            "javax.annotation..",
            "org.jspecify..",
            "dev.cel..",
            "com.google.protobuf..",
            "com.google.common..",
            "com.google.re2j..",
            "org.snakeyaml..",
            "com.dynatrace.hash4j..")
        .check(CLASSES);
  }

  @Test
  void schemasKnowsOnlyCore() {
    noHomeostatBut("schemas", "core", "schemas").check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "processors", "actuators", "console", "demo", "cli"})
  void aShellKnowsCoreAndSchemasAndNoOtherShell(String module) {
    noHomeostatBut(module, "core", "schemas", module).check(CLASSES);
  }

  @Test
  void onlyProcessorsKnowsFlinkAndOnlyActuatorsKnowsStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.homeostat.processors..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.flink..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.homeostat.actuators..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka.streams..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCudaPackageKnowsJcuda() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.homeostat.processors.cuda..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jcuda..")
        .check(CLASSES);
  }

  private static ArchRule noHomeostatBut(String module, String... permitted) {
    String[] forbidden =
        MODULES.stream()
            .filter(other -> !List.of(permitted).contains(other))
            .map(other -> "io.homeostat." + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("io.homeostat." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true);
  }
}
