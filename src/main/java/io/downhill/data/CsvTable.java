package io.downhill.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * A table in delimited text files. Whatever column is not of truth values is read as numbers, so a
 * cell far down that is none is an error that can be told, not a column that silently became a
 * text.
 */
record CsvTable(CsvSample sample, boolean named, List<Column> columns) implements Table {
  /** Looks at the first records; further files must have the same columns. */
  static CsvTable of(List<Path> files, Wanted wanted) {
    CsvSample sample = CsvSample.read(files.get(0));
    boolean named = expected(sample.first(), wanted) || sample.looksNamed();
    for (Path file : files.subList(1, files.size())) {
      checkSame(sample, named, files.get(0), file);
    }
    List<String> names =
        named ? Table.unique(sample.first()) : Dataset.defaultNames(sample.first().size());
    List<Kind> kinds = sample.kinds(named);
    List<Column> columns = new ArrayList<>();
    for (int j = 0; j < kinds.size(); j++) {
      columns.add(new Column(names.get(j), kinds.get(j)));
    }
    return new CsvTable(sample, named, List.copyOf(columns));
  }

  // Text is parsed as FLOAT, not as DOUBLE and then rounded again.
  @Override
  public String typed(List<Path> files, int[] features, int label) {
    String[] types = texts();
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (int j : features) {
      boolean truth = columns.get(j).kind() == Kind.BOOLEAN;
      types[j] = truth ? "BOOLEAN" : "FLOAT";
      // DuckDB would push a cast down to the parser, which takes no truth value for a FLOAT.
      list.add(
          truth ? "if(c" + j + ", 1::FLOAT, if(c" + j + " IS NULL, NULL, 0::FLOAT))" : "c" + j);
    }
    if (label >= 0) {
      types[label] = columns.get(label).kind() == Kind.NUMBER ? "DOUBLE" : "VARCHAR";
      list.add("c" + label);
    }
    return list + source(Table.literals(files), types);
  }

  @Override
  public String checked(Path file, int[] chosen) {
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (int j : chosen) {
      boolean truth = columns.get(j).kind() == Kind.BOOLEAN;
      String cell = truth ? "TRY_CAST(c" + j + " AS BOOLEAN)" : "c" + j;
      list.add("c" + j).add("TRY_CAST(" + cell + " AS FLOAT)");
    }
    return list + source(Table.literal(file), texts());
  }

  @Override
  public String count(Path file) {
    return "SELECT count(*) FROM " + source(Table.literal(file), texts());
  }

  private String source(String files, String[] types) {
    StringJoiner list = new StringJoiner(", ", "{", "}");
    for (int j = 0; j < types.length; j++) {
      list.add("'c" + j + "': '" + types[j] + "'");
    }
    return "read_csv("
        + files
        + ", auto_detect = false, delim = '"
        + sample.delimiter()
        + "', quote = '\"', escape = '\"', comment = '', header = "
        + named
        + ", skip = "
        + sample.blankLines()
        + ", columns = "
        + list
        + ")";
  }

  private String[] texts() {
    String[] types = new String[columns.size()];
    Arrays.fill(types, "VARCHAR");
    return types;
  }

  /** Whether the first record holds the names that the caller expects. */
  private static boolean expected(List<String> first, Wanted wanted) {
    // A label that is a number may well stand in a row of data.
    return wanted.label().filter(l -> !l.matches("-?\\d+") && first.contains(l)).isPresent()
        || wanted.features().filter(first::containsAll).isPresent();
  }

  private static void checkSame(CsvSample sample, boolean named, Path first, Path file) {
    CsvSample other = CsvSample.read(file);
    int expected = sample.first().size();
    int actual = other.first().size();
    if (actual != expected) {
      throw new DataException(file + ": " + actual + " columns, but " + first + " has " + expected);
    }
    if (other.delimiter() != sample.delimiter()
        || other.blankLines() != sample.blankLines()
        || named && !other.first().equals(sample.first())) {
      throw new DataException(file + ": its header or delimiter differs from that of " + first);
    }
  }
}
