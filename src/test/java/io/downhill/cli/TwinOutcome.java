package io.downhill.cli;

/**
 * What came of a command on a dirty twin, beside what came of it on the clean table.
 *
 * @param verdict what it is
 * @param told what the command said, or how it differs
 */
record TwinOutcome(Verdict verdict, String told) {
  /** In which ways a twin may be taken. */
  enum Verdict {
    /** As the clean table. */
    SAME,
    /** One line that names the file, and no result. */
    REFUSED,
    /** As the clean table without some columns, each named with a cure. */
    LEFT_OUT,
    /** Some columns of numbers are categories, each named with a cure. */
    CATEGORY,
    /** Another fit, about which a line names a column and how it should be written. */
    TOLD,
    /** Something else without a word: a fault. */
    WRONG
  }
}
