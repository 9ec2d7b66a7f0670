// J over two parameters as a surface, drawn from the back to the front on a canvas.

const surfaceColors = d3.interpolateRgbBasis(["#12355b", "#1f6f8b", "#3fa796", "#a8d08d", "#f3e2a0"]);

/** Colours that spend their range on the bottom, where the ways lead. */
function surfaceScale(bowl) {
  const costs = bowl.cost.flat();
  const [low, high] = d3.extent(costs);
  return (cost) => surfaceColors(high > low ? Math.sqrt(Math.max(0, cost - low) / (high - low)) : 0);
}

/** The top of the surface and the floor below it, where a side of the bowl is from -1 to 1. */
const TALL = 1.15;
const FLOOR = -0.42;

/** Draws the surface from the back to the front: the floor, then facets and the ways between them. */
function paintSurface(canvas, bowl, state, shown, color) {
  const width = Math.max(240, canvas.parentElement.clientWidth - 2);
  const height = Math.round(Math.min(430, width * 0.86));
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  const style = getComputedStyle(document.body);
  const scene = { pen, bowl, color, width, look: (name) => style.getPropertyValue(name).trim(), ...view(bowl, state, width, height) };
  paintFloor(scene);
  paintAxes(scene);
  const things = [...facets(scene), ...bowl.paths.flatMap((path) => wayOn(scene, path.solver, shown(path)))];
  things.sort((a, b) => b.far - a.far).forEach((thing) => thing.paint());
}

/** Where points of the box are in the picture, and how far away. */
function view(bowl, state, width, height) {
  const last = bowl.u.length - 1;
  const [low, high] = d3.extent(bowl.cost.flat());
  const theta = state.turn * Math.PI / 180;
  const phi = state.tilt * Math.PI / 180;
  // As large as it may be without leaving the picture at any turn.
  const deep = (TALL - FLOOR) * Math.cos(phi) + 2 * Math.SQRT2 * Math.sin(phi);
  const size = Math.min(width / 3.3, (height - 44) / deep);
  return {
    scaleU: d3.scaleLinear([bowl.u[0], bowl.u[last]], [-1, 1]),
    scaleV: d3.scaleLinear([bowl.v[0], bowl.v[last]], [-1, 1]),
    scaleJ: d3.scaleLinear([low, high > low ? high : low + 1], [0, TALL]),
    project(x, y, z) {
      const across = x * Math.cos(theta) - y * Math.sin(theta);
      const away = x * Math.sin(theta) + y * Math.cos(theta);
      return {
        x: width / 2 + size * across,
        y: (height - 28) / 2 - size * ((z - (TALL + FLOOR) / 2) * Math.cos(phi) + away * Math.sin(phi)),
        far: away * Math.cos(phi) - z * Math.sin(phi),
      };
    },
  };
}

function outline(pen, points) {
  pen.beginPath();
  points.forEach((p, k) => (k ? pen.lineTo(p.x, p.y) : pen.moveTo(p.x, p.y)));
}

/** A line that is drawn in its turn, some nearer than it is. */
function lineThing(pen, a, b, nearer, color, width) {
  return {
    far: (a.far + b.far) / 2 - nearer,
    paint() {
      pen.lineCap = "round";
      pen.strokeStyle = color;
      pen.lineWidth = width;
      outline(pen, [a, b]);
      pen.stroke();
    },
  };
}

/** The floor, with the contours on it. */
function paintFloor({ pen, bowl, color, look, project }) {
  outline(pen, [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([x, y]) => project(x, y, FLOOR)));
  pen.closePath();
  pen.fillStyle = look("--paper");
  pen.fill();
  pen.strokeStyle = look("--line");
  pen.lineWidth = 1;
  pen.stroke();
  const last = bowl.u.length - 1;
  const at = (c) => Math.min(last, Math.max(0, c - 0.5)) / last * 2 - 1;
  pen.globalAlpha = 0.8;
  for (const contour of contoursOf(bowl)) {
    pen.strokeStyle = color(contour.value);
    for (const ring of contour.coordinates.flat()) {
      outline(pen, ring.map(([i, j]) => project(at(i), at(j), FLOOR)));
      pen.stroke();
    }
  }
  pen.globalAlpha = 1;
}

/** The facets, each with the light on it, and a mesh of every fourth of their edges. */
function facets({ pen, bowl, color, project, scaleU, scaleV, scaleJ }) {
  const last = bowl.u.length - 1;
  const points = bowl.cost.map((row, j) => row.map((cost, i) => project(scaleU(bowl.u[i]), scaleV(bowl.v[j]), scaleJ(cost))));
  const things = [];
  const mesh = (a, b) => things.push(lineThing(pen, a, b, 0.03, "rgb(255 255 255 / 24%)", 0.8));
  for (let j = 0; j < last; j++) {
    for (let i = 0; i < last; i++) {
      const cost = [bowl.cost[j][i], bowl.cost[j][i + 1], bowl.cost[j + 1][i + 1], bowl.cost[j + 1][i]];
      const across = (scaleJ(cost[1]) - scaleJ(cost[0])) / 2 * last;
      const along = (scaleJ(cost[3]) - scaleJ(cost[0])) / 2 * last;
      const light = (0.45 * across + 0.3 * along + 1) / Math.hypot(across, along, 1) / 1.14;
      const plain = d3.color(color(d3.mean(cost)));
      const shaded = (light < 0.62 ? plain.darker((0.62 - light) * 1.1) : plain.brighter((light - 0.62) * 0.7)).formatRgb();
      const ring = [points[j][i], points[j][i + 1], points[j + 1][i + 1], points[j + 1][i]];
      things.push({
        far: d3.mean(ring, (p) => p.far),
        paint() {
          outline(pen, ring);
          pen.closePath();
          pen.fillStyle = shaded;
          pen.fill();
          pen.strokeStyle = shaded; // Closes the seam between neighbours.
          pen.lineWidth = 0.7;
          pen.stroke();
        },
      });
      if (j % 4 === 0) {
        mesh(points[j][i], points[j][i + 1]);
      }
      if (i % 4 === 0) {
        mesh(points[j][i], points[j + 1][i]);
      }
    }
  }
  return things;
}

/** A way lies on the surface, a little nearer than the facets it crosses, with a mark for each step. */
function wayOn({ pen, bowl, look, project, scaleU, scaleV, scaleJ }, solver, way) {
  const parts = 8;
  const ink = look("--on-surface-" + solverClass(solver));
  const lie = (w) => project(scaleU(w[0]), scaleV(w[1]), scaleJ(costOn(bowl, w)) + 0.012);
  const things = [];
  let marked = null;
  way.forEach((w, k) => {
    for (let part = 0; k > 0 && part < parts; part++) {
      const between = (t) => [0, 1].map((c) => way[k - 1][c] + t * (w[c] - way[k - 1][c]));
      const a = lie(between(part / parts));
      const b = lie(between((part + 1) / parts));
      things.push(lineThing(pen, a, b, 0.06, "rgb(255 255 255 / 85%)", 5), lineThing(pen, a, b, 0.16, ink, 2.6));
    }
    const at = lie(w);
    if (marked && Math.hypot(at.x - marked.x, at.y - marked.y) < 5) {
      return; // Marks upon marks would hide the way.
    }
    marked = at;
    things.push({
      far: at.far - 0.2,
      paint() {
        pen.beginPath();
        pen.arc(at.x, at.y, k === 0 || solver !== "gd" ? 4.4 : 2.6, 0, 2 * Math.PI);
        pen.fillStyle = ink;
        pen.fill();
        pen.strokeStyle = "white";
        pen.lineWidth = 1.2;
        pen.stroke();
      },
    });
  });
  return things;
}

/** The two edges of the floor in front, with a few values and the names of the parameters. */
function paintAxes({ pen, bowl, project, scaleU, scaleV, look, width }) {
  pen.font = "12px system-ui, 'DejaVu Sans', sans-serif";
  const middle = project(0, 0, FLOOR);
  const near = (a, b) => (a.far < b.far ? a : b);
  const edges = [
    { name: bowl.names[0], scale: scaleU, at: (x, y) => [x, y] },
    { name: bowl.names[1], scale: scaleV, at: (x, y) => [y, x] },
  ];
  for (const { name, scale, at } of edges) {
    const sides = [-1, 1].map((y) => ({ y, far: project(...at(0, y), FLOOR).far }));
    const front = near(sides[0], sides[1]).y;
    const outward = (x, by) => {
      const p = project(...at(x, front), FLOOR);
      const q = project(...at(x, 0), FLOOR);
      const length = Math.hypot(p.x - q.x, p.y - q.y) || 1;
      return [p.x + by * (p.x - q.x) / length, p.y + by * (p.y - q.y) / length];
    };
    const anchor = (x) => (Math.abs(x - middle.x) < 12 ? "center" : x < middle.x ? "right" : "left");
    pen.fillStyle = look("--muted");
    pen.textBaseline = "middle";
    for (const tick of scale.ticks(4)) {
      const [x, y] = outward(scale(tick), 9);
      pen.textAlign = anchor(x);
      pen.fillText(scale.tickFormat(4)(tick), x, y);
    }
    pen.fillStyle = look("--ink");
    const text = shortened(name, 26);
    pen.textAlign = "center";
    const half = pen.measureText(text).width / 2 + 2;
    const sideways = Math.abs(outward(0, 1)[0] - outward(0, 0)[0]);
    const [x, y] = outward(0, 30 + sideways * (half + 4));
    pen.fillText(text, Math.min(Math.max(x, half), width - half), y);
  }
}

/** J between the points of the grid, for lines to lie on the facets. */
function costOn(bowl, w) {
  const side = bowl.u.length;
  const place = (values, at) => {
    const t = (at - values[0]) / (values[side - 1] - values[0]) * (side - 1);
    return Math.min(side - 1.000001, Math.max(0, t));
  };
  const s = place(bowl.u, w[0]);
  const t = place(bowl.v, w[1]);
  const [i, j] = [Math.floor(s), Math.floor(t)];
  const [a, b] = [s - i, t - j];
  const c = bowl.cost;
  return (1 - b) * ((1 - a) * c[j][i] + a * c[j][i + 1]) + b * ((1 - a) * c[j + 1][i] + a * c[j + 1][i + 1]);
}

/** Levels that are close at the bottom, where the bowl is flat. */
function contoursOf(bowl) {
  if (!bowl.contours) {
    const [low, high] = d3.extent(bowl.cost.flat());
    const levels = d3.range(1, 15).map((k) => low + (high - low) * (k / 15) ** 2);
    const side = bowl.u.length;
    bowl.contours = d3.contours().size([side, side]).thresholds(levels)(bowl.cost.flat());
  }
  return bowl.contours;
}
