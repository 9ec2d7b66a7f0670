package io.downhill;

import io.downhill.data.Argument;
import io.downhill.data.Classes;
import io.downhill.data.CsrRows;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Offsets;
import io.downhill.data.Softmax;
import io.downhill.data.Standardization;
import io.downhill.device.Device;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceObjective;
import io.downhill.device.Proof;
import io.downhill.device.Room;
import io.downhill.inference.Inference;
import io.downhill.optim.Columns;
import io.downhill.optim.Journal;
import io.downhill.optim.LearningRate;
import io.downhill.optim.Monitor;
import io.downhill.optim.Objective;
import io.downhill.optim.RecordedObjective;
import io.downhill.optim.Solution;
import io.downhill.optim.Solver;
import io.downhill.optim.Stop;
import io.downhill.verdict.Findings;
import io.downhill.verdict.Judge;
import io.downhill.verdict.Terms;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains logistic regression: finds the w and b at which J(w,b) = (1/m) sum L(sigmoid(w.x + b), y)
 * + l1 |w|_1 + (l2/2) |w|^2 is least, with a weighted mean where examples have weights. The same
 * data and options give the same model, bit for bit, on every device and with any number of
 * threads. One run from its data to its model is told here, so the file is a little longer than
 * others.
 */
public final class LogisticRegression {
  private static final Logger LOG = LoggerFactory.getLogger(LogisticRegression.class);

  private final TrainingOptions options;
  private final Checkpoints checkpoints;

  /** A trainer with these options. */
  public LogisticRegression(TrainingOptions options) {
    this(options, Checkpoints.NONE);
  }

  /** A trainer whose runs can be gone on with after they were stopped. */
  public LogisticRegression(TrainingOptions options, Checkpoints checkpoints) {
    this.options = Argument.notNull(options, "options");
    this.checkpoints = Argument.notNull(checkpoints, "checkpoints");
  }

  /** Trains without being watched; see {@link #fit(Dataset, Monitor)}. */
  public Training fit(Dataset data) {
    return fit(data, Monitor.NONE);
  }

  /**
   * Trains on a labelled data set. Unless that is switched off, its features are standardised on
   * their way to the device, and the model is for raw features either way; without a bias they are
   * scaled and keep their zero. The data set is not changed, so where features change on the way
   * and the device's memory is that of the host, X stands there twice; once if the data set is
   * {@link Dataset#givenAway given away}.
   *
   * @param data labelled, an example of each class present
   * @param monitor sees every iteration, and may end the run
   * @throws IllegalArgumentException if the data set has no labels
   * @throws DataException if no example of a class counts, or it lies in a file that is changed
   *     meanwhile
   * @throws DeviceException if a device that was asked for by name fails, or computes wrongly
   */
  public Training fit(Dataset data, Monitor monitor) {
    Argument.notNull(data, "data");
    Argument.notNull(monitor, "monitor");
    return data.rows().unchanged(() -> onChosenDevice(data, monitor));
  }

  private Training onChosenDevice(Dataset data, Monitor monitor) {
    requireClasses(data);
    Work work = work(data);
    Devices.Choice choice = Devices.choose(options.device(), options.threads(), work);
    Supplier<Device> opener = () -> Devices.open(choice, options.threads(), work);
    return options.device().equals("auto") && !choice.id().equals("cpu")
        ? fit(data, monitor, opener, () -> Devices.open(Devices.JAVA, options.threads(), work))
        : fit(data, monitor, opener);
  }

  /** The same where another device takes over from the start if the first one fails. */
  Training fit(Dataset data, Monitor monitor, Supplier<Device> opener, Supplier<Device> other) {
    try {
      return fit(data.with(data.rows().kept()), monitor, opener);
    } catch (DeviceException e) {
      LOG.debug("the device failed", e);
      LOG.warn("training begins anew in Java: {}", e.getMessage().lines().findFirst().orElse(""));
      monitor.restarted();
      return fit(data, monitor, other);
    }
  }

  /** The same on a device that is opened in a given way, and closed at the end. */
  Training fit(Dataset given, Monitor monitor, Supplier<Device> opener) {
    requireClasses(given);
    Dataset wanted = asWanted(options.classWeight().kept(given));
    Uncertainty uncertainty = new Uncertainty(options, wanted);
    long began = System.nanoTime();
    Optional<Journal> journal = journal(given);
    Dataset data = scaled(wanted);
    Work work = work(data);
    Dataset weighted = options.classWeight().apply(data);
    Penalty penalty = Penalty.of(options, data);
    try (Device device = opener.get();
        Proof proof = proof(device, weighted, penalty);
        DeviceObjective objective =
            new DeviceObjective(
                device, weighted, penalty.l2(), penalty.l1(), options.intercept())) {
      LOG.info("{}: {}", device.info(), device.info().driver());
      objective.reserve();
      proof.begin();
      double loadSeconds = secondsSince(began);
      long started = System.nanoTime();
      Shape shape = Shape.of(data);
      Solver solver = options.solver(shape);
      Objective noted =
          journal.<Objective>map(j -> new RecordedObjective(objective, j)).orElse(objective);
      double first = alpha(solver, noted);
      Solver.Setting setting =
          new Solver.Setting(
              first,
              options.alpha().isPresent(),
              options.iterations(),
              options.goal(),
              penalty.l1());
      double[] start = Start.of(options, weighted, solver);
      FirstSlope seen = new FirstSlope();
      Monitor watching = journal.map(j -> j.watching(seen.and(monitor))).orElse(seen.and(monitor));
      Solution solution =
          solver.optimizer(setting, shape.isDense()).minimize(noted, start, watching);
      if (solution.stop() == Stop.INTERRUPTED) {
        journal.ifPresent(Journal::write);
      }
      double trainSeconds = secondsSince(started);
      double alpha = Double.isNaN(solution.alpha()) ? first : solution.alpha();
      double passes = noted.passes();
      if (shape.columns() == 1) { // What a pass for several takes tells nothing of one.
        Devices.keep(device, work, passes, trainSeconds);
      }
      double[] margins = objective.margins(solution.w());
      // Others may begin elsewhere, as at the optimum of a sample.
      OptionalDouble atZero = solver.startsAtZero() ? seen.atZero(start) : OptionalDouble.empty();
      Findings findings =
          new Judge(terms(solver, penalty, uncertainty), objective.data(), objective)
              .judge(solution, alpha, margins, atZero);
      double[][] raw = raw(data, solution.w(), penalty);
      options.bounds().restore(solution.w(), penalty.l1(), raw[0], data);
      Optional<Inference> inference =
          uncertainty.infer(data, objective, solution, raw, margins, findings);
      double l1 = penalty.l1().cost(solution.w());
      proof.end(objective, solution.w(), solution.cost(), l1, margins);
      TrainingReport report =
          new TrainingReport(
              data.examples(),
              data.features() - (data.baseMargin().isPresent() ? 1 : 0),
              device.info(),
              proof.rows(),
              solver.text(),
              solution.cost(),
              solution.slope(),
              solution.iterations(),
              solution.stop(),
              alpha,
              positiveShare(data),
              accuracy(margins, data),
              loadSeconds,
              trainSeconds,
              passes,
              Verdict.of(findings),
              inference,
              Optional.of(Provenance.of(options)));
      LOG.info("{} after {} iterations", solution.stop().text(), solution.iterations());
      return new Training(model(data, raw, report), report);
    }
  }

  /**
   * The examples of the classes that count, stored and scaled as the options say.
   *
   * @throws DataException if no example of a class counts
   */
  Dataset prepared(Dataset given) {
    requireClasses(given);
    return scaled(asWanted(options.classWeight().kept(given)));
  }

  private Dataset scaled(Dataset data) {
    if (!options.standardize() || data.standardization().isPresent()) {
      return data;
    }
    return data.standardized(scale(options, data));
  }

  /** The scale of features: centred, unless they must keep their zero. */
  static Standardization scale(TrainingOptions options, Dataset data) {
    if (!options.centre() || data.rows().areSparse() && !options.intercept()) {
      return Standardization.uncentredOf(data);
    }
    if (data.rows().areSparse()) {
      return Standardization.sparseOf(data);
    }
    Standardization scale = Standardization.of(data);
    return options.intercept() ? scale : scale.uncentred();
  }

  /** Opens the device that examples of this size are trained on. */
  Device open(Shape shape) {
    Work work = work(shape);
    Devices.Choice choice = Devices.choose(options.device(), options.threads(), work);
    return Devices.open(choice, options.threads(), work);
  }

  /**
   * The device that data of this size would be trained on, and why.
   *
   * @throws io.downhill.device.DeviceException if OpenCL was asked for and is not there
   */
  public Devices.Choice device(int examples, int features) {
    return device(examples, features, 2);
  }

  /** The same for so many classes. */
  public Devices.Choice device(int examples, int features, int classes) {
    Work work = work(shape(examples, features, classes));
    return Devices.choose(options.device(), options.threads(), work);
  }

  /** The name of the solver that data of two classes and so many features would be trained with. */
  public String solver(int features) {
    return solver(1, features, 2);
  }

  /** The name of the solver that data of this size would be trained with. */
  public String solver(int examples, int features, int classes) {
    return options.solver(shape(examples, features, classes)).text();
  }

  private static Shape shape(int examples, int features, int classes) {
    return new Shape(examples, features, Classes.columns(classes));
  }

  private Work work(Dataset data) {
    Shape shape = Shape.of(data);
    return data.rows() instanceof CsrRows csr ? work(shape, csr) : work(shape);
  }

  /** Sparse rows stand on a device by rows and by columns, each value with an index. */
  private Work work(Shape shape, CsrRows rows) {
    long x = 2L * (Integer.BYTES + Float.BYTES) * rows.values().length;
    long perExample = (long) Float.BYTES * (4 * shape.columns() + 2);
    long reads = options.solver(shape).reads(options.iterations());
    return new Work(
        x + perExample * shape.examples(),
        x,
        x * Math.min(reads, 1000) * shape.columns(),
        Speed.Kind.GRADIENT,
        shape.features());
  }

  /** The bytes that a device needs, and those that the solver is likely to read. */
  private Work work(Shape shape) {
    Solver solver = options.solver(shape);
    long x = (long) Float.BYTES * shape.examples() * shape.features();
    // A pass for K columns takes about the time of as many.
    long read = x * Math.min(solver.reads(options.iterations()), 1000) * shape.columns();
    boolean dense = solver == Solver.NEWTON && shape.isDense();
    return new Work(
        Room.bytes(shape.examples(), shape.features(), shape.columns()),
        x,
        read,
        dense ? Speed.Kind.HESSIAN : Speed.Kind.GRADIENT,
        shape.features());
  }

  Proof proof(Device device, Dataset weighted, Penalty penalty) {
    Device scalar = Devices.scalar(options.threads());
    return new Proof(device, scalar, weighted, penalty.l2(), penalty.l1(), options.intercept());
  }

  private Terms terms(Solver solver, Penalty penalty, Uncertainty uncertainty) {
    return new Terms(
        solver,
        options.namesSolver(),
        options.alpha().isPresent(),
        options.tolerance().isPresent(),
        options.standardize(),
        options.intercept(),
        options.l1() > 0 || options.l2() > 0,
        penalty.l1(),
        penalty.l2(),
        uncertainty.hessian());
  }

  private Optional<Journal> journal(Dataset given) {
    return checkpoints.wanted()
        ? Optional.of(checkpoints.journal(options, options.solver(Shape.of(given)).text(), given))
        : Optional.empty();
  }

  private double alpha(Solver solver, Objective objective) {
    if (!solver.takesRate()) {
      return Double.NaN;
    }
    return options.alpha().isPresent()
        ? (float) options.alpha().getAsDouble()
        : LearningRate.safe(objective);
  }

  /**
   * The data without offsets where the model has no bias, and without units either where features
   * are to be trained on as they are.
   */
  private Dataset asWanted(Dataset data) {
    boolean standardized = data.standardization().isPresent();
    if (!options.intercept() && standardized && isZeroMoved(data)) {
      throw new IllegalArgumentException(
          "the data set is centred, and a model without bias needs the zero of its features: train"
              + " on the data set as it was");
    }
    if (standardized || options.standardize() && options.intercept()) {
      return data;
    }
    Dataset wanted = options.standardize() ? data.withoutOffsets() : data.withPlainNumbers();
    if (wanted != data) {
      LOG.warn(
          "the digits of {} are lost in float32 without an offset or a unit: leave out {}, or bring"
              + " the values nearer to 0 and 1",
          String.join(", ", changed(data, wanted)),
          options.standardize() ? "--no-intercept" : "--no-standardize");
    }
    return wanted;
  }

  private static boolean isZeroMoved(Dataset data) {
    return data.standardization().filter(Standardization::centred).isPresent()
        || data.offsets().filter(Offsets::moveZero).isPresent();
  }

  /** The features that are stored in another way. */
  private static List<String> changed(Dataset data, Dataset wanted) {
    Offsets had = data.offsets().orElseThrow();
    Offsets has = wanted.offsets().orElseGet(() -> Offsets.none(wanted.features()));
    return IntStream.range(0, data.features())
        .filter(j -> had.offsets()[j] != has.offsets()[j] || had.units()[j] != has.units()[j])
        .mapToObj(data.featureNames()::get)
        .toList();
  }

  static void requireClasses(Dataset data) {
    Argument.notNull(data, "data").rows().x(0, 0); // Told here if they were given away.
    if (!data.labelled()) {
      throw new IllegalArgumentException("the data set has no labels: training needs them");
    }
    Classes classes = data.classes().orElse(Classes.ZERO_ONE);
    double[] totals = data.classTotals();
    for (int y = 0; y < totals.length; y++) {
      if (!(totals[y] > 0)) {
        throw new DataException(
            classes.areTwo()
                ? "all examples that count are of the class "
                    + classes.name(1 - y)
                    + ": training needs both"
                : "no example of the class "
                    + classes.name(y)
                    + " counts: training needs one of each");
      }
    }
  }

  /** Of two classes; else NaN. */
  private static double positiveShare(Dataset data) {
    double[] totals = data.classTotals();
    return totals.length == 2 ? totals[1] / (totals[0] + totals[1]) : Double.NaN;
  }

  private static double accuracy(double[] margins, Dataset data) {
    float[] y = data.labels();
    float[] c = data.weights();
    int columns = margins.length / y.length;
    double right = 0;
    double all = 0;
    for (int i = 0; i < y.length; i++) {
      double count = c == null ? 1 : c[i];
      right += predicted(margins, i, columns) == (int) y[i] ? count : 0;
      all += count;
    }
    return right / all;
  }

  /** The class that margins speak for, the first of equals. */
  private static int predicted(double[] margins, int i, int columns) {
    return columns == 1 ? margins[i] > 0 ? 1 : 0 : Softmax.first(margins, i * columns, columns);
  }

  /**
   * The parameters for raw features, [weights | bias] of each column. Of classes the biases sum to
   * 0, and so do the weights of a feature where no l1 penalty holds them.
   */
  static double[][] raw(Dataset data, double[] w, Penalty penalty) {
    int columns = Shape.of(data).columns();
    double[][] raw = Columns.apart(w, columns);
    for (int k = 0; k < columns; k++) {
      raw[k] = raw(data, raw[k]);
    }
    double[] side = Columns.side(raw);
    for (int first = 0; columns > 1 && first < side.length; first += columns) {
      if (first == side.length - columns || !penalty.l1().isOn(first)) {
        Columns.centre(side, first, columns);
      }
    }
    return Columns.apart(side, columns);
  }

  /** The same of one column, bias last. */
  private static double[] raw(Dataset data, double[] w) {
    double[] stored = data.standardization().map(s -> s.toRaw(w)).orElse(w);
    double[] raw = data.offsets().map(offsets -> offsets.toRaw(stored)).orElse(stored);
    for (int j = 0; j < data.features(); j++) {
      if (Double.isInfinite(raw[j])) {
        throw new DataException(
            data.featureNames().get(j)
                + ": its values are so near to 0 that their weight is beyond the range of double;"
                + " multiply them by a large number");
      }
    }
    return raw;
  }

  private static LogisticModel model(Dataset data, double[][] raw, TrainingReport report) {
    Optional<Standardization> scale = data.standardization();
    return new LogisticModel(
        data.featureNames(),
        Parameters.ofColumns(raw),
        data.classes().orElse(Classes.ZERO_ONE),
        scale.map(s -> data.offsets().map(offsets -> offsets.toRaw(s)).orElse(s)),
        Optional.of(report),
        data.preparation(),
        LogisticModel.HALF);
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
