// How good the model is on the rows of the page: curves, and a threshold that can be moved.

/** Whether rows count other than once each. */
function isWeighted(judged) {
  return Math.abs(judged.positives + judged.negatives - judged.examples) > 1e-6 * judged.examples;
}

function drawJudged(judged) {
  const { positive } = page.question;
  const total = judged.positives + judged.negatives;
  const parent = section("judged", "How good it is",
    `Measured on ${count(judged.examples)} rows, `
    + (isWeighted(judged) ? `which weigh ${count(total)} in all; ${count(judged.positives)} of that is ${positive}. Counts below are weights. `
      : `${count(judged.positives)} of them ${positive}. `)
    + (!page.sameRows ? "Training has not seen them."
      : page.pictures && page.pictures.trainedOn ? "It was trained on these rows, so new ones are likely to fare a little worse."
        : page.training ? "They are not, or not just, the rows that it was trained on." : ""),
    `A row is called ${positive} where its probability is above the threshold. Move it, and see who is found, who is missed, `
    + "and who is called so in vain.");
  const state = { at: judged.thresholds.model };
  const panel = card(cards(parent), "The threshold", true);
  const grid = cards(parent, "cards charts");
  const draws = [];
  drawThreshold(panel, judged, state, () => draws.forEach((draw) => draw()));
  draws.push(drawHistogram(card(grid, "Probabilities of both classes"), judged, state));
  draws.push(drawRoc(card(grid, "ROC"), judged, state));
  draws.push(drawPrecisionRecall(card(grid, "Precision and recall"), judged, state));
  drawCalibration(card(grid, "Calibration"), judged);
  draws.push(drawGains(card(grid, "Gains"), judged, state));
  draws.push(drawLift(card(grid, "Lift"), judged, state));
}

/** What a threshold does, from the rows above it. */
function outcome(judged, at) {
  const t = judged.thresholds;
  const [tp, fp] = [t.truePositives[at], t.falsePositives[at]];
  const [fn, tn] = [judged.positives - tp, judged.negatives - fp];
  return { threshold: t.values[at], tp, fp, fn, tn,
    precision: tp / (tp + fp), recall: tp / (tp + fn), specificity: tn / (tn + fp),
    accuracy: (tp + tn) / (tp + tn + fp + fn), f1: 2 * tp / (2 * tp + fp + fn) };
}

function drawThreshold(parent, judged, state, again) {
  const { negative, positive } = page.question;
  const values = judged.thresholds.values;
  const costs = { fp: 1, fn: 1 };
  const cell = (id, kind) => el("td", { id, class: kind });
  const cells = { tp: cell("tp", "right"), fn: cell("fn", "wrong"), fp: cell("fp", "wrong"), tn: cell("tn", "right") };
  const matrix = el("table", { class: "confusion" },
    el("caption", {}, (isWeighted(judged) ? "Weights of rows" : "Rows") + " by what they are and what they are called"),
    el("thead", {}, el("tr", {}, el("td", { style: "border:0" }),
      el("th", { scope: "col" }, "called " + positive), el("th", { scope: "col" }, "called " + negative))),
    el("tbody", {},
      el("tr", {}, el("th", { scope: "row" }, "is " + positive), cells.tp, cells.fn),
      el("tr", {}, el("th", { scope: "row" }, "is " + negative), cells.fp, cells.tn)));
  const numbers = el("div", {});
  const readout = readings(numbers, { precision: "precision", recall: "recall", f1: "F1", specificity: "specificity",
    accuracy: "accuracy", cost: "cost of errors" });
  const tell = () => {
    const o = outcome(judged, state.at);
    for (const id of ["tp", "fn", "fp", "tn"]) {
      cells[id].textContent = count(o[id]);
      cells[id].dataset.value = o[id];
    }
    for (const id of ["precision", "recall", "f1", "specificity", "accuracy"]) {
      readout(id, show(o[id]), o[id]);
    }
    const cost = costs.fp * o.fp + costs.fn * o.fn;
    readout("cost", count(cost), cost);
  };
  const threshold = slider("threshold", "Threshold", { min: 0, max: values.length - 1, step: 1, value: state.at,
    text: (k) => brief(values[k]), listen: (k) => {
      state.at = k;
      tell();
      again();
    } });
  const goTo = (k) => {
    state.at = k;
    threshold.set(k);
    tell();
    again();
  };
  const best = (worth) => d3.greatestIndex(d3.range(values.length), (k) => {
    const found = worth(outcome(judged, k));
    return Number.isNaN(found) ? -Infinity : found - 1e-9 * Math.abs(values[k] - 0.5);
  });
  const costField = (id, name, of) => el("label", { for: id }, name, el("input", { type: "number", id, min: "0", step: "any", value: "1",
    input: (event) => {
      costs[of] = Math.max(0, Number(event.target.value) || 0);
      tell();
    } }));
  parent.append(
    el("div", { class: "controls" }, threshold.node,
      el("div", { class: "buttons" },
        el("button", { type: "button", id: "threshold-model", click: () => goTo(judged.thresholds.model) }, "The model's"),
        el("button", { type: "button", id: "threshold-f1", click: () => goTo(best((o) => o.f1)) }, "Best F1"),
        el("button", { type: "button", id: "threshold-cost", click: () => goTo(best((o) => -(costs.fp * o.fp + costs.fn * o.fn))) }, "Least cost"))),
    el("div", { class: "cards", "aria-live": "polite" }, el("div", { class: "scroll" }, matrix),
      el("div", {}, numbers, el("div", { class: "controls" },
        costField("cost-fp", `Cost of one false alarm (called ${positive})`, "fp"),
        costField("cost-fn", `Cost of one miss (${positive} not called so)`, "fn")))));
  tell();
  tableBehind(parent, "what each threshold does", ["threshold", "true positives", "false positives", "false negatives", "true negatives", "precision", "recall"],
    () => values.map((_, k) => outcome(judged, k)).map((o) =>
      [o.threshold, o.tp, o.fp, o.fn, o.tn, Number.isNaN(o.precision) ? null : o.precision, Number.isNaN(o.recall) ? null : o.recall]));
}

const square = (width) => Math.min(380, Math.max(250, width * 0.8));

function drawHistogram(parent, judged, state) {
  const { negative, positive } = page.question;
  const bins = judged.histogram.positives.length;
  const again = chart(parent, `How many rows of each class have which probability of ${positive}.`, square, (svg, width, height) => {
    const middle = (height - 46 + 26) / 2;
    const x = d3.scaleLinear([0, 1], [52, width - 10]);
    const most = d3.max([...judged.histogram.positives, ...judged.histogram.negatives]);
    const up = d3.scaleSqrt([0, most], [0, middle - 30]);
    svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - 46})`)
      .call(d3.axisBottom(x).ticks(5).tickSize(-(height - 72)).tickPadding(8));
    const bar = (counts, kind, top) => svg.append("g").selectAll("rect").data(counts).join("rect").attr("class", "fill-" + kind)
      .attr("x", (_, k) => x(k / bins) + 0.75).attr("width", Math.max(1, x(1 / bins) - x(0) - 1.5)).attr("rx", 1.5)
      .attr("y", (c) => (top ? middle - up(c) : middle)).attr("height", (c) => up(c));
    bar(judged.histogram.positives, "positive", true);
    bar(judged.histogram.negatives, "negative", false);
    const marks = up.ticks(3).filter((c) => c > 0 && Number.isInteger(c));
    for (const c of marks) {
      for (const way of [-1, 1]) {
        svg.append("text").attr("x", 44).attr("y", middle + way * up(c) + 4).attr("text-anchor", "end").text(d3.format("~s")(c));
      }
    }
    svg.append("line").attr("class", "ink").attr("x1", 52).attr("x2", width - 10).attr("y1", middle).attr("y2", middle);
    const at = x(judged.thresholds.values[state.at]);
    svg.append("line").attr("class", "line accent").attr("x1", at).attr("x2", at).attr("y1", 14).attr("y2", height - 46);
    label(svg, "threshold", at, 12, width, "fill-accent", "middle");
    svg.append("text").attr("class", "name").attr("x", (52 + width - 10) / 2).attr("y", height - 8).attr("text-anchor", "middle")
      .text(`probability of ${shortened(positive, 24)}`);
  });
  legend(parent, [["var(--positive)", "is " + positive], ["var(--negative)", "is " + negative]]);
  caption(parent, "The heights grow with the square root of the counts, so that few rows are seen beside many.");
  tableBehind(parent, "rows by their probability", ["from", "to", positive, negative],
    () => d3.range(bins).map((k) => [k / bins, (k + 1) / bins, judged.histogram.positives[k], judged.histogram.negatives[k]]));
  return again;
}

/** The points of the curves as the rates of both classes. */
function rates(judged) {
  const c = judged.curve;
  return c.truePositives.map((tp, k) => ({ tp, fp: c.falsePositives[k], recall: tp / judged.positives, fallout: c.falsePositives[k] / judged.negatives }));
}

/**
 * The same with points between the corners of ROC: rows that were left out lie on its straight lines, but precision and
 * lift are curves there.
 */
function finely(judged) {
  const corners = rates(judged);
  const parts = 8;
  return corners.slice(1).flatMap((to, k) => d3.range(k === 0 ? 0 : 1, parts + 1).map((part) => {
    const t = Math.max(part / parts, 1e-9); // Of no row at all there is no precision.
    const tp = corners[k].tp + t * (to.tp - corners[k].tp);
    const fp = corners[k].fp + t * (to.fp - corners[k].fp);
    return { share: (tp + fp) / (judged.positives + judged.negatives), recall: tp / judged.positives, precision: tp / (tp + fp) };
  }));
}

function onlyOneClass(parent, judged) {
  if (judged.positives > 0 && judged.negatives > 0) {
    return false;
  }
  caption(parent, "There is no such curve: all of these rows are of one class.");
  return true;
}

function thinned(judged) {
  const c = judged.curve;
  return c.all > c.truePositives.length
    ? ` The curve has ${count(c.all)} corners, of which ${c.truePositives.length} are drawn, each as it is; measures are of all.` : "";
}

function drawRoc(parent, judged, state) {
  if (onlyOneClass(parent, judged)) {
    return () => {};
  }
  const points = rates(judged);
  const again = chart(parent, `ROC curve, area ${show(judged.auc)}.`, square, (svg, width, height) => {
    const x = d3.scaleLinear([0, 1], [52, width - 10]);
    const y = d3.scaleLinear([0, 1], [height - 46, 26]);
    axes(svg, { x, y, xName: "false positive rate", yName: "true positive rate (recall)" });
    svg.append("line").attr("class", "guide").attr("x1", x(0)).attr("x2", x(1)).attr("y1", y(0)).attr("y2", y(1));
    svg.append("path").attr("class", "line accent").attr("d", d3.line((p) => x(p.fallout), (p) => y(p.recall))(points));
    label(svg, `AUC ${show(judged.auc)}`, x(0.97), y(0.08), width, "strong", "end");
    const o = outcome(judged, state.at);
    svg.append("circle").attr("class", "dot fill-accent").attr("cx", x(1 - o.specificity)).attr("cy", y(o.recall)).attr("r", 6.5);
  });
  caption(parent, `The area is the chance that a row that is ${page.question.positive} gets the higher probability of two; the dashed line is guessing.` + thinned(judged));
  tableBehind(parent, "ROC", ["false positive rate", "true positive rate"], () => points.map((p) => [p.fallout, p.recall]));
  return again;
}

function drawPrecisionRecall(parent, judged, state) {
  if (onlyOneClass(parent, judged)) {
    return () => {};
  }
  const points = rates(judged).filter((p) => p.tp + p.fp > 0);
  const curve = finely(judged);
  const share = judged.positives / (judged.positives + judged.negatives);
  const again = chart(parent, `Precision against recall, average precision ${show(judged.prAuc)}.`, square, (svg, width, height) => {
    const x = d3.scaleLinear([0, 1], [52, width - 10]);
    const y = d3.scaleLinear([0, 1], [height - 46, 26]);
    axes(svg, { x, y, xName: "recall", yName: "precision" });
    svg.append("line").attr("class", "guide").attr("x1", x(0)).attr("x2", x(1)).attr("y1", y(share)).attr("y2", y(share));
    svg.append("path").attr("class", "line accent").attr("d", d3.line((p) => x(p.recall), (p) => y(p.precision))(curve));
    label(svg, `average precision ${show(judged.prAuc)}`, x(0.03), y(share < 0.5 ? 0.08 + share : 0.08), width, "strong");
    const o = outcome(judged, state.at);
    if (!Number.isNaN(o.precision)) {
      svg.append("circle").attr("class", "dot fill-accent").attr("cx", x(o.recall)).attr("cy", y(o.precision)).attr("r", 6.5);
    }
  });
  caption(parent, `Precision: how many of those called ${page.question.positive} are. Recall: how many that are were found. The dashed line is guessing.`);
  tableBehind(parent, "precision and recall", ["recall", "precision"], () => points.map((p) => [p.recall, p.tp / (p.tp + p.fp)]));
  return again;
}

function drawCalibration(parent, judged) {
  const groups = judged.calibration;
  chart(parent, "What came true against the probability that was told, in groups.", square, (svg, width, height) => {
    const x = d3.scaleLinear([0, 1], [52, width - 10]);
    const y = d3.scaleLinear([0, 1], [height - 46, 26]);
    axes(svg, { x, y, xName: "mean probability told", yName: `share that is ${page.question.positive}` });
    svg.append("line").attr("class", "guide").attr("x1", x(0)).attr("x2", x(1)).attr("y1", y(0)).attr("y2", y(1));
    const place = svg.append("g").selectAll("g").data(groups).join("g");
    place.append("line").attr("class", "line accent").style("stroke-opacity", 0.55).attr("x1", (g) => x(g.predicted)).attr("x2", (g) => x(g.predicted))
      .attr("y1", (g) => y(g.low)).attr("y2", (g) => y(g.high));
    place.append("circle").attr("class", "dot fill-accent").attr("cx", (g) => x(g.predicted)).attr("cy", (g) => y(g.actual)).attr("r", 5);
  });
  caption(parent, `Brier ${show(judged.brier)}, log loss ${show(judged.logLoss)}. ` + "Each point is about a tenth of the rows with neighbouring probabilities, with Wilson's interval of 95 %. On the dashed line probabilities mean what they say.");
  tableBehind(parent, "calibration", ["rows", "mean probability", "share", "low", "high"],
    () => groups.map((g) => [g.examples, g.predicted, g.actual, g.low, g.high]));
}

function drawGains(parent, judged, state) {
  if (onlyOneClass(parent, judged)) {
    return () => {};
  }
  const all = judged.positives + judged.negatives;
  const points = rates(judged).map((p) => ({ share: (p.tp + p.fp) / all, found: p.recall }));
  const again = chart(parent, "Positives found against the share of rows that are looked at, most likely first.", square, (svg, width, height) => {
    const x = d3.scaleLinear([0, 1], [52, width - 10]);
    const y = d3.scaleLinear([0, 1], [height - 46, 26]);
    axes(svg, { x, y, xName: "share of rows looked at", yName: `share of ${shortened(page.question.positive, 20)} found`, xFormat: "%", yFormat: "%" });
    svg.append("line").attr("class", "guide").attr("x1", x(0)).attr("x2", x(1)).attr("y1", y(0)).attr("y2", y(1));
    svg.append("path").attr("class", "line accent").attr("d", d3.line((p) => x(p.share), (p) => y(p.found))(points));
    const o = outcome(judged, state.at);
    const share = (o.tp + o.fp) / all;
    svg.append("circle").attr("class", "dot fill-accent").attr("cx", x(share)).attr("cy", y(o.recall)).attr("r", 6.5);
    label(svg, `${percent(o.recall)} in ${percent(share)} of the rows`, x(0.97), y(0.08), width, "strong", "end");
  });
  caption(parent, "Who looks at the most likely rows first finds so many of them.");
  tableBehind(parent, "gains", ["share of rows", "share found"], () => points.map((p) => [p.share, p.found]));
  return again;
}

function drawLift(parent, judged, state) {
  if (onlyOneClass(parent, judged)) {
    return () => {};
  }
  const all = judged.positives + judged.negatives;
  const points = finely(judged).map((p) => ({ share: p.share, lift: p.recall / p.share }));
  const again = chart(parent, "How many times more positives than by chance are among the most likely rows.", square, (svg, width, height) => {
    const x = d3.scaleLinear([0, 1], [52, width - 10]);
    const y = d3.scaleLinear([0, d3.max(points, (p) => p.lift)], [height - 46, 26]).nice();
    axes(svg, { x, y, xName: "share of rows looked at", yName: "lift", xFormat: "%" });
    svg.append("line").attr("class", "guide").attr("x1", x(0)).attr("x2", x(1)).attr("y1", y(1)).attr("y2", y(1));
    svg.append("path").attr("class", "line accent").attr("d", d3.line((p) => x(p.share), (p) => y(p.lift))(points));
    const o = outcome(judged, state.at);
    const share = (o.tp + o.fp) / all;
    if (share > 0) {
      svg.append("circle").attr("class", "dot fill-accent").attr("cx", x(share)).attr("cy", y(o.recall / share)).attr("r", 6.5);
      label(svg, `lift ${show(o.recall / share, 3)} at the threshold`, x(0.97), y.range()[0] - 14, width, "strong", "end");
    }
  });
  caption(parent, "How many times more are found than among as many rows taken by chance, which is the dashed line.");
  tableBehind(parent, "lift", ["share of rows", "lift"], () => points.map((p) => [p.share, p.lift]));
  return again;
}
