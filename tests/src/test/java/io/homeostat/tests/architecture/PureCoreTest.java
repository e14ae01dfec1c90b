package io.homeostat.tests.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Core decides from the log alone: it asks no clock, no randomness, no environment, no file, no
 * network, no thread.
 */
class PureCoreTest {
  private static final JavaClasses CORE =
      new ClassFileImporter().importPath(Path.of("..", "core", "target", "classes"));

  @Test
  void coreAsksNoClock() {
    forbid(System.class.getName(), "currentTimeMillis|nanoTime");
    forbid(
        "java\\.time\\.(Instant|Clock|LocalDate|LocalDateTime|ZonedDateTime|OffsetDateTime)",
        "now|system.*");
    forbid("java\\.time\\.ZoneId", "systemDefault");
  }

  @Test
  void coreAsksNoRandomnessAndNoEnvironment() {
    forbid(System.class.getName(), "getenv|getProperty|identityHashCode");
    forbid("java\\.lang\\.Math", "random");
    forbid("java\\.util\\.UUID", "randomUUID");
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.util\\.Random|java\\.security\\.SecureRandom|java\\.util\\.concurrent\\..*Random")
        .check(CORE);
  }

  @Test
  void coreUsesStrictMathForTranscendentalFunctions() {
    forbid(
        "java\\.lang\\.Math",
        "sin|cos|tan|asin|acos|atan|atan2|exp|expm1|log|log10|log1p|pow|cbrt|sinh|cosh|tanh|hypot");
  }

  @Test
  void coreTouchesNoFileNoNetworkAndNoThread() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.io\\.File.*|java\\.nio\\.(file|channels)\\..*|java\\.net\\.(Socket|http|URLConnection).*"
                + "|java\\.lang\\.(Thread|ProcessBuilder|Runtime)|java\\.sql\\..*|java\\.util\\.Timer"
                + "|java\\.util\\.concurrent\\.(Executor.*|CompletableFuture)")
        .check(CORE);
  }

  @Test
  void coreFormatsNothingByTheDefaultLocale() {
    noClasses()
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .check(CORE);
  }

  /** What core must not do, to show that the rules see it. */
  static final class Impure {
    private Impure() {}

    static long decide() {
      return System.currentTimeMillis()
          + java.time.Instant.now().toEpochMilli()
          + Math.round(Math.exp(Math.random()))
          + String.format("%d", System.getenv().size()).length();
    }
  }

  @Test
  void theRulesSeeWhatIsForbidden() {
    JavaClasses impure = new ClassFileImporter().importClasses(Impure.class);
    for (ArchRule rule :
        List.of(
            forbidden(System.class.getName(), "currentTimeMillis"),
            forbidden("java\\.time\\.Instant", "now"),
            forbidden("java\\.lang\\.Math", "exp"),
            forbidden("java\\.lang\\.Math", "random"),
            forbidden(System.class.getName(), "getenv"))) {
      assertThat(rule.evaluate(impure).hasViolation()).as(rule.getDescription()).isTrue();
    }
  }

  private static void forbid(String ownerPattern, String methodPattern) {
    forbidden(ownerPattern, methodPattern).check(CORE);
  }

  private static ArchRule forbidden(String ownerPattern, String methodPattern) {
    DescribedPredicate<JavaClass> ownerName = nameMatching(ownerPattern).forSubtype();
    DescribedPredicate<JavaCall<?>> call =
        target(owner(ownerName)).and(target(nameMatching(methodPattern))).forSubtype();
    return noClasses().should().callMethodWhere(call.forSubtype());
  }
}
