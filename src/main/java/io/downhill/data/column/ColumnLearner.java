package io.downhill.data.column;

import io.downhill.data.DataException;
import io.downhill.data.Encoding;
import io.downhill.data.LabelText;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Spelling;
import io.downhill.data.TableColumn;
import io.downhill.data.cell.Digits;
import io.downhill.data.cell.Scale;
import io.downhill.data.words.WordLearner;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Learns what becomes of one column from its training rows. */
public final class ColumnLearner {
  /** The fewest rows from which an identifier or a leak can be told from chance. */
  static final int TELLING = 20;

  /** The most levels with a feature of their own where rows are dense. */
  public static final int MOST_LEVELS = 1000;

  /** Texts of so many words, on average, are sentences and no names. */
  private static final int WORDS_OF_TEXTS = 4;

  private static final int LOOKED_AT = 1000;
  private static final String MISSING = "(missing)";
  private static final String OTHER = "(other)";

  private final RawExamples raw;
  private final int j;
  private final int[] rows;
  private final String name;
  private final Optional<String> category;
  private final boolean wanted;
  private final PreparationOptions options;
  private final int rare;
  private final List<String> warnings;
  private final Scale scale;
  private final TextColumns.Judgement judged;

  /**
   * Looks at a column.
   *
   * @param rows to learn from
   * @param typed the kind that its table says it has
   * @param judged what its texts are
   * @param category present if the user takes it for a category: the level that the others are
   *     compared with, or an empty text for the most frequent one
   * @param wanted whether the user named it
   * @param warnings gets what the user should know
   */
  public ColumnLearner(
      RawExamples raw,
      int j,
      int[] rows,
      TableColumn.Kind typed,
      TextColumns.Judgement judged,
      Optional<String> category,
      boolean wanted,
      PreparationOptions options,
      List<String> warnings) {
    this.raw = raw;
    this.j = j;
    this.rows = rows;
    this.name = raw.names().get(j);
    this.category = category;
    this.wanted = wanted;
    this.options = options;
    this.rare = options.rare();
    this.warnings = warnings;
    this.scale = judged.scale().orElse(scale(typed));
    this.judged = judged;
  }

  private static Scale scale(TableColumn.Kind typed) {
    return switch (typed) {
      case BOOLEAN -> Scale.TRUTH;
      case DAY -> Scale.DAY;
      default -> Scale.NUMBER;
    };
  }

  /** How its cells become numbers, if it does not hold texts. */
  public Scale scale() {
    return scale;
  }

  /**
   * Learns the encoding.
   *
   * @param numbers what the rows hold in the columns of numbers
   * @param counts how often the rows hold each level of the columns of texts
   * @param most how many levels may have a feature of their own
   */
  public Encoding learn(NumberSummary numbers, LevelSummary counts, int most) {
    if (raw.texts(j) != null) {
      return new WordLearner(name, raw.texts(j), rows, options.words(), warnings)
          .learn(raw.outcomes()::copies);
    }
    LevelIndex levels = raw.levels(j);
    if (levels == null) {
      return numeric(numbers);
    }
    return levels.isFull()
        ? new Encoding.LeftOut(
            name, levels.limit() + " or more different texts" + textHint(levels.levels()))
        : category(levels.levels(), counts, most);
  }

  private Encoding numeric(NumberSummary numbers) {
    double gaps = numbers.gaps(j);
    double first = numbers.first(j);
    if (Double.isNaN(first)) {
      return new Encoding.LeftOut(name, "no value");
    }
    if (raw.isCoarse(j)) {
      lost("some");
    }
    boolean bias = options.constants() && first != 0 && Scale.isNumber(scale);
    if (!numbers.varies(j) && (gaps < rare || Scale.isDay(scale)) && !(bias && gaps == 0)) {
      String value = LabelText.text(first);
      return new Encoding.LeftOut(name, gaps == 0 ? "always " + value : value + " or missing");
    }
    boolean counts = Scale.isNumber(scale) && gaps == 0 && numbers.isWhole(j);
    if (counts && !wanted && isSingle(numbers.rows()) && Identifier.is(name, raw, j, rows)) {
      return new Encoding.LeftOut(name, "an identifier, different in every row");
    }
    if (isTelling(numbers.rows()) && numbers.tellsLabels(j)) {
      leak();
    }
    if (Scale.isNumber(scale) && CompactDates.are(raw, j, rows)) {
      warnings.add(
          name
              + ": looks like dates written as "
              + LabelText.text(first)
              + ", which are taken as numbers; write them as 2024-01-31 to have days");
    }
    Digits digits = raw.digits(j);
    if (digits.equals(Digits.PLAIN) && gaps > 0) {
      digits = Digits.about(numbers.mean(j), numbers.range(j));
    }
    if (digits.lost()) {
      lost("most");
    }
    return new Encoding.Numeric(
        name, scale, numbers.mean(j), gaps >= rare, digits.offset(), digits.unit());
  }

  /** Whether there are enough rows to tell an identifier or a leak from chance. */
  private static boolean isTelling(double count) {
    return count >= TELLING;
  }

  /** Whether rows are enough and count once each, as a value that differs in every row must. */
  private boolean isSingle(double count) {
    return isTelling(count) && count == rows.length;
  }

  private void lost(String which) {
    warnings.add(
        name
            + ": "
            + which
            + " of its values cannot be told apart in float32, in which examples are held: take a"
            + " number off all of them, or split the column");
  }

  private void leak() {
    warnings.add(
        name
            + " alone tells every label: likely a leak, known only once the label is; leave it out"
            + " with --exclude "
            + name);
  }

  private Encoding category(List<String> levels, LevelSummary summary, int most) {
    double[] counts = summary.counts(j);
    int different = (int) DoubleStream.of(counts).filter(count -> count > 0).count();
    if (different == 0) {
      return new Encoding.LeftOut(name, "no value");
    }
    double all = DoubleStream.of(counts).sum() + summary.gaps(j);
    if (summary.tellsLabels(j) && isTelling(all) && 2 * different <= all) {
      leak();
    }
    Encoding learned = category(levels, counts, summary.gaps(j), different, most);
    if (judged.reason().isEmpty()) {
      return learned;
    }
    if (learned instanceof Encoding.LeftOut) {
      return new Encoding.LeftOut(name, judged.reason());
    }
    warnings.add(judged.warning());
    return learned;
  }

  private Encoding category(
      List<String> levels, double[] counts, double gaps, int different, int most) {
    double all = DoubleStream.of(counts).sum() + gaps;
    String hint = textHint(levels);
    if (!wanted && different > 1 && different == rows.length && isSingle(all)) {
      String what = hint.isEmpty() ? "an identifier" : "a text";
      return new Encoding.LeftOut(name, what + ", different in every row" + hint);
    }
    List<Integer> frequent =
        IntStream.range(0, counts.length)
            .filter(code -> counts[code] >= rare)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer code) -> -counts[code])
                    .thenComparing(levels::get))
            .toList();
    List<Integer> codes = frequent.subList(0, Math.min(most, frequent.size()));
    if (frequent.size() > most) {
      warnings.add(
          name
              + ": of its "
              + frequent.size()
              + " levels in "
              + rare
              + " rows or more the "
              + most
              + " most frequent have a feature of their own");
    }
    double ownRows = codes.stream().mapToDouble(code -> counts[code]).sum();
    double top = codes.isEmpty() ? 0 : counts[codes.get(0)];
    List<String> own = codes.stream().map(levels::get).toList();
    Encoding learned = encoding(own, top, all - gaps - ownRows, gaps, different);
    if (learned instanceof Encoding.LeftOut left) {
      return new Encoding.LeftOut(name, left.reason() + hint);
    }
    if (!hint.isEmpty() && !wanted && 2 * ownRows < all - gaps) {
      warnings.add(name + ": most of its levels are rare" + hint);
    }
    return learned;
  }

  /** What to say behind the reason why texts of several words are left out; else empty. */
  private String textHint(List<String> levels) {
    List<String> some = levels.subList(0, Math.min(LOOKED_AT, levels.size()));
    int words = some.stream().mapToInt(text -> text.split("\\s+").length).sum();
    return some.size() > 1 && words >= WORDS_OF_TEXTS * some.size()
        ? "; --text " + name + " makes features of its words"
        : "";
  }

  /**
   * The encoding whose baseline is the most frequent of the levels, the rare ones together, and the
   * gaps, unless the user names one.
   *
   * @param own levels with a feature of their own, the most frequent first
   * @param top the rows that hold the first of them
   * @param others the rows of rare levels
   * @param gaps the rows of gaps
   * @param different how many levels there are
   */
  private Encoding encoding(
      List<String> own, double top, double others, double gaps, int different) {
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
