package io.downhill.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The columns of a table that are read.
 *
 * @param features their places in the table, in the order of the data set
 * @param names of the features, in the same order
 * @param label its place in the table, -1 without labels
 */
record Selection(int[] features, List<String> names, int label) {
  /**
   * Finds the wanted columns.
   *
   * @param data how messages name the table
   * @throws DataException if one is not there, with the names that come close
   */
  static Selection of(Table table, Wanted wanted, String data) {
    List<String> columns = table.columns().stream().map(Table.Column::name).toList();
    if (wanted.features().isEmpty()) {
      int label = wanted.labelled() ? label(columns, wanted, data) : -1;
      int[] features = IntStream.range(0, columns.size()).filter(j -> j != label).toArray();
      if (features.length == 0) {
        throw new DataException(data + ": no features: its only column is the label");
      }
      return new Selection(features, IntStream.of(features).mapToObj(columns::get).toList(), label);
    }
    List<String> names = wanted.features().get();
    Map<String, Integer> places = new HashMap<>();
    for (int j = 0; j < columns.size(); j++) {
      places.put(columns.get(j), j);
    }
    int[] features = new int[names.size()];
    for (int k = 0; k < features.length; k++) {
      Integer place = places.get(names.get(k));
      if (place == null) {
        throw new DataException(missing(table, columns, names, names.get(k), data));
      }
      features[k] = place;
    }
    int label = wanted.labelled() ? label(columns, wanted, data) : -1;
    if (IntStream.of(features).anyMatch(j -> j == label)) {
      throw new DataException(
          data + ": column " + columns.get(label) + " is a feature of the model, not the label");
    }
    return new Selection(features, names, label);
  }

  private static String missing(
      Table table, List<String> columns, List<String> names, String name, String data) {
    long count = names.stream().filter(n -> !columns.contains(n)).count();
    return data
        + ": no column named "
        + name
        + (count > 1 ? " (and " + (count - 1) + " more of the model's features are missing)" : "")
        + Spelling.closest(name, columns).map(c -> " (did you mean " + c + "?)").orElse("")
        + (table.named() ? "" : "; the file has no header line")
        + "; its columns are: "
        + Spelling.list(columns);
  }

  private static int label(List<String> columns, Wanted wanted, String data) {
    if (wanted.label().isEmpty()) {
      return onlyOther(columns, wanted.features(), data);
    }
    return place(columns, wanted.label().get(), data);
  }

  /**
   * Finds a column by its name, or by its number from 0 (negative: from the end).
   *
   * @throws DataException if it is not there, with the name that comes close
   */
  static int place(List<String> columns, String label, String data) {
    int place = columns.indexOf(label);
    if (place >= 0) {
      return place;
    }
    if (label.matches("-?\\d{1,9}")) {
      int number = Integer.parseInt(label);
      int counted = number < 0 ? columns.size() + number : number;
      if (counted >= 0 && counted < columns.size()) {
        return counted;
      }
      throw new DataException(
          data + ": no column " + label + ": the " + columns.size() + " columns count from 0");
    }
    throw new DataException(
        data
            + ": no column named "
            + label
            + Spelling.closest(label, columns).map(c -> " (did you mean " + c + "?)").orElse("")
            + "; its columns are: "
            + Spelling.list(columns));
  }

  private static int onlyOther(List<String> columns, Optional<List<String>> features, String data) {
    List<String> others =
        columns.stream().filter(c -> !features.orElse(List.of()).contains(c)).toList();
    if (features.isPresent() && others.size() == 1) {
      return columns.indexOf(others.get(0));
    }
    throw new DataException(
        data + ": which column is the label? Its columns are: " + Spelling.list(columns));
  }
}
