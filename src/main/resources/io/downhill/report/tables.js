// What the model has learned, what it gets wrong, and where it comes from.

function drawCoefficients(model) {
  const named = model.standardized ? "weight of the standardised feature" : "weight";
  const parent = section("coefficients", "What it looks at",
    (model.standardized
      ? "Bars are weights of features scaled to deviation 1, so that they compare: what a typical change of each does to the log-odds. "
      : "The features were not standardised: their weights depend on their units. ")
    + `To the right: the more, the more likely ${page.question.positive}.`);
  const grid = cards(parent);
  const figure = card(grid, "Weights, the strongest first", true);
  const most = Math.min(24, model.rows.length);
  const rows = model.rows.slice(0, most);
  chart(figure, "The strongest weights as bars.", () => 34 + most * 25, (svg, width) => {
    const left = Math.min(230, width * 0.42);
    const reach = (r) => Math.max(Math.abs(r.strength), Math.abs(r.low ?? 0), Math.abs(r.high ?? 0));
    const extent = d3.max(rows, reach) || 1;
    const x = d3.scaleLinear([-extent, extent], [left + 46, width - 52]);
    svg.append("line").attr("class", "guide").attr("x1", x(0)).attr("x2", x(0)).attr("y1", 6).attr("y2", 22 + most * 25);
    rows.forEach((row, k) => {
      const y = 22 + k * 25;
      const kind = row.strength >= 0 ? "positive" : "negative";
      svg.append("text").attr("class", "name").attr("x", left - 8).attr("y", y + 4).attr("text-anchor", "end")
        .text(shortened(row.feature, left / 8.2)).append("title").text(row.feature);
      svg.append("rect").attr("class", "fill-" + kind).attr("x", Math.min(x(0), x(row.strength)))
        .attr("width", Math.max(1, Math.abs(x(row.strength) - x(0)))).attr("y", y - 8).attr("height", 16).attr("rx", 3);
      const end = row.strength >= 0 ? Math.max(row.strength, row.high ?? -Infinity) : Math.min(row.strength, row.low ?? Infinity);
      if (isSure(row)) {
        svg.append("line").attr("class", "ink").attr("x1", x(row.low)).attr("x2", x(row.high)).attr("y1", y).attr("y2", y);
        for (const edge of [row.low, row.high]) {
          svg.append("line").attr("class", "ink").attr("x1", x(edge)).attr("x2", x(edge)).attr("y1", y - 4).attr("y2", y + 4);
        }
      }
      svg.append("text").attr("x", x(end) + (row.strength >= 0 ? 6 : -6)).attr("y", y + 4)
        .attr("text-anchor", row.strength >= 0 ? "start" : "end").text(show(row.strength, 3));
    });
  });
  if (model.all > most) {
    caption(figure, `${most} of ${count(model.all)} weights` + (model.rows.length < model.all ? `; the table has the ${model.rows.length} strongest` : "; the table has all") + ".");
  }
  if (model.offset !== null) {
    caption(figure, `${model.offset} is the offset: it is added to the log-odds as it is, and has no weight to learn.`);
  }
  drawFit(figure, model.inference);
  const heads = ["feature", "weight", ...(model.standardized ? ["standardised"] : []), "odds ratio", ...(model.inference ? ["standard error", "z", "p", "odds from", "odds to"] : [])];
  tableBehind(figure, `coefficients; the bias is ${show(model.bias, 6)}`, heads,
    () => model.rows.map((r) => [r.feature, r.weight, ...(model.standardized ? [r.strength] : []), r.oddsRatio,
      ...(model.inference ? [r.standardError, r.z, r.p, r.oddsRatioLow, r.oddsRatioHigh] : [])]));
  if (page.image) {
    drawImage(card(grid, "The weights as a picture"), page.image, named);
  }
}

function isSure(row) {
  return typeof row.low === "number" && typeof row.high === "number";
}

/** How well the model fits, and what the intervals are. */
function drawFit(parent, inference) {
  if (!inference) {
    return;
  }
  const readout = readings(parent, { "fit-likelihood": "log likelihood", "fit-deviance": "deviance", "fit-null": "null deviance",
    "fit-aic": "AIC", "fit-bic": "BIC", "fit-mcfadden": "McFadden's R²" });
  readout("fit-likelihood", show(inference.logLikelihood, 6), inference.logLikelihood);
  readout("fit-deviance", show(inference.deviance, 6), inference.deviance);
  readout("fit-null", show(inference.nullDeviance, 6), inference.nullDeviance);
  readout("fit-aic", show(inference.aic, 6), inference.aic);
  readout("fit-bic", show(inference.bic, 6), inference.bic);
  readout("fit-mcfadden", show(inference.mcFadden), inference.mcFadden);
  caption(parent, inference.reason
    ? `No intervals: ${inference.reason}.`
    : `Thin lines are intervals of ${percent(inference.level, 0)}, by ${inference.method === "wald" ? "the Hessian of all rows" : inference.method + " standard errors"}; `
      + "one that crosses 0 leaves open which way the feature works."
      + (inference.likelihoodRatio === null ? "" : ` Likelihood-ratio test against the bias alone: χ² = ${show(inference.likelihoodRatio)} on ${inference.degreesOfFreedom}`
        + ` degrees of freedom, p = ${show(inference.p, 3)}.`));
}

/** Weights of pixels where the pixels are. */
function drawImage(parent, image, named) {
  const { side, weights } = image;
  const canvas = el("canvas", { class: "picture", width: side, height: side, role: "img",
    "aria-label": `The ${named} of each of ${side} by ${side} pixels.` });
  parent.append(canvas);
  const paint = () => {
    const pen = canvas.getContext("2d");
    const most = d3.max(weights, (w) => Math.abs(w ?? 0)) || 1;
    const style = getComputedStyle(document.body);
    const look = (name) => style.getPropertyValue(name).trim();
    const color = d3.scaleLinear([-most, 0, most], [look("--gd"), look("--paper"), look("--positive")]).interpolate(d3.interpolateRgb);
    weights.forEach((w, k) => {
      pen.fillStyle = w === null ? look("--paper") : color(w);
      pen.fillRect(k % side, Math.floor(k / side), 1, 1);
    });
  };
  paint();
  redraws.push(paint);
  legend(parent, [["var(--positive)", `speaks for ${page.question.positive}`], ["var(--gd)", `speaks for ${page.question.negative}`]]);
  tableBehind(parent, "weights by place", ["row", "column", "weight"],
    () => weights.map((w, k) => [Math.floor(k / side) + 1, k % side + 1, w]));
}

function drawWrong(judged) {
  const parent = section("wrong", "Where it is most wrong",
    "The rows whose class the model gets wrong with the greatest confidence, and the features that misled it most, each with its value and what "
    + "it added to the log-odds beside a mean row. Mistakes of the data are often found here.");
  const holder = card(cards(parent), "Most wrong rows", true);
  if (judged.wrong.length === 0) {
    caption(holder, "None: every row is on its side of the threshold.");
    return;
  }
  holder.append(el("div", { class: "scroll", tabindex: "0" }, table("Rows are counted from 1 in the order in which they were read, without those that do not count; one with a soft label or counts is two.",
    ["row", "is", `probability of ${page.question.positive}`, "misled by"],
    judged.wrong.map((row) => [row.row, row.actual, row.probability,
      row.reasons.map((r) => `${r.feature} = ${show(r.value)} (${r.moved > 0 ? "+" : ""}${show(r.moved, 3)})`).join("; ") || "the bias"]))));
}

function drawColumns(columns) {
  const parent = section("columns", "What became of each column");
  const holder = card(cards(parent), `${count(columns.all)} columns`, true);
  holder.append(el("div", { class: "scroll tall", tabindex: "0" }, table(
    columns.rows.length < columns.all ? `The first ${columns.rows.length}` : "As the model reads them in every table",
    ["column", "kind", "became"], columns.rows)));
}

function drawProvenance(pairs) {
  const parent = section("provenance", "Where it comes from",
    "Seconds and device are those of the training, as the model file has them. All else is the same on every device.");
  const holder = card(cards(parent), "Provenance", true);
  holder.append(el("dl", { class: "facts" }, ...pairs.flatMap(([name, text]) =>
    [el("dt", {}, name), el("dd", { class: /fingerprint|Command/.test(name) ? "code" : "" }, text)])));
}
