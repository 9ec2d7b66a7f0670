package io.downhill;

import io.downhill.data.Argument;
import io.downhill.inference.Inference;
import io.downhill.inference.Method;
import io.downhill.optim.Goal;
import io.downhill.optim.Newton;
import io.downhill.optim.Solver;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What a training run is told, validated; made by {@link #builder}.
 *
 * @param device auto, cpu, opencl, opencl:K or several as cpu+opencl:0
 * @param threads threads of the cpu device, at least 1
 * @param solver one of {@link #SOLVERS}
 * @param alpha the learning rate of gd and nesterov, finite and above 0; empty chooses one that is
 *     safe for the data
 * @param iterations the most iterations, at least 1
 * @param tolerance stops when the largest |component of the gradient| is at most this, 0 or more;
 *     empty stops when J is within about 1e-9 of itself of its least
 * @param l1 the penalty J + l1 |w|_1, 0 or more; gives weights that are exactly 0
 * @param l2 the penalty J + (l2/2) |w|^2, 0 or more
 * @param bounds of the weights of raw features
 * @param penalize which weights the penalties are about
 * @param classWeight how much each class counts
 * @param init where to start
 * @param seed of a random start
 * @param start a model to start from, instead of init
 * @param intercept whether there is a bias, which is never penalised
 * @param standardize whether features are scaled to mean 0 and deviation 1 for training
 * @param centre whether that moves the mean to 0 too; without it features keep their zero, as those
 *     of sparse rows and of a model without bias always do. With a bias the optimum is the same
 * @param inference by what standard errors are known; empty for {@link Method#WALD}, or {@link
 *     Method#ROBUST} of data in clusters, where there is neither a penalty nor a class weight and
 *     at most {@link Newton#DENSE} features, and for {@link Method#NONE} elsewhere
 * @param level the probability with which their intervals hold a parameter, in (0,1)
 * @param reference the class that log-odds of three and more classes are told against; empty for
 *     the first
 */
public record TrainingOptions(
    String device,
    int threads,
    String solver,
    OptionalDouble alpha,
    int iterations,
    OptionalDouble tolerance,
    double l1,
    double l2,
    Bounds bounds,
    Penalize penalize,
    ClassWeight classWeight,
    Init init,
    long seed,
    Optional<LogisticModel> start,
    boolean intercept,
    boolean standardize,
    boolean centre,
    Optional<Method> inference,
    double level,
    Optional<String> reference) {

  private static final String AUTO = "auto";

  /**
   * auto takes gd (nesterov with l1) where alpha is given, newton up to {@link Newton#DENSE}
   * features, and beyond that lbfgs.
   */
  public static final List<String> SOLVERS =
      Stream.concat(Stream.of(AUTO), Solver.texts().stream()).toList();

  /** Where w starts; the bowl makes every start arrive at the same optimum. */
  public enum Init {
    /** All 0. */
    ZEROS,
    /** Normal with deviation 0.01, from the seed. */
    RANDOM
  }

  /** Which weights the penalties are about. */
  public enum Penalize {
    /** The weights of standardised features, which have no units: every feature alike. */
    STANDARDIZED,
    /** The weights of raw features, which depend on their units. */
    RAW
  }

  /** The best solver on the best device, all cores, standardised, no penalty, to the least cost. */
  public static TrainingOptions defaults() {
    return builder().build();
  }

  /** Options to be changed one by one, beginning with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Checks every value; the message of the exception names the option and the bad value. */
  public TrainingOptions {
    Argument.notNull(device, "device");
    Argument.notNull(solver, "solver");
    Argument.notNull(bounds, "bounds");
    Argument.notNull(penalize, "penalize");
    Argument.notNull(classWeight, "classWeight");
    Argument.notNull(init, "init");
    Argument.notNull(inference, "inference");
    Argument.notNull(reference, "reference");
    require(
        Devices.isId(device),
        "device must be auto, cpu, opencl, opencl:K or several as cpu+opencl:0",
        device);
    require(threads >= 1, "threads must be at least 1", threads);
    require(
        SOLVERS.contains(solver), "solver must be one of " + String.join(", ", SOLVERS), solver);
    if (alpha.isPresent()) {
      double a = alpha.getAsDouble();
      require(
          (float) a > 0 && Float.isFinite((float) a), "alpha must be a finite number above 0", a);
    }
    require(iterations >= 1, "iterations must be at least 1", iterations);
    if (tolerance.isPresent()) {
      double t = tolerance.getAsDouble();
      require(t >= 0 && Double.isFinite(t), "tolerance must be a finite number, 0 or more", t);
    }
    require(l1 >= 0 && Float.isFinite((float) l1), "l1 must be a finite number, 0 or more", l1);
    require(l2 >= 0 && Float.isFinite((float) l2), "l2 must be a finite number, 0 or more", l2);
    require(
        alpha.isEmpty() || Solver.of(solver).map(Solver::takesRate).orElse(true),
        "solver must be gd or nesterov with alpha",
        solver);
    require(
        l1 == 0 || Solver.of(solver).map(named -> named.takesL1(true)).orElse(true),
        "solver must be auto, newton, lbfgs or nesterov with l1",
        solver);
    require(
        !bounds.present() || Solver.of(solver).map(named -> named.takesL1(true)).orElse(true),
        "solver must be auto, newton, lbfgs or nesterov with bounds on weights",
        solver);
    require(level > 0 && level < 1, "level must be above 0 and below 1", level);
  }

  /**
   * The solver for a problem.
   *
   * @throws IllegalArgumentException if the one that was asked for does not take l1 on so many
   *     weights
   */
  Solver solver(Shape shape) {
    Optional<Solver> named = Solver.of(solver);
    boolean rough = l1 > 0 || bounds.present();
    if (named.isPresent() && rough && !named.get().takesL1(shape.isDense())) {
      throw new IllegalArgumentException(
          "solver "
              + solver
              + (l1 > 0 ? " takes l1 up to " : " takes bounds up to ")
              + Newton.DENSE
              + shape.unit()
              + ", the data have "
              + shape.weights()
              + ": use lbfgs");
    }
    return named.orElseGet(() -> Solver.suited(alpha.isPresent(), rough, shape.suitsHessian()));
  }

  /** The same with these penalties. */
  TrainingOptions penalized(double first, double second) {
    return new Builder(this).l1(first).l2(second).build();
  }

  /** The same where w starts at 0. */
  TrainingOptions fromZero() {
    return new Builder(this).init(Init.ZEROS).start(null).build();
  }

  /** Whether a solver was asked for by its name. */
  boolean namesSolver() {
    return !solver.equals(AUTO);
  }

  /** When a solver has arrived. */
  Goal goal() {
    if (tolerance.isPresent()) {
      return Goal.slope(tolerance.getAsDouble());
    }
    return l1 > 0 || l2 > 0 ? Goal.within(Goal.SHARE) : Goal.LEAST;
  }

  private static void require(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", not " + value);
    }
  }

  /** Options in the making; each method sets the component of its name and returns this. */
  public static final class Builder {
    private String device = "auto";
    private int threads = Runtime.getRuntime().availableProcessors();
    private String solver = AUTO;
    private OptionalDouble alpha = OptionalDouble.empty();
    private int iterations = 1000;
    private OptionalDouble tolerance = OptionalDouble.empty();
    private double l1;
    private double l2;
    private Bounds bounds = Bounds.NONE;
    private Penalize penalize = Penalize.STANDARDIZED;
    private ClassWeight classWeight = ClassWeight.NONE;
    private Init init = Init.ZEROS;
    private long seed;
    private LogisticModel start;
    private boolean intercept = true;
    private boolean standardize = true;
    private boolean centre = true;
    private Optional<Method> inference = Optional.empty();
    private double level = Inference.LEVEL;
    private Optional<String> reference = Optional.empty();

    private Builder() {}

    private Builder(TrainingOptions options) {
      device = options.device;
      threads = options.threads;
      solver = options.solver;
      alpha = options.alpha;
      iterations = options.iterations;
      tolerance = options.tolerance;
      l1 = options.l1;
      l2 = options.l2;
      bounds = options.bounds;
      penalize = options.penalize;
      classWeight = options.classWeight;
      init = options.init;
      seed = options.seed;
      start = options.start.orElse(null);
      intercept = options.intercept;
      standardize = options.standardize;
      centre = options.centre;
      inference = options.inference;
      level = options.level;
      reference = options.reference;
    }

    /** {@link TrainingOptions#device}. */
    public Builder device(String value) {
      device = value;
      return this;
    }

    /** {@link TrainingOptions#threads}. */
    public Builder threads(int value) {
      threads = value;
      return this;
    }

    /** {@link TrainingOptions#solver}. */
    public Builder solver(String value) {
      solver = value;
      return this;
    }

    /** {@link TrainingOptions#alpha}. */
    public Builder alpha(double value) {
      alpha = OptionalDouble.of(value);
      return this;
    }

    /** {@link TrainingOptions#iterations}. */
    public Builder iterations(int value) {
      iterations = value;
      return this;
    }

    /** {@link TrainingOptions#tolerance}. */
    public Builder tolerance(double value) {
      tolerance = OptionalDouble.of(value);
      return this;
    }

    /** {@link TrainingOptions#l1}. */
    public Builder l1(double value) {
      l1 = value;
      return this;
    }

    /** {@link TrainingOptions#l2}. */
    public Builder l2(double value) {
      l2 = value;
      return this;
    }

    /** {@link TrainingOptions#bounds}. */
    public Builder bounds(Bounds value) {
      bounds = value;
      return this;
    }

    /** {@link TrainingOptions#penalize}. */
    public Builder penalize(Penalize value) {
      penalize = value;
      return this;
    }

    /** {@link TrainingOptions#classWeight}. */
    public Builder classWeight(ClassWeight value) {
      classWeight = value;
      return this;
    }

    /** {@link TrainingOptions#init}. */
    public Builder init(Init value) {
      init = value;
      return this;
    }

    /** {@link TrainingOptions#seed}. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** {@link TrainingOptions#start}. */
    public Builder start(LogisticModel value) {
      start = value;
      return this;
    }

    /** {@link TrainingOptions#intercept}. */
    public Builder intercept(boolean value) {
      intercept = value;
      return this;
    }

    /** {@link TrainingOptions#standardize}. */
    public Builder standardize(boolean value) {
      standardize = value;
      return this;
    }

    /** {@link TrainingOptions#centre}. */
    public Builder centre(boolean value) {
      centre = value;
      return this;
    }

    /** {@link TrainingOptions#inference}. */
    public Builder inference(Method value) {
      inference = Optional.of(value);
      return this;
    }

    /** {@link TrainingOptions#level}. */
    public Builder level(double value) {
      level = value;
      return this;
    }

    /** {@link TrainingOptions#reference}. */
    public Builder reference(String value) {
      reference = Optional.of(value);
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if one of them cannot be
     */
    public TrainingOptions build() {
      return new TrainingOptions(
          device,
          threads,
          solver,
          alpha,
          iterations,
          tolerance,
          l1,
          l2,
          bounds,
          penalize,
          classWeight,
          init,
          seed,
          Optional.ofNullable(start),
          intercept,
          standardize,
          centre,
          inference,
          level,
          reference);
    }
  }
}
