package io.downhill;

import io.downhill.data.Classes;
import io.downhill.data.Clusters;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.LabelText;
import io.downhill.device.DeviceObjective;
import io.downhill.inference.ClassEstimator;
import io.downhill.inference.Estimator;
import io.downhill.inference.Inference;
import io.downhill.inference.Method;
import io.downhill.optim.Newton;
import io.downhill.optim.Solution;
import io.downhill.optim.Stop;
import io.downhill.verdict.Findings;
import io.downhill.verdict.Terms;
import java.util.Locale;
import java.util.Optional;

/** What a run has to say of the uncertainty of its coefficients, and what forbids it. */
final class Uncertainty {
  /** An end further from the optimum, in standard errors, tells nothing of it. */
  private static final double FAR = 1;

  /**
   * With each pivot above this share of its diagonal, float32 products move no standard error by
   * more than 2.5e-4 of itself.
   */
  private static final double COARSE = 1e-3;

  private final TrainingOptions options;
  private final Shape shape;
  private final int reference;
  private final Method method;

  /**
   * For a run on these examples.
   *
   * @throws IllegalArgumentException if standard errors were asked that clusters do not have, or
   *     that three and more classes do not, or there is no such reference
   * @throws DataException if all rows are of one cluster
   */
  Uncertainty(TrainingOptions options, Dataset data) {
    this.options = options;
    this.shape = Shape.of(data);
    this.reference = reference(options, data.classes().orElse(Classes.ZERO_ONE));
    Optional<Clusters> named = data.clusters().filter(clusters -> !clusters.areRows());
    boolean clustered = named.isPresent();
    if (clustered && options.inference().filter(Method.WALD::equals).isPresent()) {
      throw new IllegalArgumentException(
          "inference wald takes rows as independent, and these are in clusters: use robust");
    }
    boolean robust = options.inference().filter(Method.ROBUST::equals).isPresent();
    if (shape.columns() > 1 && (clustered || robust)) {
      throw new IllegalArgumentException(
          "standard errors of three and more classes are by wald, which takes rows as independent:"
              + " leave out "
              + (robust ? "--inference robust" : "--cluster"));
    }
    // The sum over all examples is 0 at the optimum.
    named
        .filter(clusters -> clusters.count() < 2)
        .ifPresent(
            clusters -> {
              throw new DataException(
                  clusters.column()
                      + ": all rows are of one cluster; robust standard errors take two or more");
            });
    this.method =
        options
            .inference()
            .orElse(!obstacle().isEmpty() ? Method.NONE : clustered ? Method.ROBUST : Method.WALD);
  }

  /** The number of the class that others are told against. */
  private static int reference(TrainingOptions options, Classes classes) {
    if (options.reference().isEmpty()) {
      return 0;
    }
    String name = options.reference().get();
    if (classes.areTwo()) {
      throw new IllegalArgumentException(
          "reference is for three and more classes: of two, choose the positive one");
    }
    int k = LabelText.indexOf(classes, name);
    if (k < 0) {
      throw new IllegalArgumentException(
          "reference " + name + " is no class; they are " + String.join(", ", classes.names()));
    }
    return k;
  }

  /** What the options and the size of the data forbid; empty if nothing. */
  private String obstacle() {
    if (options.l1() > 0 || options.l2() > 0) {
      return "a penalty draws weights towards 0, which no standard error knows of: leave out --l1"
          + " and --l2";
    }
    if (options.bounds().present()) {
      return "bounds on weights cut the normal distribution of estimates: leave out --nonnegative and"
          + " --bounds";
    }
    if (!shape.isDense()) {
      return "there is no Hessian of more than " + Newton.DENSE + shape.unit();
    }
    boolean asked = options.inference().filter(Method.ROBUST::equals).isPresent();
    return options.classWeight().equals(ClassWeight.NONE) || asked
        ? ""
        : "class weights are no counts of rows: use --inference robust";
  }

  /** Which Hessian the end is to be judged by. */
  Terms.Hessian hessian() {
    if (method == Method.NONE || !obstacle().isEmpty()) {
      return Terms.Hessian.ANY;
    }
    return options.inference().isPresent() ? Terms.Hessian.EXACT : Terms.Hessian.CHEAP;
  }

  /**
   * Infers; empty if it was not asked, or the run diverged.
   *
   * @param data the examples with their own weights, on the scale of the run
   * @param raw the parameters for raw features, [weights | bias] of each column
   * @param margins of the examples at the end
   */
  Optional<Inference> infer(
      Dataset data,
      DeviceObjective objective,
      Solution end,
      double[][] raw,
      double[] margins,
      Findings findings) {
    if (method == Method.NONE || end.stop() == Stop.DIVERGED) {
      return Optional.empty();
    }
    if (shape.columns() > 1) {
      return Optional.of(ofClasses(objective, end, raw, margins, findings));
    }
    Estimator estimator =
        new Estimator(
            method,
            options.level(),
            new Estimator.Fit(
                data,
                objective.data(),
                end.w(),
                raw[0],
                margins,
                options.intercept(),
                findings.gap()));
    String trouble = trouble(end, findings, estimator.distance());
    return Optional.of(
        trouble.isEmpty()
            ? estimator.with(findings.curvature().orElseThrow(), objective::gram)
            : estimator.without(trouble));
  }

  private Inference ofClasses(
      DeviceObjective objective,
      Solution end,
      double[][] raw,
      double[] margins,
      Findings findings) {
    ClassEstimator estimator =
        new ClassEstimator(
            options.level(),
            reference,
            new ClassEstimator.Fit(
                objective.data(), end.w(), raw, margins, options.intercept(), findings.gap()));
    String trouble = trouble(end, findings, estimator.distance());
    return trouble.isEmpty()
        ? estimator.with(findings.curvature().orElseThrow())
        : estimator.without(trouble);
  }

  private String trouble(Solution end, Findings findings, double distance) {
    if (!obstacle().isEmpty()) {
      return obstacle();
    }
    if (!findings.separated().isEmpty()) {
      return "some weights have no finite optimum: the classes are separated, or some rows are, by "
          + String.join(", ", findings.separated());
    }
    if (end.stop() == Stop.INTERRUPTED) {
      return "training was ended before the optimum";
    }
    if (!(distance <= FAR)) {
      return Double.isNaN(distance) || Double.isInfinite(distance)
          ? "how far the optimum is from here is not known"
          : String.format(
              Locale.ROOT,
              "the optimum may be %.2g standard errors from here: let training go on",
              distance);
    }
    if (findings.curvature().isEmpty()) {
      return "unasked, the Hessian of so many rows is not taken: ask for it with --inference "
          + method.text();
    }
    return findings.curvature().filter(c -> c.isInDouble() || c.isClear(COARSE)).isPresent()
        ? ""
        : "columns are so near to sums of others that it takes a Hessian in double: ask for it with"
            + " --inference "
            + method.text();
  }
}
