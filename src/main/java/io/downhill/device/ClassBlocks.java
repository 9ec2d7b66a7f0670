package io.downhill.device;

/** The Hessian of K classes from what each two of them have with each other. */
final class ClassBlocks {
  private ClassBlocks() {}

  /**
   * Adds what two classes have with each other, and takes it off what each has with itself.
   *
   * @param block the sums of k x x' with the coefficients of the two, a lower triangle row by row
   * @param k a class
   * @param l another one
   * @param columns K
   * @param triangle of all (n + 1) K parameters, element (j, k) of which is at j K + k
   */
  static void add(double[] block, int k, int l, int columns, double[] triangle) {
    for (int j = 0, p = 0; p < block.length; j++) {
      for (int i = 0; i <= j; i++, p++) {
        int rowK = j * columns + k;
        int rowL = j * columns + l;
        int columnK = i * columns + k;
        int columnL = i * columns + l;
        add(triangle, rowK, columnL, block[p]);
        if (i < j) {
          add(triangle, rowL, columnK, block[p]);
        }
        add(triangle, rowK, columnK, -block[p]);
        add(triangle, rowL, columnL, -block[p]);
      }
    }
  }

  private static void add(double[] triangle, int row, int column, double value) {
    int below = Math.max(row, column);
    triangle[below * (below + 1) / 2 + Math.min(row, column)] += value;
  }
}
