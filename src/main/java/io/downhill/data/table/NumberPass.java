package io.downhill.data.table;

import io.downhill.data.DataException;
import io.downhill.data.OpenTable;
import io.downhill.data.TableRows;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.DecimalSign;
import io.downhill.data.cell.Gaps;
import io.downhill.data.cell.NumberFormat;
import io.downhill.data.cell.NumberSearch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pass over all rows of a table, before any is used, that finds how the numbers in columns of
 * texts are written, in little memory.
 */
final class NumberPass {
  private NumberPass() {}

  /**
   * The format of the numbers in one column of texts.
   *
   * @throws DataException if it can be read in two ways
   */
  static NumberFormat of(OpenTable table, int column, Gaps gaps, DecimalSign sign) {
    NumberSearch search = of(table, List.of(column), gaps).get(column);
    if (search.isEmpty()) {
      return NumberFormat.PLAIN;
    }
    if (!search.isOpen()) {
      return search.format(search.shown().orElse('.'));
    }
    return search.format(
        sign.told()
            .or(sign::shown)
            .orElseThrow(
                () ->
                    new DataException(
                        table.name()
                            + ": column "
                            + table.names().get(column)
                            + ": '"
                            + CellText.shown(search.pointed())
                            + "' may have a decimal comma or point: give --decimal , or --decimal"
                            + " .")));
  }

  /**
   * Looks at these columns. The search of a column ends at the first text that is no number like
   * those before it; the reading of the rows then tells of it.
   */
  static Map<Integer, NumberSearch> of(OpenTable table, Collection<Integer> columns, Gaps gaps) {
    Map<Integer, NumberSearch> searches = new TreeMap<>();
    columns.forEach(column -> searches.put(column, new NumberSearch()));
    if (columns.isEmpty() || !table.rereads()) {
      return searches;
    }
    List<Integer> places = new ArrayList<>(searches.keySet());
    boolean[] ended = new boolean[places.size()];
    int open = ended.length;
    try (TableRows rows =
        table.rows(places.stream().map(j -> new TableRows.Cell(j, true)).toList())) {
      while (open > 0 && rows.next()) {
        for (int k = 0; k < ended.length; k++) {
          String text = ended[k] ? null : rows.text(k);
          if (!gaps.holdsAmongValues(text) && !searches.get(places.get(k)).add(text)) {
            ended[k] = true;
            open--;
          }
        }
      }
    }
    return searches;
  }
}
