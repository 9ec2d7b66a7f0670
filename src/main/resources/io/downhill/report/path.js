// The weights along a path of penalties.

/** Lines that have a name at their end. */
const NAMED = 8;

function drawPath(path) {
  const parent = section("path", "Which penalty",
    "Each line is a weight, from the largest penalty, which leaves little of it, to the smallest. "
    + (path.standardized ? "They are weights of features scaled to deviation 1, so that they compare."
      : "The features were not standardised: their weights depend on their units."));
  const figure = card(cards(parent), "Weights against the penalty", true);
  chart(figure, "Weights against the penalty.", (width) => Math.min(420, Math.max(280, width * 0.45)),
    (svg, width, height) => paintPath(svg, width, height, path));
  caption(figure, (path.lines.length < path.all ? `The ${path.lines.length} strongest of ${count(path.all)} weights. ` : "")
    + (path.chosen ? `The upright line is the penalty of this model, ${show(path.chosen)}.` : "This model has no penalty."));
  tableBehind(figure, "weights along the path", ["penalty", ...path.lines.map((line) => line.feature)],
    () => path.penalties.map((penalty, k) => [penalty, ...path.lines.map((line) => line.weights[k])]));
}

function paintPath(svg, width, height, path) {
  const right = width - Math.min(150, width * 0.25);
  const ends = d3.extent(path.penalties);
  const x = d3.scaleLog(ends[0] < ends[1] ? [ends[1], ends[0]] : [ends[0] * 2, ends[0] / 2], [58, right]);
  const y = d3.scaleLinear(d3.extent([0, ...path.lines.flatMap((line) => line.weights)]), [height - 46, 26]).nice();
  axes(svg, { x, y, xName: "penalty", yName: path.standardized ? "standardised weight" : "weight", xFormat: "~e" });
  if (path.chosen && x(path.chosen) >= 58 && x(path.chosen) <= right) {
    svg.append("line").attr("class", "guide").attr("x1", x(path.chosen)).attr("x2", x(path.chosen))
      .attr("y1", 26).attr("y2", height - 46);
  }
  path.lines.forEach((line, k) => {
    const drawn = d3.line((w, i) => x(path.penalties[i]), (w) => y(w))(line.weights);
    svg.append("path").attr("class", k < NAMED ? "line accent" : "line ink thin").attr("d", drawn)
      .append("title").text(line.feature);
  });
  // Names stand at the ends of the strongest lines, apart from each other.
  const names = path.lines.slice(0, NAMED)
    .map((line) => ({ text: line.feature, y: y(line.weights[line.weights.length - 1]) }))
    .sort((a, b) => a.y - b.y);
  for (let k = 1; k < names.length; k++) {
    names[k].y = Math.max(names[k].y, names[k - 1].y + 15);
  }
  for (const name of names) {
    svg.append("text").attr("class", "name").attr("x", right + 8).attr("y", name.y + 4)
      .text(shortened(name.text, (width - right - 8) / 7.5)).append("title").text(name.text);
  }
}
