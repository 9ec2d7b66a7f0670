// The page, from its head to its foot.

function drawHead() {
  const { training, judged, pictures, question } = page;
  const main = document.getElementById("content");
  const tiles = el("dl", { class: "tiles" });
  const tile = (name, text, more) => tiles.append(el("div", { class: "tile" }, el("dt", {}, name),
    el("dd", { class: /^[A-Za-z]/.test(text) ? "word" : null }, text, more ? el("small", {}, more) : null)));
  if (training) {
    tile("Trained on", count(training.examples) + " rows", count(training.features) + (training.features === 1 ? " feature" : " features"));
    tile("Cost J", show(training.cost), training.gap === null ? null
      : `${training.gapSampled ? "about" : "at most"} ${show(training.gap, 1)} above the least`);
    tile("Solver", solverName(training.solver), `${count(training.iterations)} iterations, ${training.stop}`);
  }
  const where = judged && (!page.sameRows ? `on ${count(judged.examples)} rows kept apart`
    : pictures && pictures.trainedOn ? "on the rows of the training" : `on the ${count(judged.examples)} rows of this page`);
  if (judged) {
    tile("AUC", show(judged.auc), where);
    tile("Accuracy", percent(judged.accuracy), `at threshold ${brief(question.threshold)}, ${where}`);
    tile("Log loss", show(judged.logLoss), where);
  } else if (training) {
    tile("Accuracy", percent(training.accuracy), "on the rows of the training");
  }
  main.append(el("header", {}, el("p", { class: "eyebrow" }, "Downhill · logistic regression"), el("h1", {}, page.title)));
  if (training) {
    const sentences = training.verdict.map((text) => el("p", {}, text));
    main.append(tiles, el("div", { class: training.sound ? "verdict" : "verdict caution", id: "verdict" },
      el("span", { class: "mark", "aria-hidden": "true" }, training.sound ? "✓" : "!"),
      el("div", {}, ...sentences)));
  }
}

function drawNavigation() {
  const links = [...document.querySelectorAll("section")].map((part) =>
    el("li", {}, el("a", { href: "#" + part.id }, part.querySelector("h2").textContent)));
  document.querySelector("header").append(el("nav", { "aria-label": "Parts of this page" }, el("ul", {}, ...links)));
}

/** Where a bounded weight may be; the bowl is J without the bounds. */
function boundText([name, low, high]) {
  const range = low === null ? `at most ${show(high)}` : high === null ? `at least ${show(low)}` : `from ${show(low)} to ${show(high)}`;
  return `The weight of ${name} must be ${range}. The pictures go on beyond, where no model may be, and Newton's method stays within.`;
}

function drawPage() {
  document.querySelector("noscript").remove();
  drawHead();
  const { pictures, judged } = page;
  if (pictures && !pictures.none) {
    if (pictures.bowl) {
      drawBowl(pictures);
    }
    drawCurve(pictures);
    drawDescent(pictures);
    pictures.bounds.forEach((bound) => document.querySelector("section .cards").before(el("p", { class: "note" }, boundText(bound))));
    if (pictures.sampled < pictures.rows) {
      document.querySelector("section .cards").before(el("p", { class: "note" },
        `The pictures of J are of ${count(pictures.sampled)} rows, taken evenly from all ${count(pictures.rows)}; measures are of all rows.`));
    }
  } else {
    section("pictures", "The descent").append(el("p", { class: "note" }, pictures ? pictures.none
      : "This page was made from the model alone. Give downhill report the rows too, and it shows their bowl, the ways down it, and how good the model is on them."));
  }
  if (judged) {
    drawJudged(judged);
  }
  drawCoefficients(page.coefficients);
  if (page.path) {
    drawPath(page.path);
  }
  if (judged) {
    drawWrong(judged);
  }
  if (page.columns.all > 0) {
    drawColumns(page.columns);
  }
  drawProvenance(page.provenance);
  drawNavigation();
  document.getElementById("content").append(el("footer", {}, "Made by Downhill. This page needs no network; its charts are drawn with D3."));
}

drawPage();
// Canvases have the colours of the scheme, and of paper.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraws.forEach((again) => again()));
window.addEventListener("beforeprint", () => redraws.forEach((again) => again()));
