package io.downhill.data.npy;

import io.downhill.data.CsrRows;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The arrays of a sparse matrix of SciPy, made rows. */
final class SparseArrays {
  /** 2^24: float32 has all whole numbers up to here. */
  private static final double WHOLE = 1 << 24;

  private static final int MOST = Integer.MAX_VALUE - 8;

  private final String file;
  private int m;
  private int n;
  private int[] starts;
  private int[] columns;
  private Values values;
  private long added;
  private long vanished;
  private long rounded;
  private CsrRows rows;

  /** Numbers: floats where those of the file fit, which takes half of the memory. */
  private record Values(float[] floats, double[] doubles) {
    static Values of(int length, boolean areFloats) {
      return areFloats ? new Values(new float[length], null) : new Values(null, new double[length]);
    }

    int length() {
      return floats == null ? doubles.length : floats.length;
    }

    double get(int p) {
      return floats == null ? doubles[p] : floats[p];
    }

    void set(int p, double value) {
      if (floats == null) {
        doubles[p] = value;
      } else {
        floats[p] = (float) value;
      }
    }
  }

  private SparseArrays(String file) {
    this.file = file;
  }

  /**
   * Reads a matrix.
   *
   * @throws DataException if the file holds none, or a value cannot be used
   */
  static SparseArrays read(String file) {
    SparseArrays arrays = new SparseArrays(file);
    try (NpzArchive archive = new NpzArchive(file)) {
      arrays.read(archive);
    }
    arrays.finish();
    return arrays;
  }

  /** The rows, sorted, without zeros. */
  CsrRows rows() {
    return rows;
  }

  /** What became of values, a line each. */
  List<String> warnings() {
    List<String> told = new ArrayList<>();
    if (added > 0) {
      told.add(
          file
              + ": "
              + added
              + " values stand where another one does and were added, as SciPy does");
    }
    if (vanished > 0) {
      told.add(
          file
              + ": "
              + vanished
              + " values are so small that they are 0 as float32; multiply their features by 1e30");
    }
    if (rounded > 0) {
      told.add(
          file
              + ": "
              + rounded
              + " values beyond 2^24 lost digits as float32; are their features numbers at all, and"
              + " not codes?");
    }
    return told;
  }

  private void read(NpzArchive archive) {
    List<String> names = archive.names();
    if (!names.contains("format") || !names.contains("shape")) {
      throw new DataException(
          file
              + ": no sparse matrix of SciPy, it holds "
              + String.join(", ", names)
              + "; write one with scipy.sparse.save_npz, or an array with np.save as .npy");
    }
    String format = archive.text("format");
    List<String> needed =
        switch (format) {
          case "csr", "csc" -> List.of("data", "indices", "indptr");
          case "coo" -> List.of("data", "row", "col");
          default ->
              throw new DataException(
                  file + ": a sparse matrix of the format " + format + "; save X.tocsr()");
        };
    List<String> missing = needed.stream().filter(name -> !names.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          file + ": lacks " + String.join(" and ", missing) + "; save the matrix again");
    }
    shape(archive.read("shape", this::numbers));
    values = archive.read("data", this::values);
    if (format.equals("coo")) {
      byRows(index(archive, "row", m), index(archive, "col", n));
      return;
    }
    int[] indices = index(archive, "indices", format.equals("csr") ? n : m);
    int[] pointers = pointers(archive, format.equals("csr") ? m : n);
    if (format.equals("csr")) {
      starts = pointers;
      columns = indices;
    } else {
      int[] column = new int[indices.length];
      for (int j = 0; j < n; j++) {
        Arrays.fill(column, pointers[j], pointers[j + 1], j);
      }
      byRows(indices, column);
    }
  }

  private void shape(double[] shape) {
    if (shape.length != 2 || !(shape[0] >= 1 && shape[1] >= 1)) {
      throw new DataException(
          file + ": the shape " + Arrays.toString(shape) + " is none of rows and columns");
    }
    if (shape[0] > Dataset.MAX_EXAMPLES || shape[1] > MOST) {
      throw new DataException(
          file
              + String.format(
                  Locale.ROOT,
                  ": %.0f x %.0f, at most %d x %d are supported",
                  shape[0],
                  shape[1],
                  Dataset.MAX_EXAMPLES,
                  MOST));
    }
    m = (int) shape[0];
    n = (int) shape[1];
  }

  private double[] numbers(NpyHeader header, NpzArchive.Source source) throws IOException {
    double[] numbers = new double[length(header)];
    for (int p = 0; p < numbers.length; p++) {
      numbers[p] = source.next();
    }
    return numbers;
  }

  private Values values(NpyHeader header, NpzArchive.Source source) throws IOException {
    Values read = Values.of(length(header), header.type().fitsFloat());
    for (int p = 0; p < read.length(); p++) {
      read.set(p, source.next());
    }
    return read;
  }

  private int length(NpyHeader header) {
    long[] shape = header.shape();
    if (shape.length != 1 || shape[0] > MOST) {
      throw new DataException(
          file
              + ": an array of the shape "
              + header.shapeText()
              + ", must be a vector, below 2^31");
    }
    return (int) shape[0];
  }

  /** Whole numbers from 0 to before a limit, one a value. */
  private int[] index(NpzArchive archive, String name, int limit) {
    int[] index = whole(archive, name, limit - 1);
    if (index.length != values.length()) {
      throw new DataException(
          file + ": data has " + values.length() + " values, " + name + " " + index.length);
    }
    return index;
  }

  private int[] pointers(NpzArchive archive, int count) {
    int[] pointers = whole(archive, "indptr", values.length());
    boolean fits = pointers.length == count + 1 && pointers[0] == 0;
    for (int i = 0; fits && i < count; i++) {
      fits = pointers[i] <= pointers[i + 1];
    }
    if (!fits || pointers[count] != values.length()) {
      throw new DataException(
          file
              + ": indptr must ascend from 0 to "
              + values.length()
              + " in "
              + (count + 1)
              + " numbers; save the matrix again");
    }
    return pointers;
  }

  private int[] whole(NpzArchive archive, String name, int most) {
    return archive.read(
        name,
        (header, source) -> {
          int[] whole = new int[length(header)];
          for (int p = 0; p < whole.length; p++) {
            double number = source.next();
            if (!(number >= 0 && number <= most) || number != Math.rint(number)) {
              throw new DataException(
                  file
                      + ": "
                      + name
                      + "["
                      + p
                      + "] is "
                      + number
                      + ", must be a whole number from 0 to "
                      + most
                      + "; save the matrix again");
            }
            whole[p] = (int) number;
          }
          return whole;
        });
  }

  /** Sorts values by row; those of a row stay in their order. */
  private void byRows(int[] row, int[] column) {
    starts = new int[m + 1];
    for (int i : row) {
      starts[i + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    columns = new int[column.length];
    Values sorted = Values.of(column.length, values.floats() != null);
    for (int p = 0; p < column.length; p++) {
      int place = next[row[p]]++;
      columns[place] = column[p];
      sorted.set(place, values.get(p));
    }
    values = sorted;
  }

  /** Sorts within rows, adds up, rounds, and leaves zeros out. */
  private void finish() {
    int[] ends = new int[m + 1];
    // Behind what is read, so floats go into their own array.
    float[] kept = values.floats() == null ? new float[values.length()] : values.floats();
    int place = 0;
    for (int i = 0; i < m; i++) {
      if (!ascends(starts[i], starts[i + 1])) {
        sort(starts[i], starts[i + 1]);
      }
      for (int p = starts[i]; p < starts[i + 1]; ) {
        int j = columns[p];
        double sum = values.get(p++);
        for (; p < starts[i + 1] && columns[p] == j; p++) {
          sum += values.get(p);
          added++;
        }
        float x = rounded(sum, i, j);
        if (x != 0) {
          columns[place] = j;
          kept[place++] = x;
        }
      }
      ends[i + 1] = place;
    }
    values = null;
    boolean all = place == kept.length;
    rows =
        new CsrRows(
            ends,
            all ? columns : Arrays.copyOf(columns, place),
            all ? kept : Arrays.copyOf(kept, place),
            n);
    columns = null;
  }

  private boolean ascends(int first, int end) {
    for (int p = first + 1; p < end; p++) {
      if (columns[p] < columns[p - 1]) {
        return false;
      }
    }
    return true;
  }

  private void sort(int first, int end) {
    int[] order =
        Stream.iterate(first, p -> p + 1)
            .limit(end - first)
            .sorted((p, q) -> Integer.compare(columns[p], columns[q]))
            .mapToInt(p -> p)
            .toArray();
    int[] places = Arrays.stream(order).map(p -> columns[p]).toArray();
    double[] sorted = Arrays.stream(order).mapToDouble(p -> values.get(p)).toArray();
    System.arraycopy(places, 0, columns, first, places.length);
    for (int p = 0; p < sorted.length; p++) {
      values.set(first + p, sorted[p]);
    }
  }

  private float rounded(double sum, int i, int j) {
    float x = (float) sum;
    if (!Float.isFinite(x)) {
      throw new DataException(
          file
              + ": row "
              + (i + 1)
              + ", column "
              + j
              + ": "
              + sum
              + (Double.isFinite(sum)
                  ? " is beyond the range of float32; divide the feature by 1e10"
                  : " is not a finite number; replace it, as with np.nan_to_num"));
    }
    vanished += x == 0 && sum != 0 ? 1 : 0;
    rounded += x != sum && Math.abs(sum) >= WHOLE ? 1 : 0;
    return x;
  }
}
