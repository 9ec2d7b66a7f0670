// The cost against iterations, of both ways down the whole bowl.

function drawDescent(pictures) {
  const runs = pictures.descents;
  const parent = section("descent", "The cost, step by step",
    "The whole training, all parameters at once, again from weights of 0: how J falls with each iteration.");
  const grid = cards(parent);
  const figure = card(grid, "Cost J against iterations", true);
  const least = d3.min(runs.flatMap((run) => run.points), (p) => p[1]);
  let logarithmic = false;
  const draw = chart(figure, "The cost of each iteration, by solver.", (width) => Math.min(380, Math.max(270, width * 0.4)),
    (svg, width, height) => paintDescent(svg, width, height, runs, logarithmic ? least : null));
  const toggle = el("button", { type: "button", id: "descent-log", "aria-pressed": "false", click: () => {
    logarithmic = !logarithmic;
    toggle.setAttribute("aria-pressed", String(logarithmic));
    draw();
  } }, "Above the least, logarithmic");
  figure.append(el("div", { class: "controls" }, el("div", { class: "buttons" }, toggle)));
  legend(figure, runs.map((run) => [`var(--${solverClass(run.solver)})`, solverName(run.solver)]));
  caption(figure, runs.map((run) => `${capital(solverName(run.solver))} ${stopText(run)} after ${count(run.iterations)} iterations`
    + (run.alpha === null ? "" : ` with alpha ${show(run.alpha, 3)}`)
    + `, at J = ${show(run.points[run.points.length - 1][1], 8)}`).join(". ") + "."
    + (runs.some((run) => run.solver === "newton" && run.points[0][1] < runs[0].points[0][1]) ? " Newton's method starts with the bias at the log-odds of the classes, so its first J is lower." : ""));
  tableBehind(figure, "cost by iteration", ["solver", "iteration", "J"],
    () => runs.flatMap((run) => run.points.map((p) => [solverName(run.solver), ...p])));
}

function stopText(run) {
  return { converged: "arrived", "iteration limit": "was stopped", "limit of precision": "went as far as 32-bit floats can tell" }[run.stop]
    ?? `ended (${run.stop})`;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function paintDescent(svg, width, height, runs, least) {
  const last = d3.max(runs.flatMap((run) => run.points), (p) => p[0]);
  const x = d3.scaleSymlog([0, Math.max(1, last)], [62, width - 16]).constant(1);
  const above = (p) => (least === null ? p[1] : p[1] - least);
  const floor = least === null ? 0 : Math.max(1e-12, Math.abs(least) * 1e-9);
  const highest = d3.max(runs.flatMap((run) => run.points), above);
  const y = least === null
    ? d3.scaleLinear([0, highest], [height - 46, 26]).nice()
    : d3.scaleLog([floor, Math.max(highest, floor * 10)], [height - 46, 26]);
  const ticks = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].filter((k) => k <= last && (width > 520 || ![2, 20, 50, 200].includes(k)));
  const below = d3.axisBottom(x).tickValues(ticks).tickFormat(d3.format(",d"));
  axes(svg, { x: Object.assign(x.copy(), {}), y, xName: "iterations", yName: least === null ? "J" : "J above the least",
    yTicks: least === null ? 5 : 6, yFormat: least === null ? null : ".0e" });
  svg.select(".axis").call(below.tickSize(-(height - 72)).tickPadding(8));
  for (const run of runs) {
    const kind = solverClass(run.solver);
    const points = run.points.map((p) => [x(p[0]), y(Math.max(least === null ? 0 : floor, above(p)))]);
    svg.append("path").attr("class", "line " + kind).attr("d", d3.line()(points));
    if (kind === "newton") {
      svg.append("g").selectAll("circle").data(points).join("circle").attr("class", "dot fill-" + kind)
        .attr("cx", (p) => p[0]).attr("cy", (p) => p[1]).attr("r", 4);
    }
  }
}
