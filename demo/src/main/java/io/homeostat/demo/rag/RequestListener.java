package io.homeostat.demo.rag;

/** Hears how each request to the retriever ended; must return at once. */
public interface RequestListener {

  /** A question was answered. */
  void answered(Question question, double durationMillis);

  /** A question could not be answered, for this reason. */
  void failed(String reason, double durationMillis);
}
