package io.downhill.verdict;

import io.downhill.optim.L1;
import io.downhill.optim.Solver;

/**
 * The terms of a run, as far as its end depends on them.
 *
 * @param solver which was used
 * @param solverNamed whether it was asked for by its name
 * @param alphaGiven whether the learning rate was
 * @param toleranceGiven whether the run was to end by the slope
 * @param standardized whether features were scaled for training
 * @param intercept whether the bias is a parameter
 * @param penalized whether a penalty was asked for
 * @param l1 the penalty of each parameter that is not smooth
 * @param l2 the squared penalty of each weight, length n
 * @param hessian which Hessian the end is to be judged by
 */
public record Terms(
    Solver solver,
    boolean solverNamed,
    boolean alphaGiven,
    boolean toleranceGiven,
    boolean standardized,
    boolean intercept,
    boolean penalized,
    L1 l1,
    double[] l2,
    Hessian hessian) {
  /** Which Hessian is wanted of the end. */
  public enum Hessian {
    /** The one that is there, or costs least. */
    ANY,
    /** That of all examples where it is there or costs little, as the default must not be slow. */
    CHEAP,
    /** That of all examples, in double where it has to be. */
    EXACT
  }

  @Override
  public String toString() {
    return "Terms[solver=" + solver.text() + ", penalized=" + penalized + "]";
  }
}
