package io.downhill.data;

import io.downhill.data.cell.CellText;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How many different labels are classes; more are a number to predict, or names of rows. */
final class ClassLimits {
  /** Up to so many classes may be of one row each, and called 0.5 or the like. */
  private static final int FEW = 10;

  private ClassLimits() {}

  /**
   * Checks the labels of training.
   *
   * @param names the different ones
   * @param rows that have a label
   * @param where the file and column, as a message begins
   * @throws DataException if there is one class only, or so many that they are none, or two of
   *     three and more look alike
   */
  static void check(List<String> names, int rows, String where) {
    int classes = names.size();
    if (classes < 2) {
      throw new DataException(
          where + ": every label is " + String.join("", names) + "; training needs two classes");
    }
    if (classes > 2) {
      refuseLookalikes(names, where);
    }
    boolean endless = classes > LabelCoder.MOST; // Reading has ended, so nobody knows how many.
    Optional<String> trouble =
        endless
            ? Optional.of("at most " + LabelCoder.MOST + " are classes")
            : classes <= FEW ? Optional.empty() : ofMany(names, rows);
    trouble.ifPresent(
        why -> {
          throw new DataException(
              where
                  + ": labels have "
                  + (endless ? "more than " + LabelCoder.MOST : "" + classes)
                  + " different values, "
                  + LabelCoder.some(names)
                  + ", too many for classes ("
                  + why
                  + "): name the column of the classes, or make some of these, as with --sql"
                  + " \"SELECT *, price > 100 AS dear FROM 'file.csv'\"");
        });
  }

  /** A slip of the pen would be a class of its own. */
  private static void refuseLookalikes(List<String> names, String where) {
    Map<String, String> known = new HashMap<>();
    for (String name : names) {
      StringBuilder bare = new StringBuilder();
      name.toLowerCase(Locale.ROOT)
          .codePoints()
          .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c))
          .filter(c -> Character.getType(c) != Character.FORMAT)
          .forEach(bare::appendCodePoint);
      String other = known.putIfAbsent(bare.toString(), name);
      if (other != null) {
        throw new DataException(
            where
                + ": labels '"
                + other
                + "' and '"
                + name
                + "' differ in case or blanks alone: write them alike, as with --sql"
                + " \"SELECT *, trim(lower(kind)) AS class FROM 'file.csv'\"");
      }
    }
  }

  private static Optional<String> ofMany(List<String> names, int rows) {
    Optional<String> fraction = names.stream().filter(ClassLimits::isFraction).findFirst();
    return fraction.isPresent()
        ? fraction.map(label -> label + " is no whole number")
        : rows < 2 * names.size() ? Optional.of("fewer than two rows each") : Optional.empty();
  }

  private static boolean isFraction(String name) {
    if (!CellText.isNumber(name)) {
      return false;
    }
    double number = Double.parseDouble(name);
    return number != Math.rint(number);
  }
}
