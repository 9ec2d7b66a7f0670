"use strict";

// What every part of the page is made with. Texts from data enter as text nodes only.
const page = JSON.parse(document.getElementById("numbers").textContent);

/** An element with attributes (a function listens, a null is left out) and children. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value !== null) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A number as people write it, to so many significant digits. */
function show(value, digits = 4) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return "–";
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) {
    return value.toExponential(digits - 1).replace("e+", "e").replace("-", "−");
  }
  const decimals = Number.isInteger(value)
    ? 0
    : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return grouped(value.toFixed(Math.min(decimals, 12))).replace("-", "−");
}

/** The same without zeros at the end. */
function brief(value, digits = 4) {
  const rounded = Number(value.toPrecision(digits));
  return Math.abs(rounded) >= 1e-4 && Math.abs(rounded) < 1e7 || rounded === 0
    ? grouped(String(rounded)).replace("-", "−") : show(value, digits);
}

/** A count, with groups of three digits; of weighted rows it may be no whole number. */
function count(value) {
  return Number.isInteger(value) ? grouped(String(value)) : show(value, 6);
}

function grouped(text) {
  const [whole, part] = text.split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return part === undefined ? groups : groups + "." + part;
}

function percent(value, digits = 1) {
  return value === null || Number.isNaN(value) ? "–" : (100 * value).toFixed(digits) + "\u202f%";
}

function section(id, title, ...ledes) {
  const made = el("section", { id, "aria-labelledby": id + "-title" },
    el("h2", { id: id + "-title" }, title),
    ...ledes.filter((text) => text).map((text) => el("p", { class: "lede" }, text)));
  document.getElementById("content").append(made);
  return made;
}

function cards(parent, kind = "cards") {
  const made = el("div", { class: kind });
  parent.append(made);
  return made;
}

function card(parent, title, wide = false) {
  const made = el("figure", { class: wide ? "card wide" : "card" }, el("h3", {}, title));
  parent.append(made);
  return made;
}

function caption(parent, text) {
  parent.append(el("figcaption", { class: "caption" }, el("p", {}, text)));
}

/** The numbers behind a chart, for who cannot see it; made when they are opened, since some are long. */
function tableBehind(parent, title, heads, rows) {
  const made = el("details", {}, el("summary", {}, "Numbers: " + title));
  made.addEventListener("toggle", () => {
    if (made.open && made.children.length === 1) {
      made.append(el("div", { class: "scroll", tabindex: "0" }, table(title, heads, rows())));
    }
  });
  parent.append(made);
}

/** A table; numbers stand to the right. */
function table(title, heads, rows) {
  const isNumber = heads.map((_, k) => rows.length > 0 && rows.every((row) => typeof row[k] === "number" || row[k] === null));
  const isLong = heads.map((_, k) => rows.some((row) => typeof row[k] === "string" && row[k].length > 40));
  const cell = (tag, value, k, more) => el(tag, { class: isNumber[k] ? "number" : isLong[k] ? "text long" : "text", ...more },
    value instanceof Node ? value : isNumber[k] && tag === "td" ? show(value, 6) : String(value));
  return el("table", {},
    el("caption", {}, title),
    el("thead", {}, el("tr", {}, ...heads.map((head, k) => cell("th", head, k, { scope: "col" })))),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((value, k) => cell("td", value, k, {}))))));
}

/** A slider below its name and value; listen is called with its number. */
function slider(id, name, { min, max, step, value, listen, text }) {
  const told = el("output", { id: id + "-value", for: id });
  const input = el("input", { type: "range", id, min, max, step, value });
  const heard = () => {
    const number = Number(input.value);
    told.textContent = text(number);
    input.setAttribute("aria-valuetext", told.textContent);
    listen(number);
  };
  input.addEventListener("input", heard);
  told.textContent = text(value);
  input.setAttribute("aria-valuetext", told.textContent);
  return {
    node: el("label", { for: id }, name, " ", told, input),
    set(number) {
      input.value = number;
      told.textContent = text(number);
      input.setAttribute("aria-valuetext", told.textContent);
    },
  };
}

/** A list of names and numbers; each number is also there in full for programs. */
function readings(parent, names) {
  const cells = {};
  const list = el("dl", { class: "numbers" });
  for (const [id, name] of Object.entries(names)) {
    cells[id] = el("dd", { id });
    list.append(el("div", {}, el("dt", {}, name), cells[id]));
  }
  parent.append(list);
  return (id, text, value) => {
    cells[id].textContent = text;
    cells[id].dataset.value = value;
  };
}

const redraws = [];

/**
 * A chart that is drawn anew for each width of its place.
 *
 * @param draw given the svg, its width and height
 * @return draws it again
 */
function chart(parent, label, height, draw) {
  const place = el("div", { class: "plot" });
  parent.append(place);
  const svg = d3.select(place).append("svg").attr("role", "img").attr("aria-label", label);
  const again = () => {
    const width = Math.max(240, place.clientWidth);
    const tall = typeof height === "function" ? height(width) : height;
    svg.attr("viewBox", `0 0 ${width} ${tall}`).selectAll("*").remove();
    draw(svg, width, tall);
  };
  whenResized(place, again);
  redraws.push(again);
  return again;
}

function whenResized(place, again) {
  let width = -1;
  new ResizeObserver(() => {
    if (place.clientWidth !== width) {
      width = place.clientWidth;
      again();
    }
  }).observe(place);
}

/** Axes below and to the left, with a faint grid and their names. */
function axes(svg, { x, y, xName, yName, xTicks = 5, yTicks = 5, xFormat = null, yFormat = null }) {
  const [left, right] = x.range();
  const [bottom, top] = y.range();
  const below = d3.axisBottom(x).ticks(xTicks, xFormat).tickSize(-(bottom - top)).tickPadding(8);
  const beside = d3.axisLeft(y).ticks(yTicks, yFormat).tickSize(-(right - left)).tickPadding(8);
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${bottom})`).call(below);
  svg.append("g").attr("class", "axis").attr("transform", `translate(${left},0)`).call(beside);
  svg.append("text").attr("class", "name").attr("x", (left + right) / 2).attr("y", bottom + 38)
    .attr("text-anchor", "middle").text(shortened(xName, (right - left) / 7));
  svg.append("text").attr("class", "name").attr("x", left).attr("y", top - 10)
    .attr("text-anchor", "start").text(shortened(yName, (right - left) / 7));
}

function shortened(text, most) {
  return text.length <= most ? text : text.slice(0, Math.max(1, Math.floor(most) - 1)) + "…";
}

/** A text on a chart with a halo, kept within its width. */
function label(svg, text, x, y, width, classes, anchor = "start") {
  const room = text.length * 6.6;
  const at = anchor === "middle"
    ? Math.min(Math.max(x, room / 2), width - room / 2)
    : anchor === "end" ? Math.max(x, room) : Math.min(x, width - room);
  svg.append("text").attr("class", "halo " + classes).attr("x", at).attr("y", y)
    .attr("text-anchor", anchor).text(text);
}

function legend(parent, entries) {
  parent.append(el("ul", { class: "legend" }, ...entries.map(([color, text]) =>
    el("li", {}, el("i", { style: `background:${color}` }), text))));
}

const solverNames = { gd: "gradient descent", newton: "Newton's method", nesterov: "Nesterov's descent", lbfgs: "L-BFGS" };

function solverName(solver) {
  return solverNames[solver] ?? solver;
}

/** The class of a solver's lines: what walks by the slope alone, and what knows the curvature. */
function solverClass(solver) {
  return solver === "gd" || solver === "nesterov" ? "gd" : "newton";
}
