import io.downhill.LogisticRegression;
import io.downhill.Training;
import io.downhill.TrainingOptions;
import io.downhill.data.Dataset;
import io.downhill.data.npy.NpyMatrix;
import java.util.Arrays;

/**
 * Fits the same table several times in one JVM, as a program that uses the library would: the first
 * fit pays for the compiler, the later ones do not. Prints the seconds of each, the weights and the
 * bias as JSON.
 *
 * <pre>
 * java -cp target/downhill-run.jar --add-modules jdk.incubator.vector bench/RepeatedFits.java \
 *   x.npy y.npy DEVICE L2 TOLERANCE FITS
 * </pre>
 */
final class RepeatedFits {
  public static void main(String[] arguments) {
    Dataset data = NpyMatrix.read(arguments[0], arguments[1]);
    TrainingOptions options =
        TrainingOptions.builder()
            .device(arguments[2])
            .l2(Double.parseDouble(arguments[3]))
            .tolerance(Double.parseDouble(arguments[4]))
            .build();
    double[] seconds = new double[Integer.parseInt(arguments[5])];
    Training training = null;
    for (int k = 0; k < seconds.length; k++) {
      training = new LogisticRegression(options).fit(data);
      seconds[k] = training.report().trainSeconds();
    }
    System.out.printf(
        "{\"seconds\": %s, \"weights\": %s, \"bias\": %s, \"passes\": %s}%n",
        Arrays.toString(seconds),
        Arrays.toString(training.model().weights()),
        training.model().bias(),
        training.report().passes());
  }
}
