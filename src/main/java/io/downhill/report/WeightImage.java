package io.downhill.report;

import io.downhill.LogisticModel;
import io.downhill.data.Encoding;
import io.downhill.data.Standardization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The weights of pictures as a picture. Columns are taken for pixels where all of them are numbers,
 * their names are one word and a number, or row x column (pixel0, p_12, 3x7), and together they
 * fill a square of at least 8 by 8. Columns that were left out, as margins that are always white
 * are, count as pixels without a weight.
 */
final class WeightImage {
  private static final Pattern COUNTED = Pattern.compile("([A-Za-z]*)[ _.-]?(\\d{1,6})");
  private static final Pattern PLACED = Pattern.compile("[A-Za-z_]*(\\d{1,3})[xX_](\\d{1,3})");
  private static final int LEAST_SIDE = 8;

  private WeightImage() {}

  /** Side and weights of the picture, row by row, null for a pixel without one; or nothing. */
  static Optional<Map<String, Object>> of(LogisticModel model) {
    List<Encoding> columns = model.preparationOrPlain().encodings();
    int side = (int) Math.round(Math.sqrt(columns.size()));
    boolean numbers =
        columns.stream()
            .noneMatch(
                c ->
                    c instanceof Encoding.Category
                        || c instanceof Encoding.Numeric number && number.indicator());
    if (!numbers || side < LEAST_SIDE || side * side != columns.size()) {
      return Optional.empty();
    }
    return places(columns, side).map(places -> picture(model, columns, side, places));
  }

  /** Where each column is; empty where the names do not say, or two are at one place. */
  private static Optional<int[]> places(List<Encoding> columns, int side) {
    int[] places = new int[columns.size()];
    boolean[] taken = new boolean[places.length];
    int first = -1;
    String word = null;
    for (int k = 0; k < places.length; k++) {
      String name = columns.get(k).column();
      Matcher counted = COUNTED.matcher(name);
      Matcher placed = PLACED.matcher(name);
      int place;
      if (counted.matches()) {
        place = Integer.parseInt(counted.group(2));
        word = word == null ? counted.group(1) : word;
        if (!word.equals(counted.group(1))) {
          return Optional.empty();
        }
        first = k == 0 ? Math.min(place, 1) : first;
        place -= first;
      } else if (placed.matches()) {
        int row = Integer.parseInt(placed.group(1));
        int column = Integer.parseInt(placed.group(2));
        first = k == 0 ? Math.min(row, 1) : first;
        place = column - first < side ? (row - first) * side + column - first : -1;
      } else {
        return Optional.empty();
      }
      if (place < 0 || place >= places.length || taken[place]) {
        return Optional.empty();
      }
      taken[place] = true;
      places[k] = place;
    }
    return Optional.of(places);
  }

  private static Map<String, Object> picture(
      LogisticModel model, List<Encoding> columns, int side, int[] places) {
    Double[] pixels = new Double[places.length];
    int feature = 0;
    Optional<double[]> deviations = model.standardization().map(Standardization::deviations);
    for (int k = 0; k < places.length; k++) {
      if (!columns.get(k).features().isEmpty()) {
        int j = feature++;
        double unit = deviations.map(d -> d[j]).orElse(1.0);
        pixels[places[k]] = Numbers.of(model.weights()[j] * unit);
      }
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("side", side);
    map.put("weights", pixels);
    return map;
  }
}
