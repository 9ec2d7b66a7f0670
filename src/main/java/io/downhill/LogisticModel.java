package io.downhill;

import io.downhill.data.Argument;
import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Offsets;
import io.downhill.data.Preparation;
import io.downhill.data.Softmax;
import io.downhill.data.Standardization;
import io.downhill.data.Target;
import io.downhill.data.table.PreparedRows;
import io.downhill.data.table.TableSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A trained model: weights and bias for raw features, and what the classes are called. Immutable as
 * long as nobody writes to its arrays, and safe to share between threads.
 *
 * <p>Two classes have one column of parameters, and the probability sigmoid(z) of the positive one;
 * K &gt; 2 classes have a column each, and the probabilities softmax(z_1, ..., z_K). What speaks of
 * a positive class, as {@link #probability} and the threshold do, throws an {@link
 * IllegalStateException} where there are more than two.
 *
 * <p>It scores in double precision, z = b + w_0 x_0 + w_1 x_1 + ... in this order, so that a model
 * gives the same probabilities on every machine. A feature far from 0 beside its spread, such as
 * seconds since 1970, has an {@link Offsets offset}, and its term is w_j (x_j - offset_j), which
 * keeps the digits that b and w_j x_j would lose.
 *
 * <p>Longer than other files: all that a caller asks of a model is here, each call a line or two.
 *
 * @param features the n feature names, in the order of the weights
 * @param parameters for raw features, one column for two classes and K for more; where the
 *     preparation has offsets, for raw features less these
 * @param classes what the labels stand for
 * @param standardization the scale of the training data; empty if it was trained on raw features
 * @param report how the training went
 * @param preparation how the features come from the columns of a table; empty if they are columns
 * @param threshold the probability above which the positive class of two is predicted, in [0,1];
 *     {@value #HALF} where there are more
 */
public record LogisticModel(
    List<String> features,
    Parameters parameters,
    Classes classes,
    Optional<Standardization> standardization,
    Optional<TrainingReport> report,
    Optional<Preparation> preparation,
    double threshold) {
  /** The threshold of the course. */
  public static final double HALF = 0.5;

  /** The features that its text names. */
  private static final int NAMED = 10;

  /**
   * Checks that the lengths agree.
   *
   * @throws IllegalArgumentException if not
   */
  public LogisticModel {
    features = List.copyOf(Argument.noneNull(features, "features"));
    Argument.notNull(parameters, "parameters");
    Argument.notNull(classes, "classes");
    Argument.notNull(standardization, "standardization");
    Argument.notNull(report, "report");
    Argument.notNull(preparation, "preparation");
    int n = features.size();
    if (n == 0 || n != parameters.features()) {
      throw new IllegalArgumentException("features: " + n + ", weights: " + parameters.features());
    }
    int columns = classes.columns();
    if (parameters.count() != columns) {
      throw new IllegalArgumentException(
          "classes: "
              + classes.count()
              + ", columns of weights: "
              + parameters.count()
              + ", not "
              + columns);
    }
    if (standardization.isPresent() && standardization.get().features() != n) {
      throw new IllegalArgumentException(
          "features: " + n + ", standardization: " + standardization.get().features());
    }
    if (preparation.isPresent() && !preparation.get().features().equals(features)) {
      throw new IllegalArgumentException("the features are not those of the preparation");
    }
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold must be from 0 to 1, not " + threshold);
    }
    if (!classes.areTwo() && threshold != HALF) {
      throw new IllegalArgumentException(
          "threshold: "
              + threshold
              + ", but of "
              + classes.count()
              + " classes the most probable one is predicted");
    }
  }

  /**
   * A model of two classes.
   *
   * @param weights length n, for raw features; not copied
   */
  public LogisticModel(
      List<String> features,
      double[] weights,
      double bias,
      Classes classes,
      Optional<Standardization> standardization,
      Optional<TrainingReport> report,
      Optional<Preparation> preparation,
      double threshold) {
    this(
        features,
        Parameters.of(weights, bias),
        classes,
        standardization,
        report,
        preparation,
        threshold);
  }

  /** A model of two classes whose features are columns, with the threshold {@value #HALF}. */
  public LogisticModel(
      List<String> features,
      double[] weights,
      double bias,
      Classes classes,
      Optional<Standardization> standardization,
      Optional<TrainingReport> report) {
    this(features, weights, bias, classes, standardization, report, Optional.empty(), HALF);
  }

  /**
   * A model of K &gt; 2 classes whose features are columns.
   *
   * @param weights K x n, for raw features; not copied
   * @param biases length K; not copied
   */
  public LogisticModel(
      List<String> features,
      double[][] weights,
      double[] biases,
      Classes classes,
      Optional<Standardization> standardization,
      Optional<TrainingReport> report) {
    this(
        features,
        new Parameters(weights, biases),
        classes,
        standardization,
        report,
        Optional.empty(),
        HALF);
  }

  /**
   * The same model of two classes with the threshold that serves best on the examples it was
   * trained on; its report counts the accuracy at that one.
   *
   * @param data labelled
   */
  public LogisticModel decided(Threshold rule, Dataset data) {
    requireTwo("the most probable one is predicted");
    Scores scores = scores(data);
    double chosen = scores.choose(rule);
    double accuracy = scores.measured(chosen).accuracy();
    return with(report.map(r -> r.withAccuracy(accuracy)), chosen);
  }

  /** The same model with this threshold; its report stays as it is. */
  public LogisticModel withThreshold(double value) {
    return with(report, value);
  }

  /** The same model, trained by this command line; so its file says. */
  public LogisticModel trainedBy(String command) {
    Argument.notNull(command, "command");
    return with(report.map(r -> r.withCommand(command)), threshold);
  }

  /** The same model, which remembers how its penalty was chosen, in words. */
  public LogisticModel penaltyChosen(String how) {
    Argument.notNull(how, "how");
    return with(report.map(r -> r.withChoice(how)), threshold);
  }

  private LogisticModel with(Optional<TrainingReport> how, double above) {
    return new LogisticModel(
        features, parameters, classes, standardization, how, preparation, above);
  }

  /** The weights of a model of two classes, length n, for raw features; not a copy. */
  public double[] weights() {
    requireTwo("weights(k) gives those of a class");
    return parameters.weights()[0];
  }

  /** The bias of a model of two classes. */
  public double bias() {
    requireTwo("bias(k) gives that of a class");
    return parameters.biases()[0];
  }

  /**
   * The weights of a column, which belongs to the class k where there are more than two; length n,
   * not a copy.
   */
  public double[] weights(int k) {
    return parameters.weights()[k];
  }

  /** The bias of a column. */
  public double bias(int k) {
    return parameters.biases()[k];
  }

  /** What is taken off the features before they are weighed; empty if nothing. */
  public Optional<Offsets> offsets() {
    return preparation.flatMap(Preparation::offsets);
  }

  /** The feature whose weight is 1 and was not learned, an offset; empty for none. */
  public OptionalInt baseMargin() {
    return preparation.flatMap(Preparation::baseMargin).stream()
        .mapToInt(features::indexOf)
        .findFirst();
  }

  /** The preparation, or the plain one of features that are columns. */
  public Preparation preparationOrPlain() {
    return preparation.orElseGet(() -> Preparation.plain(features));
  }

  /**
   * The probabilities of the rows of a table in its order: one a row, of the positive class of two;
   * K a row, in the order of the classes, where there are more.
   *
   * @throws io.downhill.data.DataException if a column is missing or a cell cannot be used
   */
  public double[] probabilities(TableSource rows) {
    return new TableScoring(this).probabilities(rows);
  }

  /**
   * The K probabilities of one raw row, in the order of the classes.
   *
   * @param row cells by the names of their columns; a key that is missing is a missing column
   * @throws io.downhill.data.DataException if a column is missing or a cell cannot be used
   */
  public double[] probabilities(Map<String, ?> row) {
    return classProbabilities(probabilities(TableSource.of(List.of(Argument.notNull(row, "row")))));
  }

  /**
   * The probability that one raw row is of the positive class.
   *
   * @param row cells by the names of their columns; a key that is missing is a missing column
   * @throws io.downhill.data.DataException if a column is missing or a cell cannot be used
   */
  public double probability(Map<String, ?> row) {
    requireTwo("probabilities(row) gives those of all");
    return probabilities(TableSource.of(List.of(Argument.notNull(row, "row"))))[0];
  }

  /**
   * Measures the model, at its threshold, on the rows of a labelled table.
   *
   * @param label the column of the labels, by name or number
   * @throws io.downhill.data.DataException if a column is missing or a cell cannot be used
   */
  public Metrics evaluate(TableSource rows, String label) {
    return evaluate(rows, label, Optional.empty());
  }

  /**
   * Measures the model, at its threshold, on the rows of a labelled table.
   *
   * @param label the column of the labels, by name or number
   * @param weight the column that says how often each row counts, by name or number; empty if once
   * @throws io.downhill.data.DataException if a column is missing or a cell cannot be used
   */
  public Metrics evaluate(TableSource rows, String label, Optional<String> weight) {
    return evaluate(rows, Target.label(label), weight);
  }

  /**
   * Measures the model, at its threshold, on the rows of a table of labels, counts or fractions.
   *
   * @param target what the rows are
   * @param weight the column that says how often each row counts, by name or number; empty if once
   * @throws io.downhill.data.DataException if a column is missing or a cell cannot be used
   */
  public Metrics evaluate(TableSource rows, Target target, Optional<String> weight) {
    requireTwo("evaluateClasses measures them");
    return new TableScoring(this).scores(rows, target, weight).measured(threshold);
  }

  /**
   * Scores the rest of some labelled rows.
   *
   * @throws io.downhill.data.DataException if there is none, or a cell cannot be used
   */
  public Scores scores(PreparedRows rows) {
    return scores(rows, part -> {});
  }

  /**
   * The same.
   *
   * @param watcher sees each part of the examples
   */
  Scores scores(PreparedRows rows, Consumer<Dataset> watcher) {
    return new TableScoring(this).scores(rows, watcher);
  }

  /**
   * Scores a labelled data set.
   *
   * @throws IllegalArgumentException if it has no labels, or another number of features
   */
  public Scores scores(Dataset data) {
    if (!Argument.notNull(data, "data").labelled()) {
      throw new IllegalArgumentException("the data set has no labels");
    }
    if (data.classCount() != classes.count()) {
      throw new IllegalArgumentException(
          "classes differ: model " + classes.count() + ", data " + data.classCount());
    }
    return new Scores(margins(data), data.labels(), data.weights(), Scores.seconds(data));
  }

  /**
   * The margin z = b + w.x of one example, of two classes.
   *
   * @param x raw features, length n
   * @throws IllegalArgumentException if x has another length, or there is no probability for it
   */
  public double margin(float[] x) {
    requireTwo("margins(x) gives those of all");
    return new Scoring(this).margin(0, x);
  }

  /** The same for numbers of which float32 would lose digits. */
  public double margin(double[] x) {
    requireTwo("margins(x) gives those of all");
    return new Scoring(this).margin(0, x);
  }

  /**
   * The margins z_k = b_k + w_k.x of one example, one a column of parameters.
   *
   * @param x raw features, length n
   * @throws IllegalArgumentException if x has another length, or there is no probability for it
   */
  public double[] margins(float[] x) {
    Scoring scoring = new Scoring(this);
    return IntStream.range(0, parameters.count()).mapToDouble(k -> scoring.margin(k, x)).toArray();
  }

  /** The same for numbers of which float32 would lose digits. */
  public double[] margins(double[] x) {
    Scoring scoring = new Scoring(this);
    return IntStream.range(0, parameters.count()).mapToDouble(k -> scoring.margin(k, x)).toArray();
  }

  /**
   * The probability sigmoid(z) that one example is of the positive class of two.
   *
   * @param x raw features, length n
   * @throws IllegalArgumentException if x has another length, or there is no probability for it
   */
  public double probability(float[] x) {
    return sigmoid(margin(x));
  }

  /** The same for numbers of which float32 would lose digits. */
  public double probability(double[] x) {
    return sigmoid(margin(x));
  }

  /**
   * The K probabilities of one example, in the order of the classes: [1 - a, a] of two.
   *
   * @param x raw features, length n
   * @throws IllegalArgumentException if x has another length, or there is no probability for it
   */
  public double[] probabilities(float[] x) {
    return classProbabilities(ofMargins(margins(x)));
  }

  /** The same for numbers of which float32 would lose digits. */
  public double[] probabilities(double[] x) {
    return classProbabilities(ofMargins(margins(x)));
  }

  /** Those of two classes from the one of the positive class. */
  private double[] classProbabilities(double[] p) {
    return classes.areTwo() ? new double[] {1 - p[0], p[0]} : p;
  }

  /**
   * The class that one example is predicted to be of: of two the positive one where its probability
   * is above the threshold, of more the most probable one, and of equal ones the first.
   *
   * @param x raw features, length n
   * @throws IllegalArgumentException if x has another length, or there is no probability for it
   */
  public String predict(float[] x) {
    return classOfMargins(margins(x));
  }

  /** The same for numbers of which float32 would lose digits. */
  public String predict(double[] x) {
    return classOfMargins(margins(x));
  }

  private String classOfMargins(double[] z) {
    return classes.areTwo() ? classOf(sigmoid(z[0])) : classes.name(Softmax.first(z, 0, z.length));
  }

  /** The class of two that a probability stands for: the positive one above the threshold. */
  public String classOf(double probability) {
    return isPositive(probability) ? classes.positive() : classes.negative();
  }

  /** Whether a probability is one of the positive class: above the threshold. */
  public boolean isPositive(double probability) {
    return probability > threshold;
  }

  /**
   * The margins z of a data set, which may be raw or standardised.
   *
   * @param data has the features of the model, in the order of the weights
   * @return length m for two classes, m x K for more: that of the class k of example i at i K + k
   * @throws IllegalArgumentException if the data set has another number of features
   * @throws ArithmeticException if they are 2^31 or more
   */
  public double[] margins(Dataset data) {
    return margins(data, 0);
  }

  /**
   * The same for a part of some rows.
   *
   * @param before the rows before this part, for a message
   * @throws DataException if a margin is not a number, since weights and data are too large
   */
  public double[] margins(Dataset data, long before) {
    return new Scoring(this).margins(data, before);
  }

  /**
   * The probabilities of a data set, which may be raw or standardised.
   *
   * @param data has the features of the model, in the order of the weights
   * @return length m, of the positive class of two; m x K for more, that of the class k of example
   *     i at i K + k
   * @throws IllegalArgumentException if the data set has another number of features
   */
  public double[] probabilities(Dataset data) {
    return probabilities(data, 0);
  }

  /**
   * The same for a part of some rows.
   *
   * @param before the rows before this part, for a message
   * @throws DataException if a margin is not a number, since weights and data are too large
   */
  public double[] probabilities(Dataset data, long before) {
    return ofMargins(margins(data, before));
  }

  /** The probabilities in the place of some margins. */
  private double[] ofMargins(double[] z) {
    if (!classes.areTwo()) {
      return Softmax.inPlace(z, classes.count());
    }
    Arrays.parallelSetAll(z, i -> sigmoid(z[i]));
    return z;
  }

  /**
   * Measures the model on labelled data.
   *
   * @throws IllegalArgumentException if the data set has no labels, or another number of features
   */
  public Metrics evaluate(Dataset data) {
    requireTwo("evaluateClasses measures them");
    return scores(data).measured(threshold);
  }

  /**
   * Measures a model of more than two classes on labelled data.
   *
   * @throws IllegalArgumentException if the data set has no labels, or another number of features
   * @throws IllegalStateException if the model has two classes, which {@link #evaluate} measures
   */
  public ClassMetrics evaluateClasses(Dataset data) {
    requireMore();
    return scores(data).measured(classes);
  }

  /**
   * Measures a model of more than two classes on the rows of a labelled table.
   *
   * @param label the column of the labels, by name or number
   * @param weight the column that says how often each row counts, by name or number; empty if once
   * @throws io.downhill.data.DataException if a column is missing or a cell cannot be used
   * @throws IllegalStateException if the model has two classes, which {@link #evaluate} measures
   */
  public ClassMetrics evaluateClasses(TableSource rows, String label, Optional<String> weight) {
    requireMore();
    return new TableScoring(this).scores(rows, Target.label(label), weight).measured(classes);
  }

  /**
   * Writes the model as JSON, whole or not at all.
   *
   * @throws io.downhill.data.DataException if the file cannot be written; what was there stays
   */
  public void save(Path path) {
    ModelFile.save(this, Argument.notNull(path, "path"));
  }

  /**
   * Reads a model that {@link #save} wrote.
   *
   * @throws io.downhill.data.DataException if the file is not a whole model of this version
   */
  public static LogisticModel load(Path path) {
    return ModelFile.load(Argument.notNull(path, "path"));
  }

  /** 1/(1 + exp(-z)), from exp(-|z|), which never overflows. */
  public static double sigmoid(double z) {
    double e = StrictMath.exp(-Math.abs(z));
    return z >= 0 ? 1 / (1 + e) : e / (1 + e);
  }

  /** The largest part of it; {@link #save} writes all. */
  @Override
  public String toString() {
    if (!classes.areTwo()) {
      return "LogisticModel["
          + classes.count()
          + " classes from "
          + features.size()
          + " features: "
          + String.join(", ", classes.names().subList(0, Math.min(NAMED, classes.count())))
          + (classes.count() > NAMED ? ", ...]" : "]");
    }
    double[] weights = weights();
    StringBuilder text = new StringBuilder("LogisticModel[");
    for (int j = 0; j < Math.min(NAMED, weights.length); j++) {
      text.append(weights[j]).append(" * ").append(features.get(j)).append(" + ");
    }
    text.append(weights.length > NAMED ? "... (" + weights.length + " features) + " : "");
    return text.append(bias())
        .append(", ")
        .append(classes.positive())
        .append(" above ")
        .append(threshold)
        .append(", else ")
        .append(classes.negative())
        .append(']')
        .toString();
  }

  private void requireMore() {
    if (classes.areTwo()) {
      throw new IllegalStateException("the model tells two classes apart: evaluate measures them");
    }
  }

  private void requireTwo(String instead) {
    if (!classes.areTwo()) {
      throw new IllegalStateException(
          "the model tells " + classes.count() + " classes apart: " + instead);
    }
  }
}
