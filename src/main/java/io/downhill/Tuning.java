package io.downhill;

import io.downhill.data.Argument;
import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.Proof;
import io.downhill.device.SharedReads;
import io.downhill.optim.L1;
import io.downhill.optim.LearningRate;
import io.downhill.optim.Monitor;
import io.downhill.optim.Newton;
import io.downhill.optim.Objective;
import io.downhill.optim.Optimizer;
import io.downhill.optim.Screened;
import io.downhill.optim.Solution;
import io.downhill.optim.Solver;
import io.downhill.optim.Stop;
import io.downhill.tuning.Fitted;
import io.downhill.tuning.Folds;
import io.downhill.tuning.Measure;
import io.downhill.tuning.Measured;
import io.downhill.tuning.PenaltyGrid;
import io.downhill.tuning.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses a penalty: fits a path of penalties, each from where the one before ended, on all rows
 * and on all rows but those of each fold, and measures each fit on the rows that it has not seen.
 * All fits of a penalty run at the same time and share their reads of X ({@link SharedReads}).
 *
 * <p>Penalties are about standardised features, by the deviations of the rows that a fit sees. How
 * columns become features (levels, means for gaps, rare levels) is learned from all rows before, as
 * it does not depend on labels.
 */
public final class Tuning {
  private static final Logger LOG = LoggerFactory.getLogger(Tuning.class);

  /** A model that explains this share of the loss leaves nothing to choose (as in glmnet). */
  private static final double ALL = 0.999;

  private final TuningOptions options;
  private final LogisticRegression trainer;

  private Tuning(TuningOptions options) {
    this.options = Argument.notNull(options, "options");
    this.trainer = new LogisticRegression(options.training());
  }

  /** With these options. */
  public static Tuning of(TuningOptions options) {
    return new Tuning(options);
  }

  /** Sees what is done, and may end it. */
  public interface Watcher {
    /** Sees nothing and never ends it. */
    Watcher NONE = new Watcher() {};

    /** How many fits are done of so many; called from their threads. */
    default void fits(int done, int all) {}

    /** A fit has ended; called from its thread, by several at the same time. */
    default void fit(Fitted fit) {}

    /** A penalty is finished. */
    default void penalty(int k, int all, Point point) {}

    /** Asked now and then; true ends it after what is in hand. */
    default boolean cancelled() {
      return false;
    }
  }

  /** Chooses with folds that have the same share of each class. */
  public TuningResult fit(Dataset data) {
    Argument.notNull(data, "data");
    return fit(data, Folds.stratified(data, options.folds(), options.seed()), Watcher.NONE);
  }

  /**
   * Chooses.
   *
   * @param data labelled, examples of each class in what each fold is trained on; without an offset
   * @param folds of these examples
   * @throws DataException if a fold is trained on no example of a class
   */
  public TuningResult fit(Dataset data, Folds folds, Watcher watcher) {
    Argument.notNull(data, "data");
    Argument.notNull(folds, "folds");
    Argument.notNull(watcher, "watcher");
    return data.rows().unchanged(() -> new Run(data, folds, watcher).path());
  }

  /** What minimises a fit of a path: where many features may have no weight it looks at few. */
  static Optimizer optimizer(TrainingOptions training, Solver.Setting setting, Dataset data) {
    Shape shape = Shape.of(data);
    Solver solver = training.solver(shape);
    return Screened.serves(data.features(), setting.l1())
        ? new Screened(solver, setting, shape.isDense(), few(training, shape))
        : solver.optimizer(setting, shape.isDense());
  }

  /** Up to how many weights Newton's method serves in the place of L-BFGS. */
  private static int few(TrainingOptions training, Shape shape) {
    boolean stays = training.namesSolver() || shape.columns() > 1;
    return stays || training.solver(shape) != Solver.LBFGS ? 0 : Newton.DENSE;
  }

  /** One fit of the path: all rows, or all but those of a fold. */
  private final class Part {
    private final OptionalInt fold;
    private final Dataset weighted;
    private final double[] scale;
    private final int[] held;
    private double[] w;
    private Solution solution;
    private double[] margins;

    Part(OptionalInt fold, Dataset own, int[] held) {
      this.fold = fold;
      this.held = held;
      this.weighted = options.training().classWeight().apply(own);
      boolean scaled =
          own.standardization().isPresent()
              && options.training().penalize() == TrainingOptions.Penalize.STANDARDIZED;
      this.scale = fold.isPresent() && scaled ? deviations(own) : ones(own.features());
    }

    private static double[] ones(int n) {
      double[] ones = new double[n];
      Arrays.fill(ones, 1);
      return ones;
    }

    /** Those of standardised features on the rows that this fit sees. */
    private double[] deviations(Dataset own) {
      double[] deviations = LogisticRegression.scale(options.training(), own).deviations();
      for (int j = 0; j < deviations.length; j++) {
        deviations[j] = deviations[j] > 0 ? deviations[j] : 1; // Its weight is 0 in any case.
      }
      return deviations;
    }

    boolean converged() {
      return solution.stop() == Stop.CONVERGED || solution.stop() == Stop.PRECISION;
    }

    Penalty penalty(TrainingOptions penalized) {
      Penalty all = Penalty.of(penalized, weighted);
      double[] l1 = all.l1().lambda().clone();
      double[] l2 = all.l2().clone();
      int columns = l2.length / scale.length;
      for (int p = 0; p < l2.length; p++) {
        double share = scale[p / columns];
        l2[p] *= share * share;
        if (l1.length > 0) {
          l1[p] *= share;
        }
      }
      return new Penalty(l1.length > 0 ? new L1(l1) : L1.NONE, l2);
    }
  }

  /** What a run remembers. */
  private final class Run {
    private final Dataset data;
    private final Folds folds;
    private final Watcher watcher;
    private final Solver solver;
    private final Shape shape;
    private final List<Part> parts = new ArrayList<>();
    private final long began = System.nanoTime();
    private final AtomicInteger done = new AtomicInteger();
    private double nothing;

    Run(Dataset given, Folds folds, Watcher watcher) {
      this.data = trainer.prepared(given);
      this.folds = folds;
      this.watcher = watcher;
      if (data.baseMargin().isPresent()) {
        throw new IllegalArgumentException("an offset is not taken by a path of penalties");
      }
      if (folds.of().length != data.examples()) {
        throw new IllegalArgumentException(
            "folds: of " + folds.of().length + " examples, must be " + data.examples());
      }
      this.shape = Shape.of(data);
      this.solver = options.training().penalized(options.l1Ratio(), 1).solver(shape);
      for (int f = 0; f < folds.count(); f++) {
        parts.add(new Part(OptionalInt.of(f), folds.training(data, f), folds.heldOut(f)));
      }
      parts.add(new Part(OptionalInt.empty(), data, new int[0]));
    }

    private Part all() {
      return parts.get(parts.size() - 1);
    }

    TuningResult path() {
      Penalty none = all().penalty(options.training().penalized(0, 0));
      try (Device device = trainer.open(shape);
          Proof proof = trainer.proof(device, all().weighted, none);
          SharedReads reads = new SharedReads(device, data)) {
        proof.begin();
        PenaltyGrid grid = grid(reads);
        List<Point> points = new ArrayList<>();
        String end = "";
        int count = grid.count();
        for (int k = 0; k < count && end.isEmpty() && !watcher.cancelled(); k++) {
          fit(reads, grid, k);
          if (watcher.cancelled()) {
            break; // Its fits were ended, and are no optimum.
          }
          Point point = point(grid, k);
          points.add(point);
          LOG.debug("{} of {}: {}", points.size(), count, point);
          watcher.penalty(k, count, point);
          if (point.explained() >= ALL && k + 1 < count) {
            end =
                "the model explains "
                    + Json.shortest(100 * ALL)
                    + " % of the loss: smaller penalties only let weights grow";
          }
        }
        return result(device, points, end, reads.passes());
      }
    }

    private PenaltyGrid grid(SharedReads reads) {
      double[] gradient = new double[shape.weights() + shape.columns()];
      double[] loss = new double[1];
      TrainingOptions free = options.training().penalized(0, 0);
      double[] start = Start.of(free.fromZero(), all().weighted, Solver.NEWTON);
      run(
          reads,
          List.of(
              reader -> {
                Penalty none = all().penalty(free);
                try (SharedReads.Reading f =
                    reader.open(
                        all().weighted, none.l2(), none.l1(), options.training().intercept())) {
                  f.round(start);
                  loss[0] = f.costAndGradient(start, gradient);
                }
              }));
      nothing = loss[0];
      if (options.given().isPresent()) {
        return new PenaltyGrid(options.l1Ratio(), options.given().get());
      }
      // In the units that a penalty of 1 is in.
      double[] units = all().penalty(options.training().penalized(1, 0)).l1().lambda();
      double[] slopes = new double[shape.weights()];
      for (int p = 0; p < slopes.length; p++) {
        slopes[p] = units[p] > 0 ? gradient[p] / units[p] : 0;
      }
      double ratio = options.l1Ratio();
      double share = PenaltyGrid.share(data.examples(), data.features(), ratio);
      return PenaltyGrid.from(slopes, ratio, options.penalties(), options.share().orElse(share));
    }

    private void run(SharedReads reads, List<SharedReads.Fit> fits) {
      for (Optional<Throwable> failure : reads.run(fits)) {
        if (failure.isPresent()) {
          if (failure.get() instanceof RuntimeException e) {
            throw e;
          }
          throw (Error) failure.get();
        }
      }
    }

    private void fit(SharedReads reads, PenaltyGrid grid, int k) {
      TrainingOptions penalized = options.training().penalized(grid.l1(k), grid.l2(k));
      List<SharedReads.Fit> fits = new ArrayList<>();
      for (Part part : parts) {
        fits.add(reader -> fit(reader, part, penalized, k, grid.count()));
      }
      run(reads, fits);
    }

    private void fit(
        SharedReads.Reader reader, Part part, TrainingOptions penalized, int k, int penalties) {
      Penalty penalty = part.penalty(penalized);
      try (SharedReads.Reading f =
          reader.open(part.weighted, penalty.l2(), penalty.l1(), penalized.intercept())) {
        double[] start =
            part.w == null ? Start.of(penalized.fromZero(), part.weighted, Solver.NEWTON) : part.w;
        part.solution = optimized(f, start, penalty, penalized);
        part.w = part.solution.w();
        part.margins = part.fold.isPresent() ? f.margins(part.w) : null;
        watcher.fit(
            new Fitted(
                k,
                part.fold,
                LogisticRegression.raw(data, part.w, penalty),
                part.solution.cost(),
                f.passes(),
                part.converged()));
      }
      watcher.fits(done.incrementAndGet(), penalties * parts.size());
    }

    private Solution optimized(
        Objective f, double[] start, Penalty penalty, TrainingOptions penalized) {
      double alpha = solver.takesRate() ? LearningRate.safe(f) : Double.NaN;
      Solver.Setting setting =
          new Solver.Setting(alpha, false, penalized.iterations(), penalized.goal(), penalty.l1());
      Monitor monitor = Monitor.until(watcher::cancelled);
      return optimizer(penalized, setting, data).minimize(f, start, monitor);
    }

    private Point point(PenaltyGrid grid, int k) {
      Part whole = all();
      Penalty penalty = whole.penalty(options.training().penalized(grid.l1(k), grid.l2(k)));
      double loss = whole.solution.cost() - penalty.l1().cost(whole.w);
      for (int p = 0; p < penalty.l2().length; p++) {
        loss -= penalty.l2()[p] / 2 * whole.w[p] * whole.w[p];
      }
      boolean converged = parts.stream().allMatch(Part::converged);
      return new Point(
          grid.l1(k),
          grid.l2(k),
          held(),
          loss,
          1 - loss / nothing,
          LogisticRegression.raw(data, whole.w, penalty),
          nonzero(whole.w),
          converged);
    }

    private int nonzero(double[] w) {
      int columns = shape.columns();
      int count = 0;
      for (int j = 0; j < data.features(); j++) {
        boolean any = false;
        for (int c = 0; c < columns; c++) {
          any |= w[j * columns + c] != 0;
        }
        count += any ? 1 : 0;
      }
      return count;
    }

    private Map<Measure, Measured> held() {
      int count = folds.count();
      Map<Measure, double[]> values = new EnumMap<>(Measure.class);
      for (Measure measure : Measure.values()) {
        values.put(measure, new double[count]);
      }
      double[] weights = new double[count];
      List<double[]> measured =
          parts.subList(0, count).parallelStream().map(this::measured).toList();
      for (int f = 0; f < count; f++) {
        double[] own = measured.get(f);
        for (Measure measure : Measure.values()) {
          values.get(measure)[f] = own[measure.ordinal()];
        }
        weights[f] = own[Measure.values().length];
      }
      Map<Measure, Measured> held = new EnumMap<>(Measure.class);
      values.forEach((measure, all) -> held.put(measure, Measured.of(all, weights)));
      return held;
    }

    /** The measures of a fold by their order, and the weight of its rows. */
    private double[] measured(Part part) {
      int columns = shape.columns();
      int[] rows = part.held;
      double[] margins = new double[rows.length * columns];
      float[] labels = new float[rows.length];
      float[] weights = data.weights() == null ? null : new float[rows.length];
      double weight = 0;
      for (int r = 0; r < rows.length; r++) {
        int i = rows[r];
        System.arraycopy(part.margins, i * columns, margins, r * columns, columns);
        labels[r] = data.labels()[i];
        if (weights != null) {
          weights[r] = data.weights()[i];
        }
        weight += weights == null ? 1 : weights[r];
      }
      if (!(weight > 0)) {
        return new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0};
      }
      if (columns == 1) {
        Metrics m = Metrics.of(margins, labels, weights, LogisticModel.HALF);
        return new double[] {m.logLoss(), m.auc(), m.accuracy(), m.brier(), weight};
      }
      Classes classes = data.classes().orElseThrow();
      ClassMetrics m = ClassMetrics.of(margins, labels, weights, classes);
      return new double[] {m.logLoss(), m.auc(), m.accuracy(), Double.NaN, weight};
    }

    private TuningResult result(Device device, List<Point> points, String end, double passes) {
      int best = best(points);
      int within = within(points, best);
      LOG.info("{} penalties, best {}", points.size(), best);
      return new TuningResult(
          options,
          data.examples(),
          data.featureNames(),
          data.classes().orElse(Classes.ZERO_ONE),
          folds.count(),
          solverText(),
          device.info(),
          points,
          best,
          within,
          options.rule() == TuningOptions.Rule.BEST ? best : within,
          end,
          watcher.cancelled(),
          passes,
          (System.nanoTime() - began) / 1e9);
    }

    private String solverText() {
      boolean few = options.l1Ratio() > 0 && few(options.training(), shape) > 0;
      return few
          ? solver.text()
              + ", newton over up to "
              + Newton.DENSE
              + " features that may have a weight"
          : solver.text();
    }

    private double badness(Point point) {
      return options.measure().badness(point.held(options.measure()).mean());
    }

    /** The best one, of equals the one with the largest penalty; -1 where there is none. */
    private int best(List<Point> points) {
      int best = -1;
      for (int k = 0; k < points.size(); k++) {
        if (!Double.isNaN(badness(points.get(k)))
            && (best < 0 || badness(points.get(k)) < badness(points.get(best)))) {
          best = k;
        }
      }
      return best;
    }

    private int within(List<Point> points, int best) {
      if (best < 0) {
        return -1;
      }
      double error = points.get(best).held(options.measure()).standardError();
      double limit = badness(points.get(best)) + (Double.isNaN(error) ? 0 : error);
      int k = 0;
      while (!(badness(points.get(k)) <= limit)) {
        k++;
      }
      return k;
    }
  }
}
