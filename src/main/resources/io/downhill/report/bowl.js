// The bowl: J over two parameters as a surface that turns, and as contours.

function drawBowl(pictures) {
  const bowl = pictures.bowl;
  const [u, v] = bowl.names;
  const one = pictures.standardized ? "one standard deviation more" : "one more unit";
  const parent = section("bowl", "The bowl",
    `How large is the cost J for each pair of two parameters, ${u} and ${v}? The deeper, the better the model fits. `
    + (pictures.others > 0 ? "All other parameters stay where the model has them. " : "")
    + "J is convex: one bowl with one bottom, and the ways down it from any start end there.",
    `Weights are ${pictures.standardized ? "for standardised features, as training sees them" : "for features as they are"}: `
    + `what ${one} of the feature adds to the log-odds of ${page.question.positive}.`);
  if (page.training && page.training.separated.length > 0) {
    parent.append(el("p", { class: "note" }, "The whole bowl has no bottom: the classes are separated, so J falls ever "
      + "further as all the weights grow, and the model is where training ended. In this plane, where the other weights "
      + "stay, it may have one. A penalty (--l2) gives it a bottom."));
  }
  if (!pictures.trainedOn) {
    parent.append(el("p", { class: "note" }, (page.training ? "These rows are not, or not just, those that the model was trained on: "
      : "The model file does not say which rows it was trained on: ") + "it need not be at the bottom of their bowl."));
  }
  const grid = cards(parent);
  bowl.paths = bowl.starts[0].paths;
  const state = { turn: firstTurn(bowl), tilt: 34, steps: Infinity };
  const shown = (path) => path.points.slice(0, Math.min(path.points.length, state.steps + 1));
  const surface = drawSurface(card(grid, "From the side"), bowl, state, shown);
  const contours = drawContours(card(grid, "From above"), bowl, state, shown);
  drawSteps(card(grid, "Step by step", true), pictures, state, () => {
    surface();
    contours();
  });
}

/** The turn that puts the start at the far wall, which is seen from within. */
function firstTurn(bowl) {
  const start = bowl.paths[0].points[0];
  const side = bowl.u.length - 1;
  const across = (bowl.at[0] - start[0]) / (bowl.u[side] - bowl.u[0]);
  const along = (bowl.at[1] - start[1]) / (bowl.v[side] - bowl.v[0]);
  return Math.round(Math.atan2(-across, -along) * 180 / Math.PI + 385) % 360;
}

function drawSurface(parent, bowl, state, shown) {
  const canvas = el("canvas", {
    tabindex: "0",
    role: "img",
    id: "surface",
    "aria-describedby": "surface-keys",
    "aria-label": `The cost J as a surface over ${bowl.names[0]} and ${bowl.names[1]}; the model is at `
      + `${show(bowl.at[0])} and ${show(bowl.at[1])} with J ${show(bowl.costAt)}. Turn it with the arrow keys.`,
  });
  parent.append(canvas);
  parent.append(el("figcaption", { class: "caption", id: "surface-keys" },
    el("p", {}, "Drag to turn, or use the arrow keys; Home brings it back.")));
  const color = surfaceScale(bowl);
  const again = () => {
    paintSurface(canvas, bowl, state, shown, color);
    canvas.dataset.turn = state.turn;
    canvas.dataset.tilt = state.tilt;
  };
  const turn = (by, up) => {
    state.turn = (state.turn + by + 360) % 360;
    state.tilt = Math.min(85, Math.max(5, state.tilt + up));
    again();
  };
  let held = null;
  canvas.addEventListener("pointerdown", (event) => {
    held = [event.clientX, event.clientY];
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (held) {
      turn((held[0] - event.clientX) * -0.5, (event.clientY - held[1]) * 0.4);
      held = [event.clientX, event.clientY];
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      held = null;
    });
  }
  const keys = { ArrowLeft: [-5, 0], ArrowRight: [5, 0], ArrowUp: [0, 5], ArrowDown: [0, -5] };
  canvas.addEventListener("keydown", (event) => {
    if (keys[event.key]) {
      turn(...keys[event.key]);
      event.preventDefault();
    } else if (event.key === "Home") {
      turn(firstTurn(bowl) - state.turn, 34 - state.tilt);
      event.preventDefault();
    }
  });
  whenResized(parent, again);
  redraws.push(again);
  return again;
}

function drawContours(parent, bowl, state, shown) {
  const side = bowl.u.length;
  const color = surfaceScale(bowl);
  const [, high] = d3.extent(bowl.cost.flat());
  const again = chart(parent, `Contours of J over ${bowl.names[0]} and ${bowl.names[1]} with the ways down.`,
    (width) => Math.min(430, width * 0.86), (svg, width, height) => {
      svg.attr("class", "surface");
      const x = d3.scaleLinear([bowl.u[0], bowl.u[side - 1]], [52, width - 8]);
      const y = d3.scaleLinear([bowl.v[0], bowl.v[side - 1]], [height - 46, 24]);
      svg.append("rect").attr("x", x.range()[0]).attr("y", y.range()[1])
        .attr("width", x.range()[1] - x.range()[0]).attr("height", y.range()[0] - y.range()[1])
        .attr("fill", color(contoursOf(bowl)[0].value * 0.5 + d3.min(bowl.cost.flat()) * 0.5));
      const place = (values, scale) => (c) => {
        const at = Math.min(side - 1, Math.max(0, c - 0.5)) / (side - 1);
        return scale(values[0] + at * (values[side - 1] - values[0]));
      };
      const [px, py] = [place(bowl.u, x), place(bowl.v, y)];
      const shape = (contour) => contour.coordinates.map((polygon) => polygon
        .map((ring) => "M" + ring.map(([i, j]) => `${px(i).toFixed(1)},${py(j).toFixed(1)}`).join("L") + "Z").join("")).join("");
      svg.selectAll("path.contour").data(contoursOf(bowl)).join("path").attr("class", "contour")
        .attr("d", shape).attr("fill", (c) => color((c.value + high * 0.06) / 1.06))
        .attr("stroke", "white").attr("stroke-opacity", 0.45);
      axes(svg, { x, y, xName: bowl.names[0], yName: bowl.names[1] });
      svg.selectAll(".axis .tick line").remove();
      for (const path of bowl.paths) {
        const way = shown(path);
        const line = d3.line((w) => x(w[0]), (w) => y(w[1]));
        svg.append("path").attr("class", "line").attr("d", line(way)).attr("stroke", "white").attr("stroke-opacity", 0.85)
          .style("stroke-width", "5px");
        svg.append("path").attr("class", "line " + solverClass(path.solver)).attr("d", line(way));
        const apart = [];
        for (const w of way) {
          const before = apart[apart.length - 1];
          if (!before || Math.hypot(x(w[0]) - x(before[0]), y(w[1]) - y(before[1])) >= 5) {
            apart.push(w);
          }
        }
        svg.append("g").selectAll("circle").data(apart).join("circle")
          .attr("class", `dot fill-${solverClass(path.solver)}`)
          .attr("cx", (w) => x(w[0])).attr("cy", (w) => y(w[1]))
          .attr("r", (w, k) => (k === 0 || path.solver !== "gd" ? 4.5 : 2.8));
      }
      const star = svg.append("g").attr("transform", `translate(${x(bowl.at[0])},${y(bowl.at[1])})`);
      star.append("path").attr("d", d3.symbol(d3.symbolCross, 90)()).attr("transform", "rotate(45)")
        .attr("fill", "white").attr("stroke", "#12355b");
    });
  caption(parent, `Each line has one J; × is the model. Contours are closer where the bowl is steeper.`);
  return again;
}

/** Whether all ways of all starts came to one bottom. */
function endTogether(bowl) {
  const ways = bowl.starts.flatMap((start) => start.paths);
  const ends = ways.map((path) => path.points[path.points.length - 1][2]);
  const [low, high] = d3.extent(bowl.cost.flat());
  return ways.every((path) => path.end === "still") && d3.max(ends) - d3.min(ends) <= 1e-3 * (high - low);
}

const endTexts = { still: ", its end", limit: ", where it was stopped on its way", left: "; its next step leads out of the picture" };

function drawSteps(parent, pictures, state, again) {
  const bowl = pictures.bowl;
  let longest = 0;
  const entries = el("div", {});
  parent.append(entries);
  const told = el("p", { class: "told", "aria-live": "polite", id: "steps-told" });
  const tell = (steps) => {
    told.textContent = bowl.paths.map((path) => {
      const at = path.points[Math.min(steps, path.points.length - 1)];
      const done = steps >= path.points.length - 1 ? endTexts[path.end] : "";
      return `${solverName(path.solver)}: J = ${show(at[2], 6)}${done}`;
    }).join(" · ");
  };
  const move = (steps) => {
    state.steps = steps;
    tell(steps);
    again();
  };
  const steps = slider("steps", "Steps from the start", {
    min: 0, max: 1, step: 1, value: 1, text: (k) => `${k} of ${longest}`, listen: move });
  let timer = null;
  const play = el("button", { class: "first", type: "button", id: "play", click: () => {
    clearInterval(timer);
    let k = 0;
    steps.set(0);
    move(0);
    timer = setInterval(() => {
      k++;
      steps.set(k);
      move(k);
      if (k >= longest) {
        clearInterval(timer);
      }
    }, Math.max(60, Math.min(450, 9000 / (longest + 1))));
  } }, "Watch the descent");
  const begin = (start) => {
    clearInterval(timer);
    bowl.paths = bowl.starts[start].paths;
    longest = Math.max(...bowl.paths.map((path) => path.points.length - 1));
    entries.replaceChildren();
    legend(entries, bowl.paths.map((path) => [`var(--on-surface-${solverClass(path.solver)})`,
      `${solverName(path.solver)}, ${path.points.length - 1} steps`
      + (path.alpha === null ? "" : ` with alpha ${show(path.alpha, 3)}`)]));
    starts.forEach((button, k) => button.setAttribute("aria-pressed", String(k === start)));
    steps.node.querySelector("input").max = longest;
    steps.set(longest);
    move(longest);
  };
  const starts = bowl.starts.map((start, k) => el("button", { type: "button", id: `start-${k}`, click: () => begin(k) },
    `Start at ${start.name}`));
  parent.append(el("div", { class: "controls" }, steps.node, el("div", { class: "buttons" }, play, ...starts)), told);
  begin(0);
  caption(parent, (bowl.paths.length > 1
    ? (endTogether(bowl) ? "Both walk in this plane; from every start they come to the same bottom. " : "Both walk in this plane. ") + "Gradient descent goes against the slope and "
      + "needs many small steps where the bowl is flat. "
    : (pictures.l1 > 0 ? "The l1 penalty has a kink at 0, which gradient descent does not take" : "Gradient descent takes no bounds")
      + ", so Newton's method walks alone, in this plane. ")
    + "Newton's method knows the curvature too: it jumps to the bottom of the parabola that fits the bowl where it stands, so "
    + "a handful of steps do near the bottom.");
  tableBehind(parent, "the ways down the bowl", ["start", "solver", "step", bowl.names[0], bowl.names[1], "J"],
    () => bowl.starts.flatMap((start) => start.paths.flatMap((path) =>
      path.points.map((w, k) => [start.name, solverName(path.solver), k, ...w]))));
  tableBehind(parent, `J, a row for each ${bowl.names[1]}, a column for each ${bowl.names[0]}`,
    ["", ...bowl.u.map((u) => show(u, 3))], () => bowl.cost.map((row, j) => [show(bowl.v[j], 3), ...row]));
}
