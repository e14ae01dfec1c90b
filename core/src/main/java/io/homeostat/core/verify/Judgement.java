package io.homeostat.core.verify;

import io.homeostat.core.model.Plot;
import io.homeostat.core.model.Verdict;
import java.util.List;

/** What a window after an effect shows. */
public sealed interface Judgement {
  /** The series judged. */
  List<Plot> plots();

  /** One sentence with the numbers. */
  String reason();

  /**
   * It can be told.
   *
   * @param result what was found; never UNKNOWN
   * @param reason one sentence with the numbers
   * @param plots the series judged
   */
  record Told(Verdict.Result result, String reason, List<Plot> plots) implements Judgement {}

  /**
   * The target is better and its peer still, but a symptom is not better: it may be recovering.
   *
   * @param result what it is if it stays so
   * @param reason one sentence with the numbers
   * @param plots the series judged
   */
  record Recovering(Verdict.Result result, String reason, List<Plot> plots) implements Judgement {}

  /**
   * Some series says too little.
   *
   * @param reason which
   * @param plots the series, as far as they are known
   */
  record Missing(String reason, List<Plot> plots) implements Judgement {}
}
