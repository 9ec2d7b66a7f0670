package io.downhill.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The conformance cases that every device must pass: each pass, at the sizes around every edge of
 * the arithmetic, gives the bits that the definition gives. One list serves the tests and the
 * command {@code downhill verify}.
 *
 * <p>Equal means equal bits, -0 and 0 apart. A NaN passes only where a case puts one in. Whatever
 * lies behind a result, and every input, must be unchanged afterwards.
 */
public final class DeviceContract {
  private static final int LARGEST_GRAM = 257;

  /** Classes up to which each block of a Hessian is summed: there are half their square. */
  private static final int GRAMS = 9;

  private DeviceContract() {}

  /** What a case exercises. */
  public enum Operation {
    /** z := Xw + b. */
    MARGINS,
    /** a := sigmoid(z), extreme margins among them. */
    SIGMOID,
    /** l := L(sigmoid(z), y), extreme margins among them. */
    LOSS,
    /** The sums [dw | db | loss]. */
    GRADIENT,
    /** The same pass again gives the same bits. */
    REPEAT,
    /** w := w - alpha (dw + l2 w), and the trace. */
    UPDATE,
    /** Several steps of gradient descent in one run. */
    DESCEND,
    /** The Hessian times a direction. */
    PRODUCT,
    /** Slope, curvature and loss along a line. */
    LINE,
    /** What weighs the examples in the Hessian. */
    COEFFICIENTS,
    /** The lower triangle of the Hessian from coefficients. */
    GRAM,
    /** The sums of parts of the examples, joined. */
    FOREST,
    /** The rows of a sample and their gradient. */
    SAMPLE
  }

  /** What the numbers of a case are like. */
  public enum Values {
    /** Of the size of 1, as standardised features are. */
    ORDINARY,
    /** From 1e-30 to 1e4, with both zeros: products underflow and margins saturate. */
    EXTREME,
    /** Infinities and NaN among them. */
    NOT_FINITE,
    /** Most are 0, the others as extreme; the device in question is given sparse rows. */
    SPARSE
  }

  /**
   * One case.
   *
   * @param operation what it exercises
   * @param examples m
   * @param features n
   * @param values what the numbers are like
   * @param columns B, of the panel; each must have the bits of that column alone
   * @param link whether they are problems of their own or the classes of one
   */
  public record Case(
      Operation operation, int examples, int features, Values values, int columns, Link link) {
    /** Columns that are problems of their own. */
    public Case(Operation operation, int examples, int features, Values values, int columns) {
      this(operation, examples, features, values, columns, Link.LOGISTIC);
    }

    /** One column. */
    public Case(Operation operation, int examples, int features, Values values) {
      this(operation, examples, features, values, 1);
    }

    @Override
    public String toString() {
      return operation.name().toLowerCase(java.util.Locale.ROOT)
          + " "
          + examples
          + " x "
          + features
          + " "
          + values.name().toLowerCase(java.util.Locale.ROOT)
          + (columns == 1 ? "" : ", " + columns + " " + columnsText());
    }

    private String columnsText() {
      return link == Link.SOFTMAX ? "classes" : "columns";
    }
  }

  /** All cases: for a device at full speed, some seconds. */
  public static List<Case> cases() {
    int[] edges = {1, 7, 8, 9, 31, 32, 33, 255, 256, 257, 1023, 1024, 1025, 2049, 4095};
    int[] widths = {
      1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 30, 31, 32, 33, 62, 63, 64, 65, 100, 127, 128
    };
    int[] wide = {129, 255, 256, 257, 383, 500, 784, 1000, 2049, 3000};
    List<Case> cases = new ArrayList<>();
    for (int m : edges) {
      for (int n : new int[] {1, 5, 8, 28}) {
        addAll(cases, m, n, Values.ORDINARY);
      }
    }
    for (int n : widths) {
      addAll(cases, 33, n, Values.ORDINARY);
      addAll(cases, 1057, n, Values.EXTREME);
    }
    for (int n : wide) {
      addAll(cases, 97, n, Values.ORDINARY);
      addAll(cases, 1025, n, Values.EXTREME);
    }
    addAll(cases, 32_767, 2, Values.ORDINARY);
    addAll(cases, 32_768, 3, Values.ORDINARY);
    addAll(cases, 32_769, 9, Values.ORDINARY);
    addAll(cases, 70_001, 20, Values.EXTREME);
    // One block more than a tree of three levels holds.
    add(cases, 1_048_577, 1, Values.ORDINARY, Operation.GRADIENT, Operation.DESCEND);
    addForests(cases);
    addSamples(cases);
    addElementary(cases, 4097);
    addPanels(cases);
    addClasses(cases);
    cases.addAll(ContractSparse.cases());
    // A wrong last digit of a coefficient shows in few values.
    add(cases, 1_000_003, 1, Values.ORDINARY, Operation.SIGMOID, Operation.LOSS);
    return cases;
  }

  /** The cases whose work is small: for a simulator. */
  public static List<Case> smallCases() {
    List<Case> cases = new ArrayList<>();
    for (int[] shape : new int[][] {{1, 1}, {31, 8}, {33, 3}, {33, 30}, {41, 21}}) {
      addAll(cases, shape[0], shape[1], Values.ORDINARY);
    }
    // The widths at which a kernel with a tile has other code.
    for (int n : new int[] {64, 65, 100, 260}) {
      add(cases, 35, n, Values.ORDINARY, Operation.MARGINS, Operation.GRADIENT, Operation.PRODUCT);
    }
    add(cases, 1030, 2, Values.EXTREME, Operation.MARGINS, Operation.GRADIENT, Operation.DESCEND);
    add(cases, 2050, 3, Values.ORDINARY, Operation.FOREST, Operation.SAMPLE);
    addPanel(cases, 41, 9, Values.EXTREME, 3);
    addPanel(cases, 33, 17, Values.ORDINARY, 9);
    addClasses(cases, 41, 3, Values.EXTREME, 3);
    addClasses(cases, 35, 2, Values.ORDINARY, 9);
    cases.add(new Case(Operation.SAMPLE, 2050, 3, Values.ORDINARY, 3, Link.SOFTMAX));
    addElementary(cases, 65);
    cases.addAll(ContractSparse.smallCases());
    return cases;
  }

  /** Panels at the edges of eight columns, one vector, and of the widths of the forms. */
  private static void addPanels(List<Case> cases) {
    for (int columns : new int[] {1, 2, 3, 8, 9, 33}) {
      for (int n : new int[] {1, 7, 8, 9, 28, 33, 100}) {
        addPanel(cases, 1057, n, Values.ORDINARY, columns);
      }
      for (int m : new int[] {1, 31, 32, 33, 2049}) {
        addPanel(cases, m, 5, Values.EXTREME, columns);
      }
    }
    for (int n : new int[] {128, 129, 256, 257, 500, 1000, 3000}) {
      addPanel(cases, 97, n, Values.ORDINARY, 9);
    }
    addPanel(cases, 33_000, 3, Values.ORDINARY, 2);
  }

  private static void addPanel(List<Case> cases, int m, int n, Values values, int columns) {
    addPanel(cases, m, n, values, columns, LARGEST_GRAM);
  }

  /** Every operation of a panel, a Gram matrix of up to so many features. */
  static void addPanel(
      List<Case> cases, int m, int n, Values values, int columns, int largestGram) {
    for (Operation operation :
        List.of(
            Operation.MARGINS,
            Operation.GRADIENT,
            Operation.PRODUCT,
            Operation.LINE,
            Operation.COEFFICIENTS,
            Operation.GRAM)) {
      if (operation != Operation.GRAM || n <= largestGram) {
        cases.add(new Case(operation, m, n, values, columns));
      }
    }
  }

  /** Classes at the edges of eight, one vector, and at those of stripes and blocks. */
  private static void addClasses(List<Case> cases) {
    for (int classes : new int[] {2, 3, 8, 9, 26}) {
      for (int n : new int[] {1, 8, 17}) {
        addClasses(cases, 1057, n, Values.ORDINARY, classes);
      }
      for (int m : new int[] {1, 31, 32, 33, 2049}) {
        addClasses(cases, m, 5, Values.EXTREME, classes);
      }
    }
    for (int n : new int[] {7, 9, 65, 785}) {
      addClasses(cases, 97, n, Values.EXTREME, 10);
    }
    addClasses(cases, 1025, 5, Values.EXTREME, 10);
    addClasses(cases, 33, 3, Values.EXTREME, 60);
    addClasses(cases, 65, 2, Values.EXTREME, 1000);
    for (int m : new int[] {4097, 10_000}) {
      cases.add(new Case(Operation.SAMPLE, m, 5, Values.EXTREME, 10, Link.SOFTMAX));
    }
    addClasses(cases, 97, 300, Values.ORDINARY, 5);
    addClasses(cases, 33_000, 3, Values.ORDINARY, 3);
    addClasses(cases, 97, 2, Values.NOT_FINITE, 3);
  }

  private static void addClasses(List<Case> cases, int m, int n, Values values, int classes) {
    for (Operation operation :
        List.of(
            Operation.GRADIENT,
            Operation.PRODUCT,
            Operation.LINE,
            Operation.COEFFICIENTS,
            Operation.GRAM)) {
      if (operation != Operation.GRAM || classes <= GRAMS && n <= LARGEST_GRAM) {
        cases.add(new Case(operation, m, n, values, classes, Link.SOFTMAX));
      }
    }
  }

  /** Samples whose last stripe is cut short, or not, and of rows that lie in several slabs. */
  private static void addSamples(List<Case> cases) {
    for (int m : new int[] {4096, 4097, 4127, 10_000}) {
      add(cases, m, 5, Values.EXTREME, Operation.SAMPLE);
    }
    add(cases, 2049, 300, Values.ORDINARY, Operation.SAMPLE);
    add(cases, 70_001, 3, Values.ORDINARY, Operation.SAMPLE);
  }

  /** Parts on both sides of a block, of a node of 32 and of one of 1024. */
  private static void addForests(List<Case> cases) {
    for (int m : new int[] {1, 1024, 1025, 4095, 32_768, 32_769, 70_001, 300_000}) {
      add(cases, m, 5, Values.EXTREME, Operation.FOREST);
    }
    add(cases, 2100, 300, Values.ORDINARY, Operation.FOREST);
    add(cases, 1_048_577, 1, Values.ORDINARY, Operation.FOREST);
  }

  private static void addAll(List<Case> cases, int m, int n, Values values) {
    add(
        cases,
        m,
        n,
        values,
        Operation.MARGINS,
        Operation.GRADIENT,
        Operation.REPEAT,
        Operation.UPDATE,
        Operation.DESCEND,
        Operation.PRODUCT,
        Operation.LINE);
    if (n <= LARGEST_GRAM) {
      add(cases, m, n, values, Operation.COEFFICIENTS, Operation.GRAM);
    }
  }

  private static void addElementary(List<Case> cases, int m) {
    add(cases, m, 1, Values.ORDINARY, Operation.SIGMOID, Operation.LOSS);
    add(cases, m, 1, Values.EXTREME, Operation.SIGMOID, Operation.LOSS);
    add(cases, m, 1, Values.NOT_FINITE, Operation.SIGMOID, Operation.LOSS, Operation.GRADIENT);
  }

  private static void add(List<Case> cases, int m, int n, Values values, Operation... operations) {
    for (Operation operation : operations) {
      cases.add(new Case(operation, m, n, values));
    }
  }

  /**
   * Runs one case.
   *
   * @param reference the definition of the arithmetic
   * @param subject the device in question
   * @return empty if every bit agrees, else what differs first
   * @throws DeviceException if a device fails
   */
  public static Optional<String> run(Case c, Device reference, Device subject) {
    return new Expected(c, reference).difference(subject);
  }

  /** What the definition gives in one case, for any number of devices to be compared with. */
  public static final class Expected {
    private final Case c;
    private final ContractData given;
    private final double[] expected;

    /**
     * Runs the case on the definition.
     *
     * @throws DeviceException if it fails
     */
    public Expected(Case c, Device reference) {
      this.c = c;
      ContractData data = ContractData.of(c.examples(), c.features(), c.values());
      this.given = c.values() == Values.SPARSE ? data.sparse() : data;
      this.expected = ContractRun.expected(c, data, reference);
    }

    /**
     * Runs the case on a device.
     *
     * @return empty if every bit agrees, else what differs first
     * @throws DeviceException if the device fails
     */
    public Optional<String> difference(Device subject) {
      double[] actual = ContractRun.actual(c, given, subject);
      boolean nanExpected = c.values() == Values.NOT_FINITE;
      for (int i = 0; i < expected.length; i++) {
        boolean differ = Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i]);
        if (differ || (Double.isNaN(actual[i]) && !nanExpected)) {
          return Optional.of(
              String.format(
                  "%s: element %d is %s, must be %s",
                  c,
                  i,
                  Float.toHexString((float) actual[i]),
                  Float.toHexString((float) expected[i])));
        }
      }
      return Optional.empty();
    }
  }
}
