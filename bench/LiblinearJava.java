import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.downhill.LogisticRegression;
import io.downhill.TrainingOptions;
import io.downhill.data.CsrRows;
import io.downhill.data.Dataset;
import io.downhill.data.ReadProgress;
import io.downhill.data.sparse.SparseFiles;
import io.downhill.optim.Monitor;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/**
 * Downhill and the Java port of LIBLINEAR (de.bwaldvogel:liblinear) in one JVM, in turn on the same
 * sparse text, without a bias: seconds of training alone until J is within 1e-6 of its least. Of
 * the port's accuracies the loosest that comes there is taken, from the loosest down. The jar of the port is
 * no part of this project: {@code bench/liblinear_comparison.py} fetches it from Maven Central.
 *
 * <pre>
 * java -Xmx8g --add-modules jdk.incubator.vector -cp target/downhill-run.jar:liblinear.jar \
 *   bench/LiblinearJava.java FILE L2 ROUNDS THREADS [LOOSEST 0.1]
 * </pre>
 */
final class LiblinearJava {
  private static final double[] ACCURACIES = {0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001};

  public static void main(String[] arguments) {
    Linear.disableDebugOutput();
    Dataset data =
        SparseFiles.train(List.of(arguments[0]), Optional.empty(), ReadProgress.NONE).examples();
    double l2 = Double.parseDouble(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    TrainingOptions options =
        TrainingOptions.builder()
            .device("cpu")
            .threads(Integer.parseInt(arguments[3]))
            .l2(l2)
            .intercept(false)
            .standardize(false)
            .penalize(TrainingOptions.Penalize.RAW)
            .build();
    double[] least = {0};
    double first =
        seconds(() -> least[0] = new LogisticRegression(options).fit(data).report().cost());
    double target = least[0] + 1e-6;
    System.out.printf("first fit, to its end: %.2f s, J %.10f%n", first, least[0]);
    Problem problem = problem(data);
    double loosest = arguments.length > 4 ? Double.parseDouble(arguments[4]) : 0.1;
    double accuracy = 0;
    for (int k = 0; k < ACCURACIES.length && accuracy == 0; k++) {
      if (ACCURACIES[k] > loosest) {
        continue;
      }
      Parameter parameter = parameter(data, l2, ACCURACIES[k]);
      double cost = cost(Linear.train(problem, parameter), problem, l2);
      System.out.printf("liblinear-java at %s: J %.10f%n", ACCURACIES[k], cost);
      accuracy = cost <= target ? ACCURACIES[k] : 0;
    }
    if (accuracy == 0) {
      throw new IllegalStateException("none of the accuracies comes to " + target);
    }
    double kept = accuracy;
    for (int k = 0; k < rounds; k++) {
      double processorBegan = processor();
      double theirs = seconds(() -> Linear.train(problem, parameter(data, l2, kept)));
      double theirProcessor = processor() - processorBegan;
      double[] ours = timeTo(target, data, options);
      System.out.printf(
          "liblinear-java %.2f s (%.2f of processor time), downhill %.2f s (%.2f), ratio %.2f%n",
          theirs, theirProcessor, ours[0], ours[1], theirs / ours[0]);
    }
  }

  private static double seconds(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) / 1e9;
  }

  private static double processor() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  /** Of the wall and of the processor, from the call of fit to where J is at most the target. */
  private static double[] timeTo(double target, Dataset data, TrainingOptions options) {
    long began = System.nanoTime();
    double processorBegan = processor();
    double[] seconds = {Double.NaN, Double.NaN};
    Monitor watch =
        (k, cost, slope) -> {
          if (cost <= target && Double.isNaN(seconds[0])) {
            seconds[0] = (System.nanoTime() - began) / 1e9;
            seconds[1] = processor() - processorBegan;
          }
        };
    new LogisticRegression(options).fit(data, watch);
    return seconds;
  }

  private static Parameter parameter(Dataset data, double l2, double accuracy) {
    return new Parameter(SolverType.L2R_LR, 1 / (l2 * data.examples()), accuracy);
  }

  private static Problem problem(Dataset data) {
    CsrRows rows = (CsrRows) data.rows();
    Problem problem = new Problem();
    problem.l = data.examples();
    problem.n = data.features();
    problem.bias = -1;
    problem.y = new double[problem.l];
    problem.x = new Feature[problem.l][];
    for (int i = 0; i < problem.l; i++) {
      problem.y[i] = data.labels()[i];
      int begin = rows.starts()[i];
      problem.x[i] = new Feature[rows.starts()[i + 1] - begin];
      for (int p = 0; p < problem.x[i].length; p++) {
        problem.x[i][p] =
            new FeatureNode(rows.columns()[begin + p] + 1, rows.values()[begin + p]);
      }
    }
    return problem;
  }

  /** J in double. */
  private static double cost(Model model, Problem problem, double l2) {
    double sign = model.getLabels()[0] == 1 ? 1 : -1;
    double[] w = model.getFeatureWeights();
    double losses = 0;
    for (int i = 0; i < problem.l; i++) {
      double z = 0;
      for (Feature x : problem.x[i]) {
        z += sign * w[x.getIndex() - 1] * x.getValue();
      }
      double margin = problem.y[i] == 1 ? z : -z;
      losses += Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(-margin, 0);
    }
    double squares = 0;
    for (double weight : w) {
      squares += weight * weight;
    }
    return losses / problem.l + l2 / 2 * squares;
  }
}
