package io.downhill.data.table;

import io.downhill.data.DataException;
import io.downhill.data.OpenTable;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Target;
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
 * @param target the places of the columns that tell what is to be predicted
 * @param weight the place of the weight, -1 for none
 * @param offset the place of the offset, which is among the features; -1 for none
 * @param cluster the place of what tells the clusters, -1 for none
 * @param features the places of the other columns that are not excluded, in table order
 * @param categories places of columns that become categories though they hold numbers, each with
 *     the level that the others are compared with, or an empty text for the most frequent one
 * @param texts places of columns whose words become features
 * @param wanted places of columns that the user named, used even if they look like identifiers
 */
record ColumnChoice(
    List<Integer> target,
    int weight,
    int offset,
    int cluster,
    List<Integer> features,
    Map<Integer, String> categories,
    Set<Integer> texts,
    Set<Integer> wanted) {
  /**
   * Finds the columns that the options name.
   *
   * @throws DataException if one is not there, or none is left
   */
  static ColumnChoice of(OpenTable table, PreparationOptions options) {
    List<String> names = table.names();
    List<Integer> target = options.target().columns().stream().map(table::column).toList();
    int weight = options.weight().map(table::column).orElse(-1);
    checkRoles(table, options.target(), target, weight);
    int offset = options.offset().map(table::column).orElse(-1);
    int cluster = options.cluster().map(table::column).orElse(-1);
    if (cluster >= 0 && (target.contains(cluster) || cluster == weight || cluster == offset)) {
      throw new DataException(
          table.name()
              + ": column "
              + names.get(cluster)
              + " is both the cluster or fold and the "
              + (cluster == weight
                  ? "weight"
                  : cluster == offset ? "offset" : targetRole(options)));
    }
    Set<Integer> excluded = places(table, options.exclude());
    Set<Integer> only = places(table, options.only());
    Map<Integer, String> categories = categories(table, names, options.category());
    if (cluster >= 0 && (only.contains(cluster) || categories.containsKey(cluster))) {
      throw new DataException(
          table.name()
              + ": column "
              + names.get(cluster)
              + " tells which rows belong together, so it is no feature: leave it out of "
              + (only.contains(cluster) ? "--only" : "--category"));
    }
    checkOffset(table, offset, target, weight, excluded, categories);
    Set<Integer> texts = places(table, options.words().columns());
    for (int text : texts) {
      String other = role(options, text, target, weight, offset, cluster);
      if (other.isEmpty()) {
        other =
            excluded.contains(text) ? "excluded" : categories.containsKey(text) ? "a category" : "";
      }
      if (!other.isEmpty()) {
        throw new DataException(
            table.name() + ": column " + names.get(text) + " is both a text and " + other);
      }
    }
    List<Integer> features = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      boolean free = !target.contains(j) && j != weight && j != cluster && !excluded.contains(j);
      boolean named = only.contains(j) || texts.contains(j) || j == offset;
      if (free && (only.isEmpty() || named)) {
        features.add(j);
      }
    }
    if (features.isEmpty() || features.equals(List.of(offset))) {
      throw new DataException(
          table.name()
              + ": no features: no column is left besides "
              + (options.target() instanceof Target.Label ? "the label " : "")
              + String.join(" and ", target.stream().map(names::get).toList()));
    }
    Set<Integer> wanted = new TreeSet<>(only);
    wanted.addAll(categories.keySet());
    return new ColumnChoice(target, weight, offset, cluster, features, categories, texts, wanted);
  }

  /** What else a column is; empty if nothing. */
  private static String role(
      PreparationOptions options,
      int column,
      List<Integer> target,
      int weight,
      int offset,
      int cluster) {
    return target.contains(column)
        ? "the " + targetRole(options)
        : column == weight
            ? "the weight"
            : column == offset ? "the offset" : column == cluster ? "the cluster or fold" : "";
  }

  private static String targetRole(PreparationOptions options) {
    return options.target() instanceof Target.Label ? "label" : "target";
  }

  private static void checkOffset(
      OpenTable table,
      int offset,
      List<Integer> target,
      int weight,
      Set<Integer> excluded,
      Map<Integer, String> categories) {
    String other =
        target.contains(offset)
            ? "part of what is predicted"
            : offset == weight
                ? "the weight"
                : excluded.contains(offset)
                    ? "excluded"
                    : categories.containsKey(offset) ? "a category" : "";
    if (offset >= 0 && !other.isEmpty()) {
      throw new DataException(
          table.name()
              + ": column "
              + table.names().get(offset)
              + " is both the offset and "
              + other);
    }
  }

  /** Refuses a column that would have two roles. */
  static void checkRoles(OpenTable table, Target target, List<Integer> places, int weight) {
    if (places.contains(weight)) {
      throw new DataException(
          table.name()
              + ": column "
              + table.names().get(weight)
              + " is both "
              + (target instanceof Target.Label ? "the label" : "the target")
              + " and the weight");
    }
    if (Set.copyOf(places).size() < places.size()) {
      throw new DataException(
          table.name()
              + ": column "
              + table.names().get(places.get(0))
              + " cannot be both the successes and what they are counted against");
    }
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
