package io.downhill.device;

import io.downhill.data.Classes;
import io.downhill.data.CsrRows;
import io.downhill.data.Dataset;
import io.downhill.data.Rows;
import io.downhill.device.DeviceContract.Case;
import io.downhill.device.DeviceContract.Operation;
import io.downhill.device.DeviceContract.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The conformance cases of sparse rows: the definition has the same numbers as dense rows, most of
 * them 0, and the device in question is given the others alone.
 */
final class ContractSparse {
  private static final int LARGEST_GRAM = 65;

  private ContractSparse() {}

  /** Of so many rows a feature that is rare has about one value. */
  static final int RARE = 400;

  /** Of so many values one is given. */
  private static final int ONE_IN = 9;

  /**
   * Whether a value is given: some rows have none, one has all; one feature has none, one has all
   * that rows have, and one so few that they lie far apart.
   *
   * @param chance from 0 to before {@link #RARE}
   */
  static boolean isGiven(int i, int j, int m, int n, int chance) {
    if (i % 11 == 5 || n > 2 && j == n / 3) {
      return false;
    }
    boolean rare = n > 3 && j == n - 1;
    return i == m / 2 || j == n / 2 || (rare ? chance == 0 : chance % ONE_IN == 0);
  }

  /** The cases. */
  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int m : new int[] {1, 31, 32, 33, 255, 257, 1023, 1024, 1025, 2049, 4095}) {
      for (int n : new int[] {1, 5, 9}) {
        add(cases, m, n, 1);
      }
    }
    for (int n : new int[] {2, 7, 8, 17, 64, 127, 500, 3000, 20_000}) {
      add(cases, 97, n, 1);
    }
    for (int[] shape : new int[][] {{32_769, 3}, {70_001, 6}}) {
      add(cases, shape[0], shape[1], 1);
    }
    // One block more than a tree of three levels holds.
    cases.add(new Case(Operation.GRADIENT, 1_048_577, 4, Values.SPARSE));
    for (int columns : new int[] {2, 3, 8, 9, 33}) {
      add(cases, 1057, 17, columns);
      add(cases, 33, 300, columns);
    }
    add(cases, 40_000, 5, 2);
    for (int classes : new int[] {2, 3, 8, 9, 26}) {
      addClasses(cases, 1057, 9, classes);
      addClasses(cases, 33, 300, classes);
    }
    addClasses(cases, 40_000, 5, 2);
    for (int m : new int[] {1, 1025, 4095, 32_769, 70_001, 300_000}) {
      cases.add(new Case(Operation.FOREST, m, 5, Values.SPARSE));
    }
    for (int m : new int[] {4097, 10_000, 70_001}) {
      cases.add(new Case(Operation.SAMPLE, m, 5, Values.SPARSE));
    }
    cases.add(new Case(Operation.SAMPLE, 4097, 5, Values.SPARSE, 3, Link.SOFTMAX));
    return cases;
  }

  /** Those whose work is small. */
  static List<Case> smallCases() {
    List<Case> cases = new ArrayList<>();
    add(cases, 1, 1, 1);
    add(cases, 33, 30, 1);
    add(cases, 1030, 3, 1);
    add(cases, 41, 9, 3);
    add(cases, 33, 5, 9);
    addClasses(cases, 41, 3, 3);
    addClasses(cases, 35, 5, 9);
    cases.add(new Case(Operation.FOREST, 2050, 3, Values.SPARSE));
    cases.add(new Case(Operation.SAMPLE, 2050, 3, Values.SPARSE));
    return cases;
  }

  private static void add(List<Case> cases, int m, int n, int columns) {
    DeviceContract.addPanel(cases, m, n, Values.SPARSE, columns, LARGEST_GRAM);
    if (columns == 1) {
      cases.add(new Case(Operation.REPEAT, m, n, Values.SPARSE));
      cases.add(new Case(Operation.DESCEND, m, n, Values.SPARSE));
    }
  }

  private static void addClasses(List<Case> cases, int m, int n, int classes) {
    for (Operation operation :
        List.of(Operation.GRADIENT, Operation.PRODUCT, Operation.LINE, Operation.COEFFICIENTS)) {
      cases.add(new Case(operation, m, n, Values.SPARSE, classes, Link.SOFTMAX));
    }
  }

  /** The same examples as sparse ones: what is 0 is left out, but -0 is given. */
  static Dataset of(Dataset dense) {
    Rows rows = dense.rows();
    int[] starts = new int[rows.examples() + 1];
    List<int[]> columns = new ArrayList<>();
    List<float[]> values = new ArrayList<>();
    rows.each(
        0,
        rows.examples(),
        (i, x, at) -> {
          int[] places = new int[rows.features()];
          float[] given = new float[rows.features()];
          int count = 0;
          for (int j = 0; j < rows.features(); j++) {
            if (Float.floatToRawIntBits(x[at + j]) != 0) {
              places[count] = j;
              given[count++] = x[at + j];
            }
          }
          columns.add(Arrays.copyOf(places, count));
          values.add(Arrays.copyOf(given, count));
          starts[i + 1] = starts[i] + count;
        });
    int[] allColumns = new int[starts[rows.examples()]];
    float[] allValues = new float[allColumns.length];
    for (int i = 0; i < rows.examples(); i++) {
      int count = starts[i + 1] - starts[i];
      System.arraycopy(columns.get(i), 0, allColumns, starts[i], count);
      System.arraycopy(values.get(i), 0, allValues, starts[i], count);
    }
    return new Dataset.Builder(dense.featureNames())
        .rows(new CsrRows(starts, allColumns, allValues, rows.features()))
        .labels(dense.labels(), Classes.ZERO_ONE)
        .weights(dense.weights())
        .build();
  }
}
