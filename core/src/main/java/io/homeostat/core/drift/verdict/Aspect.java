package io.homeostat.core.drift.verdict;

/** In what way a column can drift; each is a test with its part of the error rate. */
public enum Aspect {
  /** Values are greater or smaller. */
  LOCATION("moved"),
  /** Values are wider apart or closer together. */
  SCALE("is spread otherwise"),
  /** The distribution has another form. */
  FORM("has another form"),
  /** More or fewer values lie at an end. */
  TAIL("has other tails"),
  /** Categories have other shares. */
  CATEGORIES("has other shares"),
  /** One category, or those without a cell, has another share. */
  CATEGORY("has another share of one category"),
  /** More or fewer rows have no value. */
  MISSING("is missing otherwise"),
  /** More or fewer values are of another type. */
  TYPE("has other types"),
  /** More or fewer rows repeat one of those before in some columns. */
  REPEATED("repeat");

  private final String words;

  Aspect(String words) {
    this.words = words;
  }

  /** What happened, as the rest of a sentence about the column. */
  public String words() {
    return words;
  }
}
