package io.downhill.data;

import io.downhill.data.cell.CellText;
import io.downhill.data.cell.NumberFormat;
import io.downhill.data.cell.Scale;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How the raw columns of a table become features; learned from training rows, stored in the model,
 * and applied to the rows to score. Columns are found by name, so their order does not matter.
 *
 * @param target what the model predicts, by the columns of the training table; the label "" if not
 *     known
 * @param encodings one for each column of the training table but target and weights, in table order
 * @param missing what a gap means
 * @param gaps texts that stand for a gap, besides a blank cell
 * @param baseMargin the column whose number is added to each margin: a feature whose weight is 1
 *     and is not learned
 */
public record Preparation(
    Target target,
    List<Encoding> encodings,
    Missing missing,
    List<String> gaps,
    Optional<String> baseMargin) {
  /** From so many features on rows are held sparse however few they are, if that is smaller. */
  private static final int WIDE = 1024;

  /** Dense rows of fewer values than these are held as they are: they are 64 MiB. */
  private static final double LARGE = 1 << 24;

  /**
   * A sparse value takes 8 bytes, and 8 more where a device holds it by columns too; a dense one 4.
   * Sparse is clearly smaller where it takes at most half.
   */
  private static final int TIMES = 8;

  /** Copies the lists. */
  public Preparation {
    Objects.requireNonNull(target, "target");
    encodings = List.copyOf(encodings);
    gaps = List.copyOf(gaps);
    Objects.requireNonNull(missing, "missing");
  }

  /** The same for a column of labels. */
  public Preparation(String label, List<Encoding> encodings, Missing missing, List<String> gaps) {
    this(Target.label(label), encodings, missing, gaps, Optional.empty());
  }

  /** The preparation of a model that has none: its features are columns of numbers without gaps. */
  public static Preparation plain(List<String> features) {
    return plain(features, Offsets.none(features.size()));
  }

  /** The same, whose numbers are stored as float32 from these offsets on. */
  public static Preparation plain(List<String> features, Offsets offsets) {
    List<Encoding> encodings = new ArrayList<>();
    for (int j = 0; j < features.size(); j++) {
      double offset = offsets.offsets()[j];
      double unit = offsets.units()[j];
      encodings.add(
          new Encoding.Numeric(features.get(j), Scale.NUMBER, offset, false, offset, unit));
    }
    return new Preparation("", encodings, Missing.ERROR, CellText.GAPS);
  }

  /** The column of the labels, or that of fractions or successes; empty if not known. */
  public String label() {
    return target.columns().get(0);
  }

  /** What a gap in a column means: nothing can stand for a number that is added to each margin. */
  public Missing missing(String column) {
    return baseMargin.filter(column::equals).isPresent() ? Missing.ERROR : missing;
  }

  /** The offset and unit of each feature; empty where every number is the float32 nearest to it. */
  public Optional<Offsets> offsets() {
    return Offsets.of(encodings);
  }

  /** The names of all features, in order. */
  public List<String> features() {
    return encodings.stream().flatMap(e -> e.features().stream()).toList();
  }

  /** The features that are words of texts. */
  public BitSet words() {
    BitSet words = new BitSet();
    int at = 0;
    for (Encoding encoding : encodings) {
      int width = encoding.features().size();
      if (encoding instanceof Encoding.Words) {
        words.set(at, at + width);
      }
      at += width;
    }
    return words;
  }

  /**
   * Whether so many rows are held sparse: they are many or wide, and take at most half of the
   * memory then. It follows from the encodings alone, before any row is made.
   */
  public boolean isSparse(long rows) {
    int n = 0;
    double filled = 0;
    for (Encoding encoding : encodings) {
      n += encoding.features().size();
      filled += encoding.filled();
    }
    return TIMES * filled <= n && (n >= WIDE || (double) rows * n >= LARGE);
  }

  /**
   * Which features are numbers, dates or truth values: sparse rows too have a value of each, be it
   * 0, so that these can be centred.
   *
   * @return length n
   */
  boolean[] numbers() {
    boolean[] numbers = new boolean[features().size()];
    int at = 0;
    for (Encoding encoding : encodings) {
      if (encoding instanceof Encoding.Numeric) {
        numbers[at] = true;
      }
      at += encoding.features().size();
    }
    return numbers;
  }

  /** The encodings that make features, in order. */
  public List<Encoding> used() {
    return encodings.stream().filter(e -> !e.features().isEmpty()).toList();
  }

  /** Whether every column is a feature as it is, so that a matrix without names will do too. */
  public boolean isPlain() {
    return encodings.stream()
        .allMatch(
            e ->
                e instanceof Encoding.Numeric n
                    && n.scale() instanceof NumberFormat format
                    && format.unit().isEmpty()
                    && !n.indicator());
  }

  /** The same with the offset 0 for every number. */
  Preparation withoutOffsets() {
    return with(Encoding.Numeric::withoutOffset);
  }

  /** The same, every number being the float32 nearest to it. */
  Preparation withPlainNumbers() {
    return with(Encoding.Numeric::plain);
  }

  private Preparation with(UnaryOperator<Encoding.Numeric> change) {
    List<Encoding> changed =
        encodings.stream()
            .map(e -> e instanceof Encoding.Numeric numeric ? change.apply(numeric) : e)
            .toList();
    return new Preparation(target, changed, missing, gaps, baseMargin);
  }
}
