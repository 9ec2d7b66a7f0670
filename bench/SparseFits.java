import io.downhill.LogisticRegression;
import io.downhill.Training;
import io.downhill.TrainingOptions;
import io.downhill.data.Dataset;
import io.downhill.data.ReadProgress;
import io.downhill.data.sparse.SparseFiles;
import io.downhill.optim.Monitor;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/**
 * Fits the same sparse text several times in one JVM, features as they are and without a bias, as
 * LIBLINEAR does: seconds from the call of {@code fit} to where J is first at most a target, and to
 * its end, verdict included. Prints JSON: a list of fits, the first of which pays for the compiler.
 *
 * <pre>
 * java -cp target/downhill-run.jar --add-modules jdk.incubator.vector bench/SparseFits.java \
 *   FILE L2 TARGET SOLVER|auto THREADS FITS
 * </pre>
 */
final class SparseFits {
  public static void main(String[] arguments) {
    Dataset data =
        SparseFiles.train(List.of(arguments[0]), Optional.empty(), ReadProgress.NONE).examples();
    double target = Double.parseDouble(arguments[2]);
    TrainingOptions.Builder options =
        TrainingOptions.builder()
            .device("cpu")
            .threads(Integer.parseInt(arguments[4]))
            .l2(Double.parseDouble(arguments[1]))
            .intercept(false)
            .standardize(false)
            .penalize(TrainingOptions.Penalize.RAW);
    if (!arguments[3].equals("auto")) {
      options.solver(arguments[3]);
    }
    StringBuilder fits = new StringBuilder();
    for (int k = 0; k < Integer.parseInt(arguments[5]); k++) {
      Watch watch = new Watch(target);
      Training training = new LogisticRegression(options.build()).fit(data, watch);
      fits.append(k == 0 ? "" : ", ").append(watch.json(training));
    }
    System.out.println("[" + fits + "]");
  }

  private static double processor() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  private static final class Watch implements Monitor {
    private final double target;
    private final long began = System.nanoTime();
    private final double processorBegan = processor();
    private double seconds = Double.NaN;
    private double processorSeconds = Double.NaN;
    private double reads = Double.NaN;
    private double readsSoFar;

    Watch(double target) {
      this.target = target;
    }

    @Override
    public void effort(double passes, double ignored) {
      readsSoFar = passes;
    }

    @Override
    public void iteration(int iteration, double cost, double slope) {
      if (cost <= target && Double.isNaN(seconds)) {
        seconds = (System.nanoTime() - began) / 1e9;
        processorSeconds = processor() - processorBegan;
        reads = readsSoFar;
      }
    }

    String json(Training training) {
      return String.format(
          "{\"solver\": \"%s\", \"seconds\": %s, \"processorSeconds\": %s, \"reads\": %s,"
              + " \"load\": %s, \"train\": %s, \"wholeFit\": %s, \"wholeReads\": %s,"
              + " \"cost\": %.12f}",
          training.report().solver(),
          seconds,
          processorSeconds,
          reads,
          training.report().loadSeconds(),
          training.report().trainSeconds(),
          (System.nanoTime() - began) / 1e9,
          training.report().passes(),
          training.report().cost());
    }
  }
}
