package io.downhill.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** The tables that the dirty twins are twins of, from a fixed seed and with a real signal. */
final class CleanTables {
  /** The table with a column of each kind. */
  static final String TABLE = "table";

  /** The same with rates as parts of 1. */
  static final String PARTS_OF_ONE = "rates as parts of one";

  /** The same without columns of decimals. */
  static final String INTEGERS = "integers";

  /** Numbers without gaps. */
  static final String NUMBERS = "numbers";

  /** Texts alone. */
  static final String TEXTS = "texts";

  /** Rows that stand up to three times, or not at all. */
  static final String REPEATED = "repeated rows";

  /** The names of them all. */
  static final List<String> ALL = List.of(TABLE, PARTS_OF_ONE, INTEGERS, NUMBERS, TEXTS, REPEATED);

  static final String LABEL = "outcome";
  static final List<String> FEATURES =
      List.of("amount", "change", "visits", "income", "rate", "town", "joined", "member");
  static final int ROWS = 200;

  private static final long SEED = 20240131;
  private static final String[] TOWNS = {"Zürich", "Genève", "Malmö", "Köln", "Ñuñoa"};

  private CleanTables() {}

  /** A clean table by its name. */
  static Sheet sheet(String name) {
    Sheet table = table();
    return switch (name) {
      case PARTS_OF_ONE -> table.spelled("rate", rate -> percent(rate, 2));
      case INTEGERS -> table.without("amount").without("change");
      case NUMBERS ->
          table
              .columns(List.of("amount", "visits", "income", "rate", LABEL))
              .spelled(LABEL, label -> label.equals("left") ? "1" : "0");
      case TEXTS -> table.columns(List.of("town", "member", "joined", LABEL));
      case REPEATED -> table.rows(repeated());
      default -> table;
    };
  }

  private static String percent(String rate, int places) {
    return String.format(Locale.ROOT, "%." + places + "f", Integer.parseInt(rate) / 100.0);
  }

  /** How often each row stands in the repeated one. */
  static int[] times() {
    Random random = new Random(SEED + 1);
    return IntStream.range(0, ROWS).map(i -> random.nextInt(4)).toArray();
  }

  /** The rows of the repeated one. */
  static int[] repeated() {
    int[] times = times();
    return IntStream.range(0, ROWS)
        .flatMap(i -> IntStream.range(0, times[i]).map(k -> i))
        .toArray();
  }

  /** Numbers, integers, percent, a category with accents, dates, truth values and a text label. */
  private static Sheet table() {
    Random random = new Random(SEED);
    List<String> names = new ArrayList<>(FEATURES);
    names.add(LABEL);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double amount = 40 + 3200 * random.nextDouble();
      double change = 12 * random.nextGaussian();
      int visits = random.nextInt(31);
      int income = 12_000 + 250 * random.nextInt(330);
      int rate = random.nextInt(101);
      int draw = random.nextInt(16);
      String town = draw == 15 ? "Ålesund" : TOWNS[draw * draw * TOWNS.length / 225];
      LocalDate joined = LocalDate.of(2020, 1, 1).plusDays(random.nextInt(1500));
      boolean member = random.nextInt(3) > 0;
      double z =
          (amount - 1640) / 1200
              + change / 20
              - (visits - 15) / 12.0
              + (income - 53_000) / 40_000.0
              - (rate - 50) / 50.0
              + (town.equals("Zürich") ? 1 : town.equals("Malmö") ? -1 : 0)
              + (joined.toEpochDay() - 19_000) / 600.0
              + (member ? -0.7 : 0.7);
      boolean left = random.nextDouble() < 1 / (1 + Math.exp(-z));
      rows.add(
          List.of(
              String.format(Locale.ROOT, "%.2f", amount),
              i % 17 == 5 ? "" : String.format(Locale.ROOT, "%.1f", change),
              Integer.toString(visits),
              Integer.toString(income),
              Integer.toString(rate),
              town,
              joined.toString(),
              Boolean.toString(member),
              left ? "left" : "kept"));
    }
    return new Sheet(names, rows);
  }
}
