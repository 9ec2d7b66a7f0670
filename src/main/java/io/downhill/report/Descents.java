package io.downhill.report;

import io.downhill.LogisticModel;
import io.downhill.LogisticRegression;
import io.downhill.Training;
import io.downhill.TrainingOptions;
import io.downhill.data.Dataset;
import io.downhill.inference.Method;
import io.downhill.optim.Newton;
import io.downhill.optim.Solver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * The lecture's third picture: the cost of each iteration, of gradient descent and of the solver
 * that is taken where none is named, both trained anew on the rows of the page from w = 0.
 */
final class Descents {
  private static final int MOST_ITERATIONS = 1000;
  private static final int LEAST_ITERATIONS = 100;

  /** Multiplications that gradient descent may take, about a second of a laptop. */
  private static final double WORK = 4e9;

  /** The first costs are all kept; of later ones each that is further on by this factor. */
  private static final int ALL = 20;

  private static final double FURTHER = 1.04;

  private final TrainingOptions trained;
  private final ReportOptions options;

  Descents(LogisticModel model, ReportOptions options) {
    this.trained = Placed.options(model);
    this.options = options;
  }

  /** Both descents; the rows are raw. */
  List<Object> of(Dataset rows) {
    Solver slow =
        Solver.suited(
            true, trained.l1() > 0 || trained.bounds().present(), Newton.isDense(rows.features()));
    double pass = 2.0 * rows.examples() * rows.features();
    int iterations =
        (int) Math.max(LEAST_ITERATIONS, Math.min(WORK / Math.max(1, pass), MOST_ITERATIONS));
    return List.of(
        run(rows, builder().solver(slow.text()).iterations(iterations).tolerance(1e-6).build()),
        run(rows, builder().iterations(MOST_ITERATIONS).build()));
  }

  private TrainingOptions.Builder builder() {
    return TrainingOptions.builder()
        .device(options.device())
        .threads(options.threads())
        .l1(trained.l1())
        .l2(trained.l2())
        .penalize(trained.penalize())
        .bounds(trained.bounds())
        .classWeight(trained.classWeight())
        .intercept(trained.intercept())
        .standardize(trained.standardize())
        .inference(Method.NONE);
  }

  private static Map<String, Object> run(Dataset rows, TrainingOptions options) {
    DoubleStream.Builder seen = DoubleStream.builder();
    Training training =
        new LogisticRegression(options).fit(rows, (iteration, cost, slope) -> seen.add(cost));
    double[] costs = seen.build().toArray();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("solver", training.report().solver());
    map.put("alpha", Numbers.of(training.report().alpha()));
    map.put("iterations", training.report().iterations());
    map.put("stop", training.report().stop().text());
    map.put("points", thinned(costs, training.report().iterations(), training.report().cost()));
    return map;
  }

  /** Pairs of an iteration and its cost, the last one included. */
  private static List<Double[]> thinned(double[] costs, int last, double end) {
    List<Double[]> points = new ArrayList<>();
    double next = 0;
    for (int k = 0; k < costs.length && k < last; k++) {
      if (k >= next) {
        points.add(Numbers.of(k, costs[k]));
        next = k < ALL ? k + 1 : k * FURTHER;
      }
    }
    points.add(Numbers.of(last, end));
    return points;
  }
}
