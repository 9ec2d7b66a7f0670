// J along one parameter: tangents, and steps w := w - alpha dw.

/** J and its slope at w, by the cubic through neighbouring points and their slopes; null beyond them. */
function along(curve, w) {
  const last = curve.w.length - 1;
  if (!(w >= curve.w[0] && w <= curve.w[last])) {
    return null;
  }
  const k = Math.min(last - 1, d3.bisectRight(curve.w, w) - 1);
  const h = curve.w[k + 1] - curve.w[k];
  const t = (w - curve.w[k]) / h;
  const [a, b, da, db] = [curve.cost[k], curve.cost[k + 1], h * curve.slope[k], h * curve.slope[k + 1]];
  const rise = b - a;
  const second = 3 * rise - 2 * da - db;
  const third = da + db - 2 * rise;
  return {
    cost: a + t * (da + t * (second + t * third)),
    slope: (da + t * (2 * second + t * 3 * third)) / h,
  };
}

function drawCurve(pictures) {
  const curve = pictures.curve;
  const name = curve.name;
  const parent = section("curve", "Down one slope",
    `Hold all parameters but one: J along ${name}. Left of the minimum the slope dw is negative, so w − α·dw moves w to the `
    + "right; right of it the slope is positive, and w shrinks. Either way it goes down, if α is not too large.");
  const grid = cards(parent);
  const figure = card(grid, `J along ${name}`, true);
  const start = curve.at - curve.radius * 0.85;
  const safe = 1 / curve.curvature;
  const steepest = d3.max(curve.slope, Math.abs);
  const state = { w: start, alpha: safe / 4, walked: [] };
  const draw = chart(figure, `J along ${name}, with its tangent at w.`, (width) => Math.min(400, Math.max(280, width * 0.42)),
    (svg, width, height) => paintCurve(svg, width, height, curve, state));
  const readout = readings(figure, { "curve-w": "w", "curve-cost": "J(w)", "curve-slope": "dw, the slope",
    "curve-step": "−α · dw, the step", "curve-next": "next w" });
  const told = el("p", { class: "told", "aria-live": "polite", id: "curve-told" });
  const tell = (text) => {
    const at = along(curve, state.w);
    const next = state.w - state.alpha * at.slope;
    readout("curve-w", show(state.w, 5), state.w);
    readout("curve-cost", show(at.cost, 6), at.cost);
    readout("curve-slope", show(at.slope, 5), at.slope);
    readout("curve-step", show(-state.alpha * at.slope, 5), -state.alpha * at.slope);
    readout("curve-next", show(next, 5), next);
    told.textContent = text ?? (Math.abs(at.slope) < 1e-6 * steepest ? "The slope is 0 as far as one can see: steps do not lead away from here."
      : at.slope < 0 ? "The slope is negative: w is left of the minimum, and the step makes it larger."
        : "The slope is positive: w is right of the minimum, and the step makes it smaller.");
    draw();
  };
  const w = slider("curve-slider-w", "w", { min: curve.at - curve.radius, max: curve.at + curve.radius, step: curve.radius / 500,
    value: start, text: (x) => show(x), listen: (x) => {
      state.w = x;
      state.walked = [];
      tell();
    } });
  // The slider is on a logarithmic scale, from steps that hardly move to those that leap over the minimum.
  const alpha = slider("curve-slider-alpha", "α, the learning rate", { min: -2, max: 1.5, step: 0.01,
    value: Math.log10(state.alpha / safe), text: (x) => show(safe * 10 ** x, 3), listen: (x) => {
      state.alpha = safe * 10 ** x;
      tell();
    } });
  const step = () => {
    const before = along(curve, state.w);
    const next = state.w - state.alpha * before.slope;
    const after = along(curve, next);
    if (after === null) {
      tell("The step leads so far away that this page does not know J there: α is far too large.");
      return;
    }
    state.walked.push(state.w);
    state.w = next;
    w.set(next);
    const over = (before.slope < 0) !== (after.slope < 0) && Math.abs(after.slope) > 1e-6 * steepest;
    tell(after.cost > before.cost + 1e-9 * Math.abs(before.cost)
      ? `J rose from ${show(before.cost, 6)} to ${show(after.cost, 6)}: α is too large, the step leapt over the minimum.`
      : over ? `Step ${state.walked.length}: over the minimum to the other side, but further down.` : undefined);
  };
  const walk = (steps) => {
    for (let k = 0; k < steps; k++) {
      step();
    }
  };
  const begin = (side) => {
    state.w = curve.at + side * curve.radius * 0.85;
    state.walked = [];
    w.set(state.w);
    tell();
  };
  figure.append(
    el("div", { class: "controls" }, w.node, alpha.node,
      el("div", { class: "buttons" },
        el("button", { type: "button", class: "first", id: "curve-go", click: () => walk(1) }, "Step"),
        el("button", { type: "button", id: "curve-ten", click: () => walk(10) }, "10 steps"),
        el("button", { type: "button", id: "curve-left", click: () => begin(-1) }, "Start left"),
        el("button", { type: "button", id: "curve-right", click: () => begin(1) }, "Start right"))),
    told);
  caption(figure, `Within this picture every step goes down while α is below 2 over the largest J″, ${show(2 * safe, 3)}. `
    + "J and dw are computed at the points of the table, and interpolated between them.");
  const inside = d3.range(curve.w.length).filter((k) => Math.abs(curve.w[k] - curve.at) <= curve.radius * 1.0001);
  tableBehind(figure, `J and its slope along ${name}`, [name, "J", "dw"],
    () => inside.map((k) => [curve.w[k], curve.cost[k], curve.slope[k]]));
  tell();
}

function paintCurve(svg, width, height, curve, state) {
  const seen = [...state.walked, state.w];
  const left = Math.min(curve.at - curve.radius, ...seen);
  const right = Math.max(curve.at + curve.radius, ...seen);
  const points = d3.range(left, right, (right - left) / 240).concat([right]).map((w) => [w, along(curve, w).cost]);
  const [low, high] = d3.extent(points, (p) => p[1]);
  const room = (high - low || 1) * 0.08;
  const x = d3.scaleLinear([left, right], [58, width - 12]);
  const y = d3.scaleLinear([low - room, high + room], [height - 46, 26]);
  axes(svg, { x, y, xName: curve.name, yName: "J", xTicks: width < 500 ? 4 : 8 });
  svg.append("path").attr("class", "line ink").attr("d", d3.line((p) => x(p[0]), (p) => y(p[1]))(points));
  const bottom = d3.least(points, (p) => p[1]);
  svg.append("line").attr("class", "guide").attr("x1", x(bottom[0])).attr("x2", x(bottom[0]))
    .attr("y1", y(bottom[1])).attr("y2", height - 46);

  svg.append("clipPath").attr("id", "curve-clip").append("rect").attr("x", 58).attr("y", 18)
    .attr("width", width - 64).attr("height", height - 62);
  const tangent = (w, long, classes) => {
    const at = along(curve, w);
    const slope = at.slope * (y(1) - y(0)) / (x(1) - x(0));
    const half = long / Math.hypot(1, slope);
    svg.append("line").attr("class", classes).attr("clip-path", "url(#curve-clip)")
      .attr("x1", x(w) - half).attr("x2", x(w) + half)
      .attr("y1", y(at.cost) - slope * half).attr("y2", y(at.cost) + slope * half);
  };
  for (const [side, anchor] of [[-0.55, "start"], [0.55, "end"]]) {
    const w = curve.at + side * curve.radius;
    const falls = along(curve, w).slope < 0;
    const text = (falls ? "dw < 0" : "dw > 0") + (width > 560 ? falls ? ": w grows" : ": w shrinks" : "");
    tangent(w, Math.min(110, width / 7), "line accent thin");
    svg.append("circle").attr("class", "dot fill-accent").attr("cx", x(w)).attr("cy", y(along(curve, w).cost)).attr("r", 3.5);
    label(svg, text, x(w) + (side < 0 ? 18 : -18), y(along(curve, w).cost) - 22, width, "fill-accent", anchor);
  }
  // The ways of the steps: along the tangent to the next w, then down to the curve.
  const way = seen.map((w) => [x(w), y(along(curve, w).cost)]);
  const turns = way.flatMap((p, k) => (k === 0 ? [p] : [[p[0], way[k - 1][1]], p]));
  svg.append("path").attr("class", "line gd").style("stroke-width", "1.4px").attr("d", d3.line()(turns));
  svg.selectAll("circle.walked").data(way.slice(0, -1)).join("circle").attr("class", "walked dot fill-gd")
    .attr("cx", (p) => p[0]).attr("cy", (p) => p[1]).attr("r", 3.5);
  tangent(state.w, 90, "line gd");
  const [cx, cy] = way[way.length - 1];
  const at = along(curve, state.w);
  const next = state.w - state.alpha * at.slope;
  const to = x(Math.max(left, Math.min(right, next)));
  svg.append("line").attr("class", "line gd").style("stroke-dasharray", "2 5").attr("x1", cx).attr("x2", to)
    .attr("y1", cy).attr("y2", cy);
  svg.append("path").attr("class", "fill-gd").attr("d", d3.symbol(d3.symbolTriangle, 46)())
    .attr("transform", `translate(${to},${cy}) rotate(${next > state.w ? 90 : -90})`);
  svg.append("circle").attr("class", "dot fill-gd").attr("cx", cx).attr("cy", cy).attr("r", 6.5);
}
