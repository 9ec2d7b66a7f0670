package io.downhill.report;

import io.downhill.device.Device;
import io.downhill.device.PanelObjective;
import io.downhill.optim.Descent;
import io.downhill.optim.Goal;
import io.downhill.optim.LearningRate;
import io.downhill.optim.Monitor;
import io.downhill.optim.Newton;
import io.downhill.optim.Solution;
import io.downhill.optim.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The lecture's first two pictures: J over two parameters as a grid of values, with the ways that
 * gradient descent and Newton's method take down it, and J along the first of them with its slope.
 * Every value comes from passes of a device, a panel of one row of the grid at a time.
 */
final class Bowl implements AutoCloseable {
  /** Points along each side of the surface. */
  static final int SIDE = 33;

  /** Points along the curve, within its picture and on both sides of it. */
  private static final int INSIDE = 129;

  private static final int OUTSIDE = 24;

  /** How far the curve is known, in half widths of its picture. */
  private static final double KNOWN = 40;

  /** A quadratic bowl rises so much from its bottom to the edge of the picture; J at 0 is 0.7. */
  private static final double RISE = 0.3;

  /** The start lies so far within the edge. */
  private static final double ROOM = 1.35;

  /** Where the corner start is, in half widths from the model. */
  private static final double CORNER = 0.85;

  /** How much the picture grows at most for a way that leaves it. */
  private static final double MOST_GROWTH = 2;

  private static final int GD_STEPS = 400;

  /** Costs that differ by less may be rounded. */
  private static final double NOISE = 1e-6;

  private static final int NEWTON_STEPS = 30;

  private final Device device;
  private final Plane plane;
  private final PlaneObjective objective;
  private final double[] radius = new double[2];

  Bowl(Device device, Plane plane) {
    this.device = device;
    this.plane = plane;
    this.objective = new PlaneObjective(device, plane);
    double[] hessian = objective.hessian(plane.at());
    double[] curvature = {hessian[0], hessian[2]};
    for (int k = 0; k < 2; k++) {
      double own = Math.abs(plane.at()[k]);
      double round = Math.sqrt(2 * RISE / curvature[k]);
      // Where J has hardly a curvature, as of separated classes, the way from 0 tells the size.
      radius[k] = Math.max(ROOM * own, Math.min(round, 2 * Math.max(1, own)));
    }
  }

  /**
   * A way down.
   *
   * @param points where it was before each step, and J there
   * @param still whether it came to where its steps are not seen any more
   */
  private record Way(String solver, double alpha, List<double[]> points, boolean still) {}

  /** The surface and the ways down it. */
  Map<String, Object> surface() {
    Map<String, List<Way>> starts = new LinkedHashMap<>();
    starts.put("a far corner", ways(corner()));
    starts.put("zero", ways(new double[2]));
    double[] most = {MOST_GROWTH * radius[0], MOST_GROWTH * radius[1]};
    // Where J is straight, as far up the bowl of separated classes, Newton's first step leads out
    // of every picture: such a start shows nothing.
    if (starts.values().stream().anyMatch(ways -> walks(ways, most))) {
      starts.values().removeIf(ways -> !walks(ways, most));
    }
    starts.values().forEach(ways -> ways.forEach(way -> makeRoom(way, most)));
    double[] u = points(0, SIDE, radius[0]);
    double[] v = points(1, SIDE, radius[1]);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("names", plane.names());
    map.put("at", Numbers.of(plane.at()));
    map.put("costAt", Numbers.of(cost(plane.at())));
    map.put("u", Numbers.of(u));
    map.put("v", Numbers.of(v));
    map.put("cost", Numbers.of(grid(u, v)));
    List<Object> told = new ArrayList<>();
    starts.forEach(
        (name, ways) -> {
          Map<String, Object> start = new LinkedHashMap<>();
          start.put("name", name);
          start.put("paths", ways.stream().map(this::toMap).toList());
          told.add(start);
        });
    map.put("starts", told);
    return map;
  }

  /** Far from the model along both parameters, on the side of 0 along the first. */
  private double[] corner() {
    double side = plane.at()[0] > 0 ? -1 : 1;
    return new double[] {
      (float) (plane.at()[0] + side * CORNER * radius[0]),
      (float) (plane.at()[1] - side * CORNER * radius[1])
    };
  }

  private List<Way> ways(double[] from) {
    plane.l1().project(from);
    return plane.l1().present()
        ? List.of(newton(from))
        : List.of(gradientDescent(from), newton(from));
  }

  /** Whether each of some ways takes a step within these half widths. */
  private boolean walks(List<Way> ways, double[] most) {
    return ways.stream()
        .allMatch(way -> way.points().size() > 1 && isInside(way.points().get(1), most));
  }

  /** Newton's first step may leap over the bottom and out of the picture, which then grows. */
  private void makeRoom(Way way, double[] most) {
    for (double[] point : way.points()) {
      for (int k = 0; k < 2; k++) {
        double distance = 1.02 * Math.abs(point[k] - plane.at()[k]);
        radius[k] = Math.max(radius[k], Math.min(distance, most[k]));
      }
    }
  }

  /** A way as far as it is in the picture: that of separated classes leaves every picture. */
  private Map<String, Object> toMap(Way way) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("solver", way.solver());
    map.put("alpha", Numbers.of(way.alpha()));
    List<double[]> seen =
        way.points().stream().takeWhile(point -> isInside(point, radius)).toList();
    map.put("points", seen.stream().map(Numbers::of).toList());
    map.put("end", seen.size() < way.points().size() ? "left" : way.still() ? "still" : "limit");
    return map;
  }

  private boolean isInside(double[] point, double[] half) {
    return Math.abs(point[0] - plane.at()[0]) <= half[0]
        && Math.abs(point[1] - plane.at()[1]) <= half[1];
  }

  private double[] points(int axis, int count, double half) {
    double[] points = new double[count];
    for (int k = 0; k < count; k++) {
      points[k] = plane.at()[axis] + half * (2 * k / (count - 1.0) - 1);
    }
    return points;
  }

  /** J at each point, by rows of one v. */
  private double[][] grid(double[] u, double[] v) {
    double[][] grid = new double[v.length][];
    try (PanelObjective panel = panel(u.length)) {
      for (int row = 0; row < v.length; row++) {
        grid[row] = costs(panel, u, v[row], new double[u.length][4]);
      }
    }
    return grid;
  }

  private PanelObjective panel(int columns) {
    PanelObjective.Column column = new PanelObjective.Column(plane.l2(), false);
    return new PanelObjective(device, plane.data(), Collections.nCopies(columns, column));
  }

  private double[] costs(PanelObjective panel, double[] u, double v, double[][] gradients) {
    double[][] parameters = new double[u.length][];
    for (int k = 0; k < u.length; k++) {
      parameters[k] = new double[] {1, u[k], v, 0};
    }
    double[] costs = panel.costsAndGradients(parameters, gradients);
    for (int k = 0; k < costs.length; k++) {
      costs[k] += plane.constant() + plane.l1().cost(new double[] {u[k], v});
    }
    return costs;
  }

  private double cost(double[] at) {
    return objective.costAndGradient(at, new double[2]) + plane.l1().cost(at);
  }

  private Way gradientDescent(double[] from) {
    // The base makes J flatter at u = v = 0 than elsewhere, so the rate that is safe there may not
    // be: it is halved until every step goes down, which it does from 1/L on.
    double alpha = LearningRate.safe(objective);
    double safe = 1 / objective.largestTrace();
    Descent descent = objective.descend(from, alpha, GD_STEPS);
    while (alpha > safe && rises(descent)) {
      alpha = (float) Math.max(alpha / 2, safe);
      descent = objective.descend(from, alpha, GD_STEPS);
    }
    List<double[]> points = new ArrayList<>();
    for (int k = 0; k < GD_STEPS && (k == 0 || moved(descent, k)); k++) {
      double[] w = descent.weights()[k];
      points.add(new double[] {w[0], w[1], descent.costs()[k]});
    }
    return new Way("gd", alpha, points, points.size() < GD_STEPS);
  }

  private static boolean rises(Descent descent) {
    double[] costs = descent.costs();
    return IntStream.range(1, GD_STEPS)
        .anyMatch(k -> !(costs[k] <= costs[k - 1] + NOISE * Math.abs(costs[k - 1])));
  }

  /** Whether the step that led to point k can be seen. */
  private boolean moved(Descent descent, int k) {
    double[] from = descent.weights()[k - 1];
    double[] to = descent.weights()[k];
    double seen = 1e-4;
    return Math.abs(to[0] - from[0]) > seen * radius[0]
        || Math.abs(to[1] - from[1]) > seen * radius[1];
  }

  private Way newton(double[] from) {
    objective.hessians().clear();
    Solution solution =
        new Newton(NEWTON_STEPS, Goal.within(Goal.SHARE), plane.l1())
            .minimize(objective, from, Monitor.NONE);
    double[] end = solution.w();
    List<double[]> iterates = new ArrayList<>(objective.hessians());
    if (iterates.isEmpty() || !Arrays.equals(iterates.get(iterates.size() - 1), end)) {
      iterates.add(end);
    }
    return new Way(
        "newton",
        Double.NaN,
        iterates.stream().map(w -> new double[] {w[0], w[1], cost(w)}).toList(),
        solution.stop() == Stop.CONVERGED || solution.stop() == Stop.PRECISION);
  }

  /**
   * J and its slope along the first parameter, the second being that of the model: densely within
   * the picture, and ever further apart outside it, where steps that are too large may go.
   */
  Map<String, Object> curve() {
    double[] w = curvePoints();
    double[][] gradients = new double[w.length][4];
    double[] costs;
    try (PanelObjective panel = panel(w.length)) {
      costs = costs(panel, w, plane.at()[1], gradients);
    }
    double[] slopes = new double[w.length];
    for (int k = 0; k < w.length; k++) {
      double l1 = plane.l1().lambda(0);
      slopes[k] = gradients[k][1] + (w[k] == 0 ? 0 : Math.copySign(l1, w[k]));
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", plane.names().get(0));
    map.put("at", Numbers.of(plane.at()[0]));
    map.put("radius", Numbers.of(radius[0]));
    map.put("curvature", Numbers.of(largestCurvature(w, slopes)));
    map.put("w", Numbers.of(w));
    map.put("cost", Numbers.of(costs));
    map.put("slope", Numbers.of(slopes));
    return map;
  }

  /**
   * The largest J'' within the picture, by differences of slopes: below 2 over it, steps go down.
   */
  private static double largestCurvature(double[] w, double[] slopes) {
    double largest = 0;
    for (int k = OUTSIDE; k + 1 < OUTSIDE + INSIDE; k++) {
      largest = Math.max(largest, (slopes[k + 1] - slopes[k]) / (w[k + 1] - w[k]));
    }
    return largest;
  }

  private double[] curvePoints() {
    double[] inside = points(0, INSIDE, radius[0]);
    double[] all = new double[INSIDE + 2 * OUTSIDE];
    System.arraycopy(inside, 0, all, OUTSIDE, INSIDE);
    double factor = StrictMath.pow(KNOWN, 1.0 / OUTSIDE);
    double distance = radius[0];
    for (int k = 0; k < OUTSIDE; k++) {
      distance *= factor;
      all[OUTSIDE - 1 - k] = plane.at()[0] - distance;
      all[OUTSIDE + INSIDE + k] = plane.at()[0] + distance;
    }
    return all;
  }

  @Override
  public void close() {
    objective.close();
  }
}
