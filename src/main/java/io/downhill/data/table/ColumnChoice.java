package io.downhill.data.table;

import io.downhill.data.DataException;
import io.downhill.data.OpenTable;
import io.downhill.data.PreparationOptions;
import io.downhill.data.cell.CellText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a training run reads of a table.
 *
 * @param label the place of the label
 * @param weight the place of the weight, -1 for none
 * @param cluster the place of what tells the clusters, -1 for none
 * @param features the places of the other columns that are not excluded, in table order
 * @param categories places of columns that become categories though they hold numbers, each with
 *     the level that the others are compared with, or an empty text for the most frequent one
 * @param wanted places of columns that the user named, used even if they look like identifiers
 */
record ColumnChoice(
    int label,
    int weight,
    int cluster,
    List<Integer> features,
    Map<Integer, String> categories,
    Set<Integer> wanted) {
  /**
   * Finds the columns that the options name.
   *
   * @throws DataException if one is not there, or none is left
   */
  static ColumnChoice of(OpenTable table, PreparationOptions options) {
    List<String> names = table.names();
    int label = table.column(options.label());
    int weight = options.weight().map(table::column).orElse(-1);
    if (weight == label) {
      throw new DataException(
          table.name() + ": column " + names.get(label) + " is both the label and the weight");
    }
    int cluster = options.cluster().map(table::column).orElse(-1);
    if (cluster >= 0 && (cluster == label || cluster == weight)) {
      throw new DataException(
          table.name()
              + ": column "
              + names.get(cluster)
              + " is both the cluster and the "
              + (cluster == label ? "label" : "weight"));
    }
    Set<Integer> excluded = places(table, options.exclude());
    Set<Integer> only = places(table, options.only());
    Map<Integer, String> categories = categories(table, names, options.category());
    List<Integer> features = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      boolean free = j != label && j != weight && j != cluster && !excluded.contains(j);
      if (free && (only.isEmpty() || only.contains(j))) {
        features.add(j);
      }
    }
    if (features.isEmpty()) {
      throw new DataException(
          table.name() + ": no features: no column is left besides the label " + names.get(label));
    }
    Set<Integer> wanted = new TreeSet<>(only);
    wanted.addAll(categories.keySet());
    return new ColumnChoice(label, weight, cluster, features, categories, wanted);
  }

  /** The places, among the features, of the columns that become categories. */
  Set<Integer> categoryFeatures() {
    return IntStream.range(0, features.size())
        .filter(k -> categories.containsKey(features.get(k)))
        .boxed()
        .collect(Collectors.toSet());
  }

  private static Map<Integer, String> categories(
      OpenTable table, List<String> names, List<String> columns) {
    Map<Integer, String> categories = new TreeMap<>();
    for (String column : columns) {
      int equals = column.lastIndexOf('=');
      boolean leveled = equals > 0 && !names.contains(column);
      String name = leveled ? column.substring(0, equals) : column;
      categories.put(
          table.column(name), leveled ? CellText.level(column.substring(equals + 1)) : "");
    }
    return categories;
  }

  private static Set<Integer> places(OpenTable table, List<String> columns) {
    Set<Integer> places = new TreeSet<>();
    columns.forEach(column -> places.add(table.column(column)));
    return places;
  }
}
