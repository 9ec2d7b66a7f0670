package io.downhill.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How to learn a {@link Preparation}, made by changing {@link #label one} that has the defaults.
 * Columns are given by name, or by number from 0 (negative: from the end) if none has that name.
 *
 * @param target what is to be predicted
 * @param positive which label is the positive class, of more than two against all others; empty for
 *     the one of two that sorts last
 * @param trim characters to take off the end of labels
 * @param weight the column of the examples' weights
 * @param offset the column that is added to each margin with the coefficient 1
 * @param cluster the column that says which rows are not independent of each other; no feature
 * @param missing what to do with gaps
 * @param exclude columns to leave out
 * @param only if not empty, the columns to use; they are used even if they look like identifiers
 * @param category columns to take as categories though they hold numbers; {@code rank=1} compares
 *     the other levels of rank with its level 1, not with the most frequent one
 * @param rare a level, or a gap, below this count has no feature of its own; at least 1
 * @param test the part of the rows to hold out, 0 for none, below 1
 * @param seed which rows are held out
 * @param constants whether a column of one number, not 0, is a feature, as a model without a bias
 *     may need; else it is left out
 * @param words the columns that are texts, whose words become features
 */
public record PreparationOptions(
    Target target,
    Optional<String> positive,
    String trim,
    Optional<String> weight,
    Optional<String> offset,
    Optional<String> cluster,
    Missing missing,
    List<String> exclude,
    List<String> only,
    List<String> category,
    int rare,
    double test,
    long seed,
    boolean constants,
    WordOptions words) {
  /** The least count of a level with a feature of its own, unless told otherwise. */
  public static final int RARE = 10;

  /** Checks the numbers and copies the lists. */
  public PreparationOptions {
    Argument.notNull(target, "target");
    Argument.notNull(missing, "missing");
    Argument.notNull(words, "words");
    exclude = List.copyOf(Argument.noneNull(exclude, "exclude"));
    only = List.copyOf(Argument.noneNull(only, "only"));
    category = List.copyOf(Argument.noneNull(category, "category"));
    if (!(target instanceof Target.Label) && (positive.isPresent() || !trim.isEmpty())) {
      throw new IllegalArgumentException(
          (positive.isPresent() ? "positive" : "trim-label")
              + " is about labels, and counts or fractions have none");
    }
    if (rare < 1) {
      throw new IllegalArgumentException("rare must be at least 1, not " + rare);
    }
    if (!(test >= 0 && test < 1)) {
      throw new IllegalArgumentException("test must be a part from 0 to below 1, not " + test);
    }
  }

  /** The defaults with this label. */
  public static PreparationOptions label(String label) {
    return target(Target.label(label));
  }

  /** The defaults with this target. */
  public static PreparationOptions target(Target target) {
    return new PreparationOptions(
        target,
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Missing.IMPUTE,
        List.of(),
        List.of(),
        List.of(),
        RARE,
        0,
        0,
        false,
        WordOptions.NONE);
  }

  /** The same with this column as {@link #offset}. */
  public PreparationOptions offset(String column) {
    return new PreparationOptions(
        target,
        positive,
        trim,
        weight,
        Optional.of(column),
        cluster,
        missing,
        exclude,
        only,
        category,
        rare,
        test,
        seed,
        constants,
        words);
  }

  /** The same with this {@link #cluster}. */
  public PreparationOptions cluster(String column) {
    return new PreparationOptions(
        target,
        positive,
        trim,
        weight,
        offset,
        Optional.of(column),
        missing,
        exclude,
        only,
        category,
        rare,
        test,
        seed,
        constants,
        words);
  }

  /** The same with this {@link #missing}. */
  public PreparationOptions missing(Missing value) {
    return new PreparationOptions(
        target, positive, trim, weight, offset, cluster, value, exclude, only, category, rare, test,
        seed, constants, words);
  }

  /** The same with these {@link #exclude}. */
  public PreparationOptions exclude(String... columns) {
    return new PreparationOptions(
        target,
        positive,
        trim,
        weight,
        offset,
        cluster,
        missing,
        Arrays.asList(Argument.notNull(columns, "columns")),
        only,
        category,
        rare,
        test,
        seed,
        constants,
        words);
  }

  /** The same with these columns as {@link #category}. */
  public PreparationOptions category(String... columns) {
    return new PreparationOptions(
        target,
        positive,
        trim,
        weight,
        offset,
        cluster,
        missing,
        exclude,
        only,
        Arrays.asList(Argument.notNull(columns, "columns")),
        rare,
        test,
        seed,
        constants,
        words);
  }

  /** The same with this {@link #rare}. */
  public PreparationOptions rare(int count) {
    return new PreparationOptions(
        target, positive, trim, weight, offset, cluster, missing, exclude, only, category, count,
        test, seed, constants, words);
  }

  /** The same with this part held out. */
  public PreparationOptions test(double part, long drawnBy) {
    return new PreparationOptions(
        target, positive, trim, weight, offset, cluster, missing, exclude, only, category, rare,
        part, drawnBy, constants, words);
  }

  /** The same, columns of one number being kept or not. */
  public PreparationOptions constants(boolean keep) {
    return new PreparationOptions(
        target, positive, trim, weight, offset, cluster, missing, exclude, only, category, rare,
        test, seed, keep, words);
  }

  /** The same with these columns as texts whose words become features. */
  public PreparationOptions text(String... columns) {
    return words(WordOptions.of(columns));
  }

  /** The same with these {@link #words}. */
  public PreparationOptions words(WordOptions options) {
    return new PreparationOptions(
        target, positive, trim, weight, offset, cluster, missing, exclude, only, category, rare,
        test, seed, constants, options);
  }
}
