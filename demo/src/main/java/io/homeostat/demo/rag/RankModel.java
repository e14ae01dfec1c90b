package io.homeostat.demo.rag;

/**
 * What ranks documents beside their likeness to the question: popularity times quality, each in
 * parts of what was its upper end when the model was trained. A model that meets another unit than
 * it was trained with ranks by little else.
 *
 * @param version such as {@code v1}
 * @param popularityScale above 0
 * @param qualityScale above 0
 */
public record RankModel(String version, double popularityScale, double qualityScale) {
  /** The model as this world begins: both features go from 0 to 1. */
  public static final RankModel FIRST = new RankModel("v1", 1, 1);

  public RankModel {
    if (!(popularityScale > 0 && qualityScale > 0)) {
      throw new IllegalArgumentException(
          "scales of model "
              + version
              + " are "
              + popularityScale
              + " and "
              + qualityScale
              + ": both must be above 0");
    }
  }

  /** What a document's features count. */
  double weigh(double popularity, double quality) {
    return popularity / popularityScale * quality / qualityScale;
  }
}
