package io.downhill.data.table;

import io.downhill.data.Encoding;
import io.downhill.data.FeatureSink;
import io.downhill.data.Missing;
import io.downhill.data.TableColumn;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.DateStyle;
import io.downhill.data.cell.Gaps;
import io.downhill.data.cell.NumberFormat;
import io.downhill.data.cell.Scale;
import io.downhill.data.column.CategoryFeatures;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes one cell of a row to score as features, and counts what was rare or absent in training.
 */
sealed interface RowEncoder permits RowEncoder.OfNumbers, RowEncoder.OfCategory, TextRowEncoder {
  /** What is wrong with a gap where none was in training. */
  String MISSING = "missing value; the model was trained without any: fill it or leave the row out";

  /** The features it writes. */
  int width();

  /** Whether a column of this kind is read as texts. */
  boolean readsText(TableColumn.Kind kind);

  /**
   * Writes a cell that was read as a number, NaN for a gap.
   *
   * @param first the first feature of the cell
   * @return what is wrong with the cell, empty if nothing is
   */
  String encode(double value, FeatureSink x, int first);

  /** The same for a text, null for a gap. */
  String encode(String text, FeatureSink x, int first);

  /** What to tell about the cells so far, null if nothing. */
  String warning();

  /** Remembers what was counted so far. */
  void mark();

  /** Forgets what was counted since {@link #mark}, since these rows are read again. */
  void reset();

  /** The encoder of a column that is used. */
  static RowEncoder of(Encoding encoding, Missing missing, Gaps gaps) {
    if (encoding instanceof Encoding.Numeric numeric) {
      return new OfNumbers(numeric, missing, gaps);
    }
    return encoding instanceof Encoding.Words words
        ? new TextRowEncoder(words, missing, gaps)
        : new OfCategory((Encoding.Category) encoding, missing, gaps);
  }

  /** Numbers, truth values and dates. */
  final class OfNumbers implements RowEncoder {
    private final Encoding.Numeric encoding;
    private final Missing missing;
    private final Gaps known;
    private Scale scale;
    private long gaps;
    private long marked;

    OfNumbers(Encoding.Numeric encoding, Missing missing, Gaps known) {
      this.encoding = encoding;
      this.missing = missing;
      this.known = known;
      this.scale = encoding.scale();
    }

    @Override
    public int width() {
      return encoding.indicator() ? 2 : 1;
    }

    @Override
    public boolean readsText(TableColumn.Kind kind) {
      if (encoding.scale() instanceof DateStyle) {
        return kind != TableColumn.Kind.DAY || encoding.scale() == DateStyle.TIME;
      }
      return kind != TableColumn.Kind.NUMBER && kind != TableColumn.Kind.BOOLEAN;
    }

    @Override
    public void mark() {
      marked = gaps;
    }

    @Override
    public void reset() {
      gaps = marked;
    }

    /** Reads texts in another format than in training. */
    void readAs(NumberFormat other) {
      scale = other;
    }

    @Override
    public String encode(double value, FeatureSink x, int first) {
      if (Double.isNaN(value)) {
        return gap(x, first);
      }
      if (encoding.scale() == Scale.TRUTH && value != 0 && value != 1) {
        return value + " is not a truth value";
      }
      float stored = encoding.stored(value);
      x.put(first, stored);
      return Float.isInfinite(stored) ? value + " is not a finite float32 number" : "";
    }

    @Override
    public String encode(String text, FeatureSink x, int first) {
      if (known.holds(text)) {
        return gap(x, first);
      }
      double value = scale.value(text);
      if (!Double.isNaN(value)) {
        return encode(value, x, first);
      }
      if (known.holdsAmongValues(text)) {
        return gap(x, first);
      }
      String shown = CellText.shown(text);
      return "'"
          + shown
          + "' is not a "
          + (scale instanceof NumberFormat format ? format.named() : scale.word())
          + (scale.equals(encoding.scale()) ? " as in training;" : " as other cells are;")
          + " correct it, or give --null '"
          + shown
          + "' if it stands for a gap";
    }

    private String gap(FeatureSink x, int first) {
      if (missing == Missing.ERROR) {
        return MISSING;
      }
      x.put(first, encoding.stored(encoding.mean()));
      if (encoding.indicator()) {
        x.put(first + 1, 1);
      } else {
        gaps++;
      }
      return "";
    }

    @Override
    public String warning() {
      return gaps == 0
          ? null
          : encoding.column()
              + ": "
              + gaps
              + (gaps == 1 ? " gap" : " gaps")
              + ", rare or absent in training, filled with the mean";
    }
  }

  /** Categories. */
  final class OfCategory implements RowEncoder {
    private static final int MOST_SPELLINGS = 1 << 16;

    private final Encoding.Category encoding;
    private final Missing missing;
    private final Gaps gaps;
    private final CategoryFeatures features;
    private final Map<String, Integer> spellings = new HashMap<>();
    private final int mostSpellings;
    private final int width;
    private long unseen;
    private long missed;
    private long markedUnseen;
    private long markedMissed;
    private String firstUnseen;

    OfCategory(Encoding.Category encoding, Missing missing, Gaps gaps) {
      this(encoding, missing, gaps, MOST_SPELLINGS);
    }

    /** The same that remembers at most {@code mostSpellings} spellings. */
    OfCategory(Encoding.Category encoding, Missing missing, Gaps gaps, int mostSpellings) {
      this.mostSpellings = mostSpellings;
      this.encoding = encoding;
      this.missing = missing;
      this.gaps = gaps;
      this.features = new CategoryFeatures(encoding);
      this.width = encoding.features().size();
    }

    @Override
    public void mark() {
      markedUnseen = unseen;
      markedMissed = missed;
    }

    @Override
    public void reset() {
      unseen = markedUnseen;
      missed = markedMissed;
    }

    @Override
    public int width() {
      return width;
    }

    @Override
    public boolean readsText(TableColumn.Kind kind) {
      return true;
    }

    @Override
    public String encode(double value, FeatureSink x, int first) {
      throw new IllegalStateException("column " + encoding.column() + " is read as texts");
    }

    @Override
    public String encode(String text, FeatureSink x, int first) {
      Integer known = spellings.get(text);
      if (known == null && gaps.holds(text)) {
        if (missing == Missing.ERROR) {
          return MISSING;
        }
        missed += encoding.gap() == Encoding.Category.Gap.LEVEL ? 0 : 1;
        known = encoding.gapFeature();
      }
      int feature = known == null ? feature(text) : known;
      if (feature >= 0) {
        x.put(first + feature, 1);
      }
      return "";
    }

    /** The feature of a text that is not among the spellings. */
    private int feature(String text) {
      String level = CellText.level(text);
      int feature = features.of(level);
      if (!features.knows(level)) {
        firstUnseen = unseen++ == 0 ? level : firstUnseen;
      } else if (spellings.size() < mostSpellings) {
        spellings.put(text, feature);
      }
      return feature;
    }

    @Override
    public String warning() {
      String levels = levelWarning();
      String gap = gapWarning();
      return levels == null ? gap : gap == null ? levels : levels + "; " + gap;
    }

    private String gapWarning() {
      return missed == 0
          ? null
          : encoding.column()
              + ": "
              + missed
              + (missed == 1 ? " gap" : " gaps")
              + ", rare or absent in training, taken as "
              + (encoding.gap() == Encoding.Category.Gap.OTHER ? "other" : encoding.baseline());
    }

    private String levelWarning() {
      return unseen == 0
          ? null
          : encoding.column()
              + ": "
              + unseen
              + (unseen == 1 ? " cell holds a level" : " cells hold levels")
              + " rare or unseen in training, first '"
              + CellText.shown(firstUnseen)
              + "', taken as "
              + (encoding.other() ? "other" : encoding.baseline());
    }
  }
}
