package io.downhill.data;

import io.downhill.data.cell.Digits;
import io.downhill.data.cell.Scale;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What becomes of one column of a table: some features, or none. */
public sealed interface Encoding
    permits Encoding.Numeric, Encoding.Category, Encoding.Words, Encoding.LeftOut {
  /** The column's name in the table. */
  String column();

  /** The names of the features it becomes, in order. */
  List<String> features();

  /** What becomes of it, in a few words. */
  String description();

  /** How many of its features are not 0 in a row, at most or on average. */
  double filled();

  /**
   * A number, a truth value or a date: one feature, and where gaps were frequent a second one that
   * is 1 at a gap and 0 elsewhere.
   *
   * @param column the column's name
   * @param scale how a cell becomes a number
   * @param mean of the training rows, which fills gaps; finite
   * @param indicator whether there is the second feature
   * @param offset finite; the float32 of a number x is that of (x - offset) / unit
   * @param unit finite and above 0
   */
  record Numeric(
      String column, Scale scale, double mean, boolean indicator, double offset, double unit)
      implements Encoding {
    /** Checks the numbers. */
    public Numeric {
      Objects.requireNonNull(column, "column");
      Objects.requireNonNull(scale, "scale");
      if (!Double.isFinite(mean)) {
        throw new IllegalArgumentException("column " + column + ": mean " + mean);
      }
      if (!Double.isFinite(offset) || !Double.isFinite(unit) || !(unit > 0)) {
        throw new IllegalArgumentException(
            "column " + column + ": offset " + offset + ", unit " + unit);
      }
    }

    /** Numbers that are rounded to float32 as they are. */
    public Numeric(String column, Scale scale, double mean, boolean indicator) {
      this(column, scale, mean, indicator, 0, 1);
    }

    /** The float32 that stands for a number, rounded once. */
    public float stored(double x) {
      return isShifted() ? Digits.rounded(x, offset, unit) : (float) x;
    }

    /** The same with the offset 0. */
    Numeric withoutOffset() {
      return new Numeric(column, scale, mean, indicator, 0, unit);
    }

    /** The same, the number itself being rounded to float32. */
    Numeric plain() {
      return new Numeric(column, scale, mean, indicator);
    }

    /** Whether an offset or a unit changes numbers before they are rounded to float32. */
    public boolean isShifted() {
      return offset != 0 || unit != 1;
    }

    @Override
    public List<String> features() {
      return indicator ? List.of(column, gapName(column)) : List.of(column);
    }

    @Override
    public double filled() {
      return indicator ? 2 : 1;
    }

    @Override
    public String description() {
      String what = scale.description();
      return indicator ? what + ", gaps filled with the mean and marked" : what;
    }
  }

  /**
   * A category: one feature for each level but the baseline, 1 where the row has that level.
   *
   * @param column the column's name
   * @param baseline the most frequent level, which has no feature; for messages
   * @param levels those with a feature of their own, the most frequent first
   * @param other whether rare and unseen levels have a feature; without, they count as the baseline
   * @param gap what a gap counts as
   */
  record Category(String column, String baseline, List<String> levels, boolean other, Gap gap)
      implements Encoding {
    /** What a gap counts as. */
    public enum Gap {
      /** A level of its own, with a feature. */
      LEVEL,
      /** A rare level. */
      OTHER,
      /** The baseline. */
      BASELINE
    }

    /** Copies the levels. */
    public Category {
      Objects.requireNonNull(column, "column");
      Objects.requireNonNull(baseline, "baseline");
      Objects.requireNonNull(gap, "gap");
      levels = List.copyOf(levels);
    }

    @Override
    public List<String> features() {
      List<String> names = new ArrayList<>();
      levels.forEach(level -> names.add(column + "=" + level));
      if (other) {
        names.add(column + " (other)");
      }
      if (gap == Gap.LEVEL) {
        names.add(gapName(column));
      }
      return List.copyOf(names);
    }

    /** The feature of rare and unseen levels, counted from the column's first; -1 for none. */
    public int otherFeature() {
      return other ? levels.size() : -1;
    }

    /** The feature of gaps, counted from the column's first; -1 for none. */
    public int gapFeature() {
      return switch (gap) {
        case LEVEL -> levels.size() + (other ? 1 : 0);
        case OTHER -> otherFeature();
        case BASELINE -> -1;
      };
    }

    @Override
    public double filled() {
      return 1;
    }

    @Override
    public String description() {
      return features().size() + " against " + baseline;
    }
  }

  /**
   * Texts: a feature for each word that was learned. A row that holds none of them is 0, as a gap
   * is.
   *
   * @param column the column's name
   * @param weighting what a word of a text counts
   * @param texts how many texts the words were learned from
   * @param words ascending; at least one
   * @param textsWith in how many of the texts each word is
   */
  record Words(
      String column, Weighting weighting, long texts, List<String> words, List<Long> textsWith)
      implements Encoding {
    /** What a word of a text counts. */
    public enum Weighting {
      /** How often it occurs. */
      COUNTS("counts"),
      /**
       * How often it occurs, times the more the fewer texts hold it, and the row scaled to length
       * 1.
       */
      TF_IDF("tf-idf");

      private final String text;

      Weighting(String text) {
        this.text = text;
      }

      /** How it is written. */
      public String text() {
        return text;
      }
    }

    /** Checks the words and copies the lists. */
    public Words {
      Objects.requireNonNull(column, "column");
      Objects.requireNonNull(weighting, "weighting");
      words = List.copyOf(words);
      textsWith = List.copyOf(textsWith);
      if (words.isEmpty() || textsWith.size() != words.size()) {
        throw new IllegalArgumentException(
            "column " + column + ": " + words.size() + " words, " + textsWith.size() + " counts");
      }
      for (int j = 0; j < words.size(); j++) {
        if (j > 0 && words.get(j).compareTo(words.get(j - 1)) <= 0) {
          throw new IllegalArgumentException(
              "column " + column + ": word " + words.get(j) + " is not in ascending order");
        }
        if (textsWith.get(j) < 1 || textsWith.get(j) > texts) {
          throw new IllegalArgumentException(
              "column "
                  + column
                  + ": word "
                  + words.get(j)
                  + " in "
                  + textsWith.get(j)
                  + " of "
                  + texts
                  + " texts");
        }
      }
    }

    /** Names that are made when they are asked for, since there may be many. */
    @Override
    public List<String> features() {
      return new AbstractList<>() {
        @Override
        public String get(int j) {
          return column + ":" + words.get(j);
        }

        @Override
        public int size() {
          return words.size();
        }
      };
    }

    /** On average. */
    @Override
    public double filled() {
      double sum = 0;
      for (long count : textsWith) {
        sum += count;
      }
      return sum / texts;
    }

    @Override
    public String description() {
      return words.size() + (words.size() == 1 ? " word, " : " words, ") + weighting.text();
    }
  }

  /**
   * A column that is not used.
   *
   * @param column the column's name
   * @param reason why, in a few words
   */
  record LeftOut(String column, String reason) implements Encoding {
    @Override
    public List<String> features() {
      return List.of();
    }

    @Override
    public double filled() {
      return 0;
    }

    @Override
    public String description() {
      return "left out: " + reason;
    }
  }

  private static String gapName(String column) {
    return column + " (missing)";
  }
}
