import io.downhill.TrainingOptions;
import io.downhill.Tuning;
import io.downhill.TuningOptions;
import io.downhill.TuningResult;
import io.downhill.data.Dataset;
import io.downhill.data.ReadProgress;
import io.downhill.data.npy.NpyMatrix;
import io.downhill.data.sparse.SparseFiles;
import io.downhill.tuning.Fitted;
import io.downhill.tuning.Folds;
import io.downhill.tuning.Measure;
import io.downhill.tuning.Measured;
import io.downhill.tuning.Point;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.DoubleAccumulator;

/**
 * A path of penalties with given folds, some times in one JVM. Prints seconds and reads of X as JSON,
 * and writes path.csv (a penalty a row) and weights.csv (penalty, class, weights of raw features,
 * bias) into a folder.
 *
 * <pre>
 * java -cp target/downhill-run.jar --add-modules jdk.incubator.vector bench/TunedPath.java \
 *   x.npy y.npy FOLDS L1_RATIO LAMBDAS|COUNT DEVICE TIMES FOLDER [SOLVER|raw]
 * </pre>
 *
 * In the place of x.npy may stand sparse text, whose labels are taken. FOLDS has a number from 0 on for each row, LAMBDAS one for each penalty, a line each; raw leaves
 * the features as they are.
 */
final class TunedPath {
  public static void main(String[] arguments) throws IOException {
    int[] of =
        Files.readAllLines(Path.of(arguments[2])).stream().mapToInt(Integer::parseInt).toArray();
    Folds folds = new Folds(of, Arrays.stream(of).max().orElse(0) + 1, false);
    TrainingOptions.Builder training = TrainingOptions.builder().device(arguments[5]);
    if (arguments[arguments.length - 1].equals("raw")) {
      training.standardize(false).penalize(TrainingOptions.Penalize.RAW);
    } else if (arguments.length > 8) {
      training.solver(arguments[8]);
    }
    TuningOptions.Builder options =
        TuningOptions.builder()
            .training(training.build())
            .l1Ratio(Double.parseDouble(arguments[3]));
    if (arguments[4].matches("\\d+")) {
      options.penalties(Integer.parseInt(arguments[4]));
    } else {
      options.given(
          Files.readAllLines(Path.of(arguments[4])).stream()
              .mapToDouble(Double::parseDouble)
              .toArray());
    }
    double[] seconds = new double[Integer.parseInt(arguments[6])];
    DoubleAccumulator slowest = new DoubleAccumulator(Math::max, 0);
    Tuning.Watcher watcher =
        new Tuning.Watcher() {
          @Override
          public void fit(Fitted fit) {
            slowest.accumulate(fit.passes());
          }
        };
    Dataset data =
        SparseFiles.isNamed(arguments[0])
            ? SparseFiles.train(List.of(arguments[0]), Optional.empty(), ReadProgress.NONE)
                .examples()
            : NpyMatrix.read(arguments[0], arguments[1]);
    TuningResult result = null;
    for (int k = 0; k < seconds.length; k++) {
      result = Tuning.of(options.build()).fit(data, folds, watcher);
      seconds[k] = result.seconds();
    }
    write(result, Path.of(arguments[7]));
    System.out.printf(
        "{\"seconds\": %s, \"passes\": %s, \"slowest\": %s, \"solver\": \"%s\", \"penalties\": %d,"
            + " \"best\": %d, \"oneStandardError\": %d, \"end\": \"%s\"}%n",
        Arrays.toString(seconds),
        result.passes(),
        slowest.get(),
        result.solver(),
        result.points().size(),
        result.best(),
        result.oneStandardError(),
        result.end());
  }

  private static void write(TuningResult result, Path folder) throws IOException {
    try (PrintWriter path = new PrintWriter(folder.resolve("path.csv").toFile());
        PrintWriter weights = new PrintWriter(folder.resolve("weights.csv").toFile())) {
      path.println("lambda,loss,explained,logLoss,standardError,auc,nonzero,converged");
      for (int k = 0; k < result.points().size(); k++) {
        Point point = result.points().get(k);
        Measured held = point.held(Measure.LOGLOSS);
        path.printf(
            "%s,%s,%s,%s,%s,%s,%d,%s%n",
            point.l1() + point.l2(),
            point.loss(),
            point.explained(),
            held.mean(),
            held.standardError(),
            point.held(Measure.AUC).mean(),
            point.nonzero(),
            point.converged());
        for (int c = 0; c < point.parameters().length; c++) {
          weights.print(k + "," + c);
          for (double w : point.parameters()[c]) {
            weights.print("," + w);
          }
          weights.println();
        }
      }
    }
  }
}
