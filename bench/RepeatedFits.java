import io.downhill.LogisticRegression;
import io.downhill.Training;
import io.downhill.TrainingOptions;
import io.downhill.data.Dataset;
import io.downhill.data.npy.NpyMatrix;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Fits the same table several times in one JVM, as a program that uses the library would: the first
 * fit pays for the compiler, the later ones do not. Prints the seconds of each as JSON, and
 * writes the model.
 *
 * <pre>
 * java -cp target/downhill-run.jar --add-modules jdk.incubator.vector bench/RepeatedFits.java \
 *   x.npy y.npy DEVICE L2 TOLERANCE|auto FITS MODEL [raw]
 * </pre>
 */
final class RepeatedFits {
  public static void main(String[] arguments) {
    Dataset data = NpyMatrix.read(arguments[0], arguments[1]);
    TrainingOptions.Builder options =
        TrainingOptions.builder().device(arguments[2]).l2(Double.parseDouble(arguments[3]));
    if (!arguments[4].equals("auto")) {
      options.tolerance(Double.parseDouble(arguments[4]));
    }
    options.standardize(!arguments[arguments.length - 1].equals("raw"));
    double[] seconds = new double[Integer.parseInt(arguments[5])];
    Training training = null;
    for (int k = 0; k < seconds.length; k++) {
      training = new LogisticRegression(options.build()).fit(data);
      seconds[k] = training.report().trainSeconds();
    }
    training.model().save(Path.of(arguments[6]));
    System.out.printf(
        "{\"seconds\": %s, \"passes\": %s, \"solver\": \"%s\", \"iterations\": %d}%n",
        Arrays.toString(seconds),
        training.report().passes(),
        training.report().solver(),
        training.report().iterations());
  }
}
