package io.downhill.data;

/** What to do with a row that has a gap. */
public enum Missing {
  /** Fill a number with the mean; take the gap of a category as a level. */
  IMPUTE,
  /** Refuse the data, with the place of the gap. */
  ERROR,
  /** Leave the row out of training; where rows are scored, as impute. */
  DROP
}
