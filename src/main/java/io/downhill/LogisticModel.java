package io.downhill;

import io.downhill.data.Argument;
import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Offsets;
import io.downhill.data.Preparation;
import io.downhill.data.RowWindow;
import io.downhill.data.Standardization;
import io.downhill.data.Target;
import io.downhill.data.table.PreparedRows;
import io.downhill.data.table.TableSource;
import io.downhill.sums.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A trained model: weights and bias for raw features, and what the classes are called. Immutable as
 * long as nobody writes to its arrays, and safe to share between threads.
 *
 * <p>It scores in double precision, z = b + w_0 x_0 + w_1 x_1 + ... in this order, so that a model
 * gives the same probabilities on every machine. A feature far from 0 beside its spread, such as
 * seconds since 1970, has an {@link Offsets offset}, and its term is w_j (x_j - offset_j), which
 * keeps the digits that b and w_j x_j would lose.
 *
 * <p>Longer than other files: all that a caller asks of a model is here, each call some lines.
 *
 * @param features the n feature names, in the order of the weights
 * @param weights length n, for raw features; not copied
 * @param bias for raw features; where the preparation has offsets, for raw features less these
 * @param classes what the labels 0 and 1 stand for
 * @param standardization the scale of the training data; empty if it was trained on raw features
 * @param report how the training went
 * @param preparation how the features come from the columns of a table; empty if they are columns
 * @param threshold the probability above which the positive class is predicted, in [0,1]
 */
public record LogisticModel(
    List<String> features,
    double[] weights,
    double bias,
    Classes classes,
    Optional<Standardization> standardization,
    Optional<TrainingReport> report,
    Optional<Preparation> preparation,
    double threshold) {
  /** The threshold of the course. */
  public static final double HALF = 0.5;

  /** The features that its text names. */
  private static final int NAMED = 10;

  /** The rows that are scored at a time. */
  private static final int PART = 1 << 16;

  /**
   * Checks that the lengths agree and that every weight is finite.
   *
   * @throws IllegalArgumentException if not
   */
  public LogisticModel {
    features = List.copyOf(Argument.noneNull(features, "features"));
    Argument.notNull(weights, "weights");
    Argument.notNull(classes, "classes");
    Argument.notNull(standardization, "standardization");
    Argument.notNull(report, "report");
    Argument.notNull(preparation, "preparation");
    int n = features.size();
    if (n == 0 || n != weights.length) {
      throw new IllegalArgumentException("features: " + n + ", weights: " + weights.length);
    }
    for (int j = 0; j < n; j++) {
      if (!Double.isFinite(weights[j])) {
        throw new IllegalArgumentException("weights[" + j + "] is " + weights[j]);
      }
    }
    if (!Double.isFinite(bias)) {
      throw new IllegalArgumentException("bias is " + bias);
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
  }

  /** A model whose features are columns, with the threshold {@value #HALF}. */
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
   * The same model with the threshold that serves best on the examples it was trained on; its
   * report counts the accuracy at that one.
   *
   * @param data labelled
   */
  public LogisticModel decided(Threshold rule, Dataset data) {
    Scores scores = scores(data);
    double chosen = scores.choose(rule);
    double accuracy = scores.measured(chosen).accuracy();
    return new LogisticModel(
        features,
        weights,
        bias,
        classes,
        standardization,
        report.map(r -> r.withAccuracy(accuracy)),
        preparation,
        chosen);
  }

  /** The same model with this threshold; its report stays as it is. */
  public LogisticModel withThreshold(double value) {
    return new LogisticModel(
        features, weights, bias, classes, standardization, report, preparation, value);
  }

  /** The same model, trained by this command line; so its file says. */
  public LogisticModel trainedBy(String command) {
    return new LogisticModel(
        features,
        weights,
        bias,
        classes,
        standardization,
        report.map(r -> r.withCommand(Argument.notNull(command, "command"))),
        preparation,
        threshold);
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
   * The probabilities of the rows of a table, for the positive class, in the order of the table.
   *
   * @throws io.downhill.data.DataException if a column is missing or a cell cannot be used
   */
  public double[] probabilities(TableSource rows) {
    return probabilities(rows, PART);
  }

  /** The same, so many rows at a time. */
  double[] probabilities(TableSource rows, int most) {
    Argument.notNull(rows, "rows");
    DoubleStream.Builder all = DoubleStream.builder();
    long rowsBefore = 0;
    try (PreparedRows prepared = PreparedRows.open(rows, preparationOrPlain(), List.of())) {
      Optional<PreparedRows.Part> part = prepared.next(most);
      while (part.isPresent()) {
        double[] probabilities = probabilities(part.get().examples(), rowsBefore);
        Arrays.stream(probabilities).forEach(all::add);
        rowsBefore += probabilities.length;
        part = prepared.next(most);
      }
    }
    return all.build().toArray();
  }

  /**
   * The probability that one raw row is of the positive class.
   *
   * @param row cells by the names of their columns; a key that is missing is a missing column
   * @throws io.downhill.data.DataException if a column is missing or a cell cannot be used
   */
  public double probability(Map<String, ?> row) {
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
    Argument.notNull(rows, "rows");
    Argument.notNull(target, "target");
    try (PreparedRows prepared =
        PreparedRows.open(rows, preparationOrPlain(), classes, Optional.of(target), "", weight)) {
      return scores(prepared).measured(threshold);
    }
  }

  /**
   * Scores the rest of some labelled rows.
   *
   * @throws io.downhill.data.DataException if there is none, or a cell cannot be used
   */
  public Scores scores(PreparedRows rows) {
    return scores(rows, PART);
  }

  /** The same, so many rows at a time. */
  Scores scores(PreparedRows rows, int most) {
    return scores(rows, most, part -> {});
  }

  /**
   * The same.
   *
   * @param watcher sees each part of the examples
   */
  Scores scores(PreparedRows rows, Consumer<Dataset> watcher) {
    return scores(rows, PART, watcher);
  }

  private Scores scores(PreparedRows rows, int most, Consumer<Dataset> watcher) {
    List<double[]> margins = new ArrayList<>();
    List<float[]> labels = new ArrayList<>();
    List<float[]> weights = new ArrayList<>();
    BitSet seconds = new BitSet();
    int rowsBefore = 0;
    Optional<PreparedRows.Part> part = rows.next(most);
    while (part.isPresent()) {
      Dataset examples = part.get().examples();
      margins.add(margins(examples, rowsBefore));
      watcher.accept(examples);
      int first = rowsBefore;
      Scores.seconds(examples).stream().forEach(i -> seconds.set(Math.addExact(first, i)));
      rowsBefore += examples.examples();
      labels.add(examples.labels());
      weights.add(examples.weights());
      part = rows.next(most);
    }
    if (margins.isEmpty()) {
      throw new DataException("no examples: the table has no rows, or none with a weight above 0");
    }
    double[] z = margins.stream().flatMapToDouble(Arrays::stream).toArray();
    boolean weighted = weights.get(0) != null;
    float[] counts = weighted ? joined(weights, z.length) : null;
    return new Scores(z, joined(labels, z.length), counts, seconds);
  }

  private static float[] joined(List<float[]> parts, int length) {
    float[] all = new float[length];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
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
    return new Scores(margins(data), data.labels(), data.weights(), Scores.seconds(data));
  }

  /**
   * The margin z = b + w.x of one example.
   *
   * @param x raw features, length n
   * @throws IllegalArgumentException if x has another length, or there is no probability for it
   */
  public double margin(float[] x) {
    checkFeatures(Argument.notNull(x, "x").length);
    if (offsets().isEmpty()) {
      double z = margin(weights, weights.length, bias, x, 0);
      return Overflow.refuse(z, features, weights, j -> x[j]);
    }
    double[] exact = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      exact[j] = x[j];
    }
    return margin(exact);
  }

  /** The same for numbers of which float32 would lose digits. */
  public double margin(double[] x) {
    checkFeatures(Argument.notNull(x, "x").length);
    Optional<Offsets> offsets = offsets();
    double z = bias;
    for (int j = 0; j < x.length; j++) {
      z += weights[j] * (offsets.isPresent() ? x[j] - offsets.get().offsets()[j] : x[j]);
    }
    return Overflow.refuse(z, features, weights, j -> x[j]);
  }

  /**
   * The probability sigmoid(z) that one example is of the positive class.
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
   * The class that one example is predicted to be of: the positive one where its probability is
   * above the threshold.
   *
   * @param x raw features, length n
   * @throws IllegalArgumentException if x has another length, or there is no probability for it
   */
  public String predict(float[] x) {
    return classOf(probability(x));
  }

  /** The class that a probability stands for: the positive one above the threshold. */
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
   * @return length m
   * @throws IllegalArgumentException if the data set has another number of features
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
    double[] scaled = parameters(data);
    double[] z = new double[data.examples()];
    data.rows()
        .unchanged(
            () -> {
              data.rows().x(0, 0); // Features that were given away are told by this thread.
              RowWindow.Pool windows = new RowWindow.Pool(data.rows());
              IntStream.range(0, Tree.blocks(z.length))
                  .parallel()
                  .forEach(
                      block ->
                          windows.lend(window -> margins(window, block * Tree.BLOCK, scaled, z)));
              return z;
            });
    Overflow.refuse(z, data, scaled, before);
    return z;
  }

  /** The parameters for the features as a data set has them, length n + 1, bias last. */
  double[] parameters(Dataset data) {
    int n = weights.length;
    checkFeatures(Argument.notNull(data, "data").features());
    double[] w = Arrays.copyOf(weights, n + 1);
    w[n] = bias;
    double[] stored = stored(w, data);
    return data.standardization().map(scale -> scale.fromRaw(stored)).orElse(stored);
  }

  /** The margins of a block of rows. */
  private static double[] margins(RowWindow window, int first, double[] w, double[] z) {
    int n = w.length - 1;
    int count = Math.min(Tree.BLOCK, z.length - first);
    window.show(first, count);
    for (int i = 0; i < count; i++) {
      z[first + i] = margin(w, n, w[n], window.x(), window.at() + i * n);
    }
    return z;
  }

  /** The weights for what the data set stores of raw features. */
  private double[] stored(double[] w, Dataset data) {
    Optional<Offsets> own = offsets();
    Optional<Offsets> others = data.offsets();
    return own.isEmpty() && others.isEmpty()
        ? w
        : others.orElseGet(() -> Offsets.none(weights.length)).fromRaw(w, own);
  }

  /**
   * The probabilities of a data set, which may be raw or standardised, for the positive class.
   *
   * @param data has the features of the model, in the order of the weights
   * @return length m
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
    double[] a = margins(data, before);
    Arrays.parallelSetAll(a, i -> sigmoid(a[i]));
    return a;
  }

  /**
   * Measures the model on labelled data.
   *
   * @throws IllegalArgumentException if the data set has no labels, or another number of features
   */
  public Metrics evaluate(Dataset data) {
    return scores(data).measured(threshold);
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

  private static double margin(double[] w, int n, double bias, float[] x, int at) {
    double z = bias;
    for (int j = 0; j < n; j++) {
      z += w[j] * x[at + j];
    }
    return z;
  }

  /** The largest part of it; {@link #save} writes all. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("LogisticModel[");
    for (int j = 0; j < Math.min(NAMED, weights.length); j++) {
      text.append(weights[j]).append(" * ").append(features.get(j)).append(" + ");
    }
    text.append(weights.length > NAMED ? "... (" + weights.length + " features) + " : "");
    return text.append(bias)
        .append(", ")
        .append(classes.positive())
        .append(" above ")
        .append(threshold)
        .append(", else ")
        .append(classes.negative())
        .append(']')
        .toString();
  }

  private void checkFeatures(int n) {
    if (n != weights.length) {
      throw new IllegalArgumentException(
          "features differ: model " + weights.length + ", data " + n);
    }
  }
}
