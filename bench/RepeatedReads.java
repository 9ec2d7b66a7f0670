import io.downhill.data.CsrRows;
import io.downhill.data.ReadProgress;
import io.downhill.data.sparse.SparseFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the same sparse text several times in one JVM, labels included: the first time pays for the
 * compiler. Prints the seconds of each as JSON.
 *
 * <pre>
 * java -cp target/downhill-run.jar bench/RepeatedReads.java FILE TIMES
 * </pre>
 */
final class RepeatedReads {
  public static void main(String[] arguments) {
    double[] seconds = new double[Integer.parseInt(arguments[1])];
    long values = 0;
    for (int k = 0; k < seconds.length; k++) {
      long began = System.nanoTime();
      CsrRows rows =
          (CsrRows)
              SparseFiles.train(List.of(arguments[0]), Optional.empty(), ReadProgress.NONE)
                  .examples()
                  .rows();
      seconds[k] = (System.nanoTime() - began) / 1e9;
      values = rows.values().length;
    }
    System.out.printf("{\"seconds\": %s, \"values\": %d}%n", Arrays.toString(seconds), values);
  }
}
