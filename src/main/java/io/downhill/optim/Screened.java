package io.downhill.optim;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Minimises with an l1 penalty over the features that may have a weight, and looks at the others
 * once it is there: the strong rules (Tibshirani et al. 2012, Strong rules for discarding
 * predictors in lasso-type problems) with their check. A start that is the optimum of a larger
 * penalty, as on a path, leaves few features to look at again and again.
 *
 * <p>The rule keeps feature j where its weight is not 0 or |g_j| &gt;= (2 - q) lambda_j, with g the
 * gradient at the start and q the largest |g_j| / lambda_j: q lambda is the penalty that the start
 * is the optimum of. It can err, so at the end the gradient of all features is asked for; one whose
 * |g_j| is above lambda_j is kept then, and the run goes on.
 *
 * @param solver that minimises over some features
 * @param setting for all parameters, with a penalty
 * @param dense whether a dense Hessian of all parameters is held
 * @param few up to so many weights Newton's method takes the solver's place; 0 for never
 */
public record Screened(Solver solver, Solver.Setting setting, boolean dense, int few)
    implements Optimizer {
  /** With fewer features nothing is gained. */
  private static final int FEATURES = 48;

  /** Of more than this share of the features all are looked at. */
  private static final double MOST = 0.6;

  /** Whether a run over so many features may be quicker for it. */
  public static boolean serves(int features, L1 l1) {
    return features >= FEATURES && l1.lambda().length > 0 && !l1.bounded();
  }

  @Override
  public Solution minimize(Objective f, double[] start, Monitor monitor) {
    int features = f.weights() / f.columns();
    State s = State.of(f, l1(), start.clone());
    boolean[] kept = strong(s, f.columns(), features);
    int iterations = 0;
    while (s.isFinite()) {
      int[] own = IntStream.range(0, features).filter(j -> kept[j]).toArray();
      if (own.length > MOST * features) {
        break;
      }
      Solution end = over(own, f, s, monitor);
      State next = State.of(f, l1(), put(end.w(), own, f));
      iterations += end.iterations();
      boolean arrived = end.stop() == Stop.CONVERGED || end.stop() == Stop.PRECISION;
      if (!arrived || !next.isFinite() || !keep(next, 1, f.columns(), kept)) {
        Gap gap = Gap.of(end.gap().value(), end.gap().source());
        return new Solution(next, iterations, end.stop(), gap, end.alpha());
      }
      s = next;
    }
    return solver.optimizer(setting, dense).minimize(f, s.w(), monitor);
  }

  private L1 l1() {
    return setting.l1();
  }

  private boolean[] strong(State s, int columns, int features) {
    boolean[] kept = new boolean[features];
    double steepest = 0;
    int at = 0;
    for (int p = 0; p < features * columns; p++) {
      double ratio = Math.abs(s.gradient()[p]) / l1().lambda(p);
      kept[p / columns] |= s.w()[p] != 0 || l1().lambda(p) == 0;
      if (ratio > steepest && Double.isFinite(ratio)) {
        steepest = ratio;
        at = p / columns;
      }
    }
    kept[at] = true; // So that there is one.
    keep(s, 2 - steepest, columns, kept);
    return kept;
  }

  /** Keeps features whose slope is above a share of their penalty; false if there was none. */
  private boolean keep(State s, double share, int columns, boolean[] kept) {
    boolean any = false;
    for (int p = 0; p < kept.length * columns; p++) {
      if (!kept[p / columns] && Math.abs(s.gradient()[p]) > share * l1().lambda(p)) {
        kept[p / columns] = true;
        any = true;
      }
    }
    return any;
  }

  private Solution over(int[] own, Objective f, State s, Monitor monitor) {
    int[] places = Restricted.places(own, f.weights(), f.columns());
    double[] lambda = Arrays.stream(places).mapToDouble(p -> l1().lambda(p)).toArray();
    double[] start = Arrays.stream(places).mapToDouble(p -> s.w()[p]).toArray();
    Objective part = f.restrictedTo(own);
    Solver.Setting of =
        new Solver.Setting(
            setting.alpha(),
            setting.fixedAlpha(),
            setting.iterations(),
            setting.goal(),
            new L1(lambda));
    Optimizer optimizer =
        part.weights() <= few ? Solver.NEWTON.optimizer(of, true) : solver.optimizer(of, dense);
    return optimizer.minimize(part, start, monitor);
  }

  private static double[] put(double[] w, int[] own, Objective f) {
    int[] places = Restricted.places(own, f.weights(), f.columns());
    double[] all = new double[f.parameters()];
    for (int p = 0; p < places.length; p++) {
      all[places[p]] = w[p];
    }
    return all;
  }
}
