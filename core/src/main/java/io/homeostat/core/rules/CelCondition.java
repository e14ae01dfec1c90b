package io.homeostat.core.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.homeostat.core.model.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A condition in CEL (google/cel-spec, standard functions and macros), compiled once. Its size, its
 * regular expressions, its iterations and the steps of an evaluation are limited; numbers compare
 * across types.
 */
final class CelCondition implements Condition {
  private static final String AND = "&&";

  static final int LONGEST = 4096;
  static final int MOST_ITERATIONS = 10_000;
  static final int MOST_STEPS = 100_000;

  static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(LONGEST)
          .maxParseRecursionDepth(48)
          .maxRegexProgramSize(1_000)
          .comprehensionMaxIterations(MOST_ITERATIONS)
          .enableHeterogeneousNumericComparisons(true)
          .enableQuotedIdentifierSyntax(true)
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

  private final String source;
  private final ConditionScope scope;
  private final CelRuntime.Program program;
  private final List<Condition> parts;

  private CelCondition(
      String source, ConditionScope scope, CelRuntime.Program program, List<Condition> parts) {
    this.source = source;
    this.scope = scope;
    this.program = program;
    this.parts = parts;
  }

  /**
   * Compiles an expression.
   *
   * @throws ConditionException when it can't be parsed, doesn't type-check, or isn't a truth value
   */
  static CelCondition compile(String source, ConditionScope scope) throws ConditionException {
    try {
      var ast = scope.compiler().compile(source).getAst();
      if (!ast.getResultType().equals(SimpleType.BOOL)) {
        throw new ConditionException(
            "the condition gives " + ast.getResultType().name() + ", not true or false");
      }
      return new CelCondition(source, scope, RUNTIME.createProgram(ast), parts(ast, scope));
    } catch (CelValidationException e) {
      String reasons =
          e.getErrors().stream()
              .limit(3)
              .map(CelCondition::describe)
              .collect(Collectors.joining("; "));
      throw new ConditionException("the condition can't be read: " + reasons, e);
    } catch (CelEvaluationException e) {
      throw new ConditionException("the condition can't be used: " + e.getMessage(), e);
    }
  }

  /** The conditions that {@code &&} joins outside all parentheses; none where it joins none. */
  private static List<Condition> parts(CelAbstractSyntaxTree ast, ConditionScope scope) {
    TreeSet<Integer> joints = new TreeSet<>();
    joints(ast.getExpr(), ast.getSource().getPositionsMap(), joints);
    String text = ast.getSource().getContent().toString();
    List<Condition> parts = new ArrayList<>();
    int from = 0;
    try {
      for (int joint : joints) {
        int end = text.offsetByCodePoints(0, joint);
        parts.add(compile(text.substring(from, end).strip(), scope));
        from = end + AND.length();
      }
      if (from > 0) {
        parts.add(compile(text.substring(from).strip(), scope));
      }
      return List.copyOf(parts);
    } catch (ConditionException e) {
      return List.of(); // A joint within parentheses: the whole is one part.
    }
  }

  private static void joints(CelExpr expr, Map<Long, Integer> positions, Set<Integer> joints) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.CALL
        && expr.call().function().equals(Operator.LOGICAL_AND.getFunction())) {
      joints.add(positions.getOrDefault(expr.id(), 0));
      expr.call().args().forEach(each -> joints(each, positions, joints));
    }
  }

  private static String describe(CelIssue issue) {
    CelSourceLocation at = issue.getSourceLocation();
    String line = at.getLine() > 1 ? "line " + at.getLine() + ", " : "";
    return "at its " + line + "column " + (at.getColumn() + 1) + ": " + issue.getMessage();
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public List<Condition> parts() {
    return parts.isEmpty() ? List.of(this) : parts;
  }

  @Override
  public Gate.Answer evaluate(Map<String, ?> variables) {
    Map<String, Object> known = new TreeMap<>();
    variables.forEach(
        (name, value) -> {
          if (scope.declares(name)) {
            known.put(name, normal(name, value));
          }
        });
    Steps steps = new Steps();
    try {
      Object result = program.trace(known, (expression, value) -> steps.count(value));
      return steps.unusable || !(result instanceof Boolean truth)
          ? Gate.Answer.UNKNOWN
          : truth ? Gate.Answer.PASS : Gate.Answer.FAIL;
    } catch (CelEvaluationException | StepLimitException e) {
      return Gate.Answer.UNKNOWN;
    }
  }

  /**
   * The value as CEL has it: whole numbers long, others double; what is NaN in a map is missing.
   */
  private static Object normal(String key, Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new TreeMap<>();
      map.forEach(
          (name, item) -> {
            if (!(item instanceof Double number && number.isNaN())) {
              copy.put(String.valueOf(name), normal(String.valueOf(name), item));
            }
          });
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(item -> copy.add(normal(key, item)));
      return copy;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return key.equals("severity") ? value.toString().toLowerCase(Locale.ROOT) : value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CelCondition that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source;
  }

  /** Counts what an evaluation computes, and notices a NaN. */
  private static final class Steps {
    private int taken;
    private boolean unusable;

    void count(Object value) {
      unusable |= value instanceof Double number && number.isNaN();
      taken++;
      if (taken > MOST_STEPS) {
        throw new StepLimitException();
      }
    }
  }

  /** Ends an evaluation that takes too many steps. */
  private static final class StepLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepLimitException() {
      super("the condition took more than " + MOST_STEPS + " steps", null, false, false);
    }
  }
}
