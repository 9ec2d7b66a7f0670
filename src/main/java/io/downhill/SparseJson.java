package io.downhill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Long vectors of which most is 0, and names that are numbers, as a model file of version 5 has
 * them: {@code {"length": n, "at": [places], "values": [those that are not 0]}} for a vector, and
 * {@code {"count": n, "prefix": "column", "first": 0}} for column0, column1, ...
 */
final class SparseJson {
  /** Of fewer features a file is small whatever it holds. */
  private static final int MANY = 1000;

  private SparseJson() {}

  /** Whether most weights of a model are 0, and there are many. */
  static boolean pays(LogisticModel model) {
    int n = model.features().size();
    long zeros = 0;
    for (double[] weights : model.parameters().weights()) {
      zeros += n - nonzero(weights);
    }
    return n >= MANY && 2 * zeros >= (long) n * model.parameters().count();
  }

  private static int nonzero(double[] values) {
    int count = 0;
    for (double value : values) {
      count += isZero(value) ? 0 : 1;
    }
    return count;
  }

  /** Not so of -0, which would come back as 0. */
  private static boolean isZero(double value) {
    return Double.doubleToRawLongBits(value) == 0;
  }

  /** A vector for a file; as it is where that is shorter. */
  static Object vector(double[] values) {
    int count = nonzero(values);
    if (2 * count > values.length) {
      return values;
    }
    int[] at = IntStream.range(0, values.length).filter(j -> !isZero(values[j])).toArray();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("length", values.length);
    object.put("at", at);
    object.put("values", IntStream.of(at).mapToDouble(j -> values[j]).toArray());
    return object;
  }

  /** Names for a file; as they are where they are no numbers in a row. */
  static Object names(List<String> names) {
    for (String prefix : List.of("", "column")) {
      for (int first = 0; first <= 1; first++) {
        if (names.equals(counted(prefix, first, names.size()))) {
          Map<String, Object> object = new LinkedHashMap<>();
          object.put("count", names.size());
          object.put("prefix", prefix);
          object.put("first", first);
          return object;
        }
      }
    }
    return names;
  }

  private static List<String> counted(String prefix, int first, int count) {
    List<String> names = new ArrayList<>(count);
    for (int j = 0; j < count; j++) {
      names.add(prefix + (first + j));
    }
    return names;
  }

  /** The names in a file. */
  static List<String> names(ModelFile file, JsonNode json, String name) {
    JsonNode object = json.path(name);
    if (!object.isObject()) {
      return file.strings(json, name);
    }
    int count = file.integer(object, "count");
    int first = file.integer(object, "first");
    if (count < 1 || count > Integer.MAX_VALUE - first) {
      throw file.wrong(name, "1 name or more");
    }
    return counted(file.string(object, "prefix"), first, count);
  }

  /** A vector in a file that is an object. */
  static double[] vector(ModelFile file, JsonNode object, String name) {
    int length = file.integer(object, "length");
    JsonNode at = file.array(object, "at");
    double[] given = file.numbers(object, "values");
    if (length < 0 || at.size() != given.length) {
      throw file.wrong(name, "a length, places, and a value for each");
    }
    double[] values = new double[length];
    int before = -1;
    for (int p = 0; p < given.length; p++) {
      int j = at.get(p).isInt() ? at.get(p).asInt() : -1;
      if (j <= before || j >= length) {
        throw file.wrong(name + ".at[" + p + "]", "a place that ascends from 0 to its length");
      }
      before = j;
      values[j] = given[p];
    }
    return values;
  }
}
