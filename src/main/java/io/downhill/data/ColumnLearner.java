package io.downhill.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Learns what becomes of one column from its training rows. */
final class ColumnLearner {
  /** The fewest rows from which an identifier or a leak can be told from chance. */
  static final int TELLING = 20;

  /** The most levels with a feature of their own. */
  static final int MOST_LEVELS = 1000;

  private static final int FEW = 1000;
  private static final String MISSING = "(missing)";
  private static final String OTHER = "(other)";
  private static final Pattern IDENTIFIER =
      Pattern.compile(
          "(?i)(.*[_ .-])?(id|key|uuid|guid|index|row[_ .]?(names?|num|number|id))|.*[a-z](?-i:I[dD])");

  private final RawExamples raw;
  private final int j;
  private final int[] rows;
  private final String name;
  private final Optional<String> category;
  private final boolean wanted;
  private final int rare;
  private final List<String> warnings;
  private Scale scale = Scale.NUMBER;

  /**
   * Looks at a column.
   *
   * @param rows to learn from
   * @param typed the kind that its table says it has
   * @param category present if the user takes it for a category: the level that the others are
   *     compared with, or an empty text for the most frequent one
   * @param wanted whether the user named it
   * @param warnings takes what is worth telling
   */
  ColumnLearner(
      RawExamples raw,
      int j,
      int[] rows,
      Table.Kind typed,
      Optional<String> category,
      boolean wanted,
      int rare,
      List<String> warnings) {
    this.raw = raw;
    this.j = j;
    this.rows = rows;
    this.name = raw.names().get(j);
    this.category = category;
    this.wanted = wanted;
    this.rare = rare;
    this.warnings = warnings;
    if (typed == Table.Kind.BOOLEAN) {
      scale = Scale.TRUTH;
    } else if (typed == Table.Kind.DAY) {
      scale = Scale.DAY;
    }
  }

  /**
   * Finds out whether texts are numbers, truth values or dates, and makes them numbers in the rows.
   *
   * @throws DataException if some cells of a column of numbers or dates are none
   */
  void makeNumbers() {
    LevelIndex levels = raw.levels(j);
    if (levels == null || category.isPresent()) {
      return;
    }
    Optional<Scale> found = new ScaleOfTexts(raw, j, warnings).find();
    if (found.isPresent()) {
      scale = found.get();
      raw.toNumbers(j, levels.levels().stream().mapToDouble(scale::value).toArray());
    }
  }

  /**
   * Learns the encoding, after {@link #makeNumbers}.
   *
   * @param numbers what the rows hold since then
   * @param counts how often they hold each level
   */
  Encoding learn(NumberSummary numbers, LevelSummary counts) {
    LevelIndex levels = raw.levels(j);
    if (levels == null) {
      return numeric(numbers);
    }
    return levels.isFull()
        ? new Encoding.LeftOut(name, LevelIndex.MOST + " or more different texts")
        : category(levels.levels(), counts);
  }

  private Encoding numeric(NumberSummary numbers) {
    int gaps = numbers.gaps(j);
    float first = numbers.first(j);
    if (Float.isNaN(first)) {
      return new Encoding.LeftOut(name, "no value");
    }
    if (!numbers.varies(j) && (gaps < rare || scale.isDay())) {
      String value = LabelCoder.canonical(Float.toString(first));
      return new Encoding.LeftOut(name, gaps == 0 ? "always " + value : value + " or missing");
    }
    boolean counts = scale == Scale.NUMBER && gaps == 0 && numbers.isWhole(j);
    if (counts && !wanted && isIdentifier()) {
      return new Encoding.LeftOut(name, "an identifier, different in every row");
    }
    if (rows.length >= TELLING && numbers.tellsLabels(j)) {
      leak();
    }
    return new Encoding.Numeric(name, scale, numbers.mean(j), gaps >= rare);
  }

  /**
   * Whether these whole numbers count the rows: they grow from row to row, or all differ though
   * chance would have made many of them equal, or the name says so.
   */
  private boolean isIdentifier() {
    if (rows.length < TELLING || raw.rising(j)) {
      return rows.length >= TELLING;
    }
    // A few rows tell it of most columns.
    if (sorted(Math.min(rows.length, FEW)).isEmpty()) {
      return false;
    }
    Optional<float[]> sorted = sorted(rows.length);
    if (sorted.isEmpty()) {
      return false;
    }
    float[] values = sorted.get();
    double range = (double) values[values.length - 1] - values[0] + 1;
    double pairs = 0.5 * values.length * values.length;
    return pairs / range > 8 || IDENTIFIER.matcher(name).matches();
  }

  /** The values of the first rows in ascending order; empty if two are equal. */
  private Optional<float[]> sorted(int count) {
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = raw.value(rows[k], j);
    }
    Arrays.sort(values);
    for (int k = 1; k < count; k++) {
      if (values[k] == values[k - 1]) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  private void leak() {
    warnings.add(
        name
            + " alone tells every label: likely a leak, known only once the label is; leave it out"
            + " with --exclude "
            + name);
  }

  private Encoding category(List<String> levels, LevelSummary summary) {
    int[] counts = summary.counts(j);
    int different = (int) IntStream.of(counts).filter(count -> count > 0).count();
    if (different == 0) {
      return new Encoding.LeftOut(name, "no value");
    }
    if (summary.tellsLabels(j) && rows.length >= TELLING && 2 * different <= rows.length) {
      leak();
    }
    return category(levels, counts, summary.gaps(j), different);
  }

  private Encoding category(List<String> levels, int[] counts, int gaps, int different) {
    if (!wanted && different > 1 && different == rows.length && rows.length >= TELLING) {
      return new Encoding.LeftOut(name, "an identifier, different in every row");
    }
    List<Integer> codes =
        IntStream.range(0, counts.length)
            .filter(code -> counts[code] >= rare)
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer code) -> -counts[code]).thenComparing(levels::get))
            .limit(MOST_LEVELS)
            .toList();
    int ofOwn = codes.stream().mapToInt(code -> counts[code]).sum();
    int top = codes.isEmpty() ? 0 : counts[codes.get(0)];
    List<String> own = codes.stream().map(levels::get).toList();
    return against(own, top, rows.length - gaps - ofOwn, gaps, different);
  }

  /** Chooses the most frequent of the levels, the rare ones together and the gaps. */
  private Encoding against(List<String> own, int top, int others, int gaps, int different) {
    boolean other = others >= rare;
    boolean gap = gaps >= rare;
    if (own.size() + (other ? 1 : 0) + (gap ? 1 : 0) < 2) {
      return new Encoding.LeftOut(
          name,
          different == 1
              ? "always " + (own.isEmpty() ? "the same" : own.get(0))
              : different + " levels, fewer than two of them in " + rare + " rows or more");
    }
    Encoding.Category.Gap gapAs =
        gap
            ? Encoding.Category.Gap.LEVEL
            : other ? Encoding.Category.Gap.OTHER : Encoding.Category.Gap.BASELINE;
    String told = category.orElse("");
    if (!told.isEmpty()) {
      if (!own.contains(told)) {
        throw new DataException(
            "column "
                + name
                + ": "
                + told
                + " is not one of its levels in "
                + rare
                + " rows or more: "
                + Spelling.list(own));
      }
      List<String> rest = own.stream().filter(level -> !level.equals(told)).toList();
      return new Encoding.Category(name, told, rest, other, gapAs);
    }
    if (other && others > top && others >= gaps) {
      return new Encoding.Category(
          name, OTHER, own, false, gap ? gapAs : Encoding.Category.Gap.BASELINE);
    }
    if (gap && gaps > top) {
      return new Encoding.Category(name, MISSING, own, other, Encoding.Category.Gap.BASELINE);
    }
    return new Encoding.Category(name, own.get(0), own.subList(1, own.size()), other, gapAs);
  }
}
