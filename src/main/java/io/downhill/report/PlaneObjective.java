package io.downhill.report;

import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.Objective;
import java.util.ArrayList;
import java.util.List;

/**
 * The smooth part of J over the two parameters of a plane, as optimisers see it: the parameters are
 * [u | v]. It notes each point at which the Hessian is asked for, which are Newton's iterates.
 */
final class PlaneObjective implements Objective, AutoCloseable {
  private final DeviceObjective full;
  private final double constant;
  private final List<double[]> hessians = new ArrayList<>();

  PlaneObjective(Device device, Plane plane) {
    this.full = new DeviceObjective(device, plane.data(), plane.l2(), false);
    this.constant = plane.constant();
  }

  @Override
  public int weights() {
    return 1;
  }

  @Override
  public void round(double[] w) {
    w[0] = (float) w[0];
    w[1] = (float) w[1];
  }

  @Override
  public double costAndGradient(double[] w, double[] gradient) {
    double[] all = new double[4];
    double cost = full.costAndGradient(new double[] {1, w[0], w[1], 0}, all);
    gradient[0] = all[1];
    gradient[1] = all[2];
    return cost + constant;
  }

  @Override
  public void product(double[] w, double[] v, double[] product) {
    double[] all = new double[4];
    full.product(new double[] {1, w[0], w[1], 0}, new double[] {0, v[0], v[1], 0}, all);
    product[0] = all[1];
    product[1] = all[2];
  }

  /** The trace of the Hessian at margins of 0, where it is largest: no curvature is above it. */
  double largestTrace() {
    double trace = 0;
    for (int k = 1; k <= 2; k++) {
      double[] v = new double[4];
      double[] product = new double[4];
      v[k] = 1;
      full.product(new double[4], v, product);
      trace += product[k];
    }
    return trace;
  }

  @Override
  public double[] hessian(double[] w) {
    hessians.add(w.clone());
    return Objective.super.hessian(w);
  }

  /** The points at which the Hessian was asked for, in order. */
  List<double[]> hessians() {
    return hessians;
  }

  @Override
  public void close() {
    full.close();
  }
}
