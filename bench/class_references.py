#!/usr/bin/env python3
"""The least J of softmax over several classes, in double precision, by code that shares none with Downhill.

    apt-get install python3-numpy
    python3 bench/class_references.py FOLDER [CASE ...]

FOLDER holds the files of CASES under the names they have at their sources (UCI, UCLA, Apache Spark). For each case
that has its file: J to 14 digits, its parts, how far the step of Newton's method at the end still leads down (so J is that
near to its least), and the coefficients in raw units, over the classes summing to 0 where no penalty tells them apart. For hsbdemo
also those against a class, with standard errors. J = (1/m) sum L + l1 |w|_1 + l2/2 |w|^2, the penalties on weights of
features of mean 0 and population deviation 1; float64, features not rounded to float32.
"""
import argparse
import csv
import pathlib

import numpy as np


def table(path, label, delimiter=",", header=True, columns=None, levels=None):
    """X and y of a table; columns names those to take, levels turns a text column into one feature a level."""
    with open(path, newline="") as lines:
        rows = list(csv.reader(lines, delimiter=delimiter))
    names = rows.pop(0) if header else [str(k) for k in range(len(rows[0]))]
    at = names.index(label) if header else label % len(names)
    chosen = columns or [name for k, name in enumerate(names) if k != at]
    x, features = [], []
    for name in chosen:
        cells = [row[names.index(name)] for row in rows]
        for level in (levels or {}).get(name, [None]):
            features.append(name if level is None else f"{name}={level}")
            x.append([float(cell) if level is None else float(cell == level) for cell in cells])
    return np.array(x).T, np.array([row[at] for row in rows]), features


def libsvm(path):
    rows = [line.split() for line in open(path)]
    n = max(int(cell.split(":")[0]) for row in rows for cell in row[1:])
    x = np.zeros((len(rows), n))
    for i, row in enumerate(rows):
        for cell in row[1:]:
            j, value = cell.split(":")
            x[i, int(j) - 1] = float(value)
    return x, np.array([row[0] for row in rows]), [str(j + 1) for j in range(n)]


def digits(path):
    return table(path, -1, "\t", header=False)


def hsb(path):
    return table(path, "prog", columns=["ses", "write"], levels={"ses": ["middle", "high"]})


def spark(path):
    return table(path, 0, header=False)


CASES = {
    "hsbdemo": ("hsbdemo.csv", hsb, {}),
    "spark-multinomial": ("spark_multinomial_seed42.csv", spark, {}),
    # Spark divides by the deviation of a sample.
    "spark-multiclass": ("spark_multiclass.libsvm", libsvm, {"l1": 0.1 * (150 / 149) ** 0.5}),
    "optdigits": ("optdigits.train.tsv", digits, {"l2": 1e-3}),
    "optdigits-weak": ("optdigits.train.tsv", digits, {"l2": 1e-5}),
    "optdigits-l1": ("optdigits.train.tsv", digits, {"l1": 1e-3}),
    "optdigits-both": ("optdigits.train.tsv", digits, {"l1": 5e-4, "l2": 1e-3}),
    "letter": ("letter.csv", lambda path: table(path, "Letter"), {}),
    "letter-l2": ("letter.csv", lambda path: table(path, "Letter"), {"l2": 1e-3}),
}


class Problem:
    """One fit: features standardised with a column of ones after them, targets Y (m x K), weights C of the rows."""

    def __init__(self, x, y, c=None, l1=0.0, l2=0.0, raw=False):
        self.names, code = np.unique(y, return_inverse=True)
        m, n = x.shape
        c = np.ones(m) if c is None else c
        self.share = c / c.sum()
        self.mean = self.share @ x
        self.deviation = np.sqrt(self.share @ (x - self.mean) ** 2)
        scale = np.where(self.deviation > 0, self.deviation, np.inf)
        self.x = np.hstack([(x - self.mean) / scale, np.ones((m, 1))])
        self.y = np.eye(len(self.names))[code]
        unit = 1 / np.where(self.deviation > 0, self.deviation, 1) if raw else np.ones(n)
        self.l1 = np.append(l1 * unit, 0)[:, None]
        self.l2 = np.append(l2 * unit**2, 0)[:, None]
        self.shape = n + 1, len(self.names)

    def loss(self, w):
        z = self.x @ w
        top = z.max(axis=1)
        return self.share @ (np.log(np.exp(z - top[:, None]).sum(axis=1)) + top - (z * self.y).sum(axis=1))

    def cost(self, w):
        return self.loss(w) + (self.l1 * abs(w)).sum() + (self.l2 / 2 * w**2).sum()

    def probabilities(self, w):
        z = self.x @ w
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def slope(self, w):
        """Of all but l1."""
        return self.x.T @ (self.share[:, None] * (self.probabilities(w) - self.y)) + self.l2 * w

    def hessian(self, w):
        """Of w.ravel(), that is by feature and then by class."""
        p = self.probabilities(w)
        n, k = self.shape
        h = np.zeros((n, k, n, k))
        for a in range(k):
            for b in range(a, k):
                s = self.share * p[:, a] * ((a == b) - p[:, b])
                block = (self.x * s[:, None]).T @ self.x
                h[:, a, :, b] = block
                h[:, b, :, a] = block.T
        h = h.reshape(n * k, n * k)
        h[np.diag_indices(n * k)] += np.repeat(self.l2, k)
        return h

    def pinned(self):
        """What is added to the Hessian along sums over the classes, in which J does not change; they stay 0."""
        n, k = self.shape
        free = (self.l1 + self.l2 == 0)[:, 0] | np.append(self.deviation == 0, False)
        pins = np.kron(np.diag(free.astype(float)), np.ones((k, k)))
        pins += np.kron(np.diag(np.append(self.deviation == 0, False).astype(float)), np.eye(k))
        return pins

    def newton(self):
        w = np.zeros(self.shape)
        for _ in range(100):
            g = self.slope(w).ravel()
            step = np.linalg.solve(self.hessian(w) + self.pinned(), g)
            down, t = g @ step, 1.0
            if down < 1e-20:
                break
            while t > 1e-12 and self.cost(w - t * step.reshape(w.shape)) > self.cost(w) - 0.1 * t * down + 1e-15:
                t /= 2
            w = w - t * step.reshape(w.shape)
        return w, down / 2

    def lasso(self):
        """Newton's method with l1: the model of second order is solved by descent along coordinates, then a line search."""
        w = np.zeros(self.shape)
        n, k = self.shape
        l1 = np.repeat(self.l1, k)
        for _ in range(200):
            g, h = self.slope(w).ravel(), self.hessian(w) + self.pinned()
            at = w.ravel().copy()
            before = at.copy()
            model = g.copy()  # the slope of the model at `at`
            curve = np.maximum(np.diag(h), 1e-12)
            for sweep in range(2000):
                moved = 0.0
                places = range(n * k) if sweep % 10 == 0 else np.flatnonzero((at != 0) | (l1 == 0))
                for q in places:
                    target = at[q] - model[q] / curve[q]
                    new = np.sign(target) * max(abs(target) - l1[q] / curve[q], 0)
                    if new != at[q]:
                        model += h[:, q] * (new - at[q])
                        moved = max(moved, abs(new - at[q]))
                        at[q] = new
                if moved < 1e-13 and sweep % 10 == 0:
                    break
            step = at - before
            down = -(g @ step + l1 @ (abs(at) - abs(before)))
            if down < 1e-17:
                return w, down
            t = 1.0
            while t > 1e-12 and self.cost((before + t * step).reshape(w.shape)) > self.cost(w) - 0.1 * t * down + 1e-15:
                t /= 2
            w = (before + t * step).reshape(w.shape)
        return w, down

    def solve(self):
        return self.lasso() if self.l1.any() else self.newton()

    def raw(self, w):
        """Coefficients of raw features, and biases that sum to 0."""
        v = w[:-1] / np.where(self.deviation > 0, self.deviation, np.inf)[:, None]
        b = w[-1] - self.mean @ v
        return v, b - b.mean()

    def errors(self, w, base):
        """Standard errors (n + 1, K - 1) of raw coefficients against a class, from the information of all rows."""
        n, k = self.shape
        others = [a for a in range(k) if a != base]
        # theta = T u, where u are the coefficients of the features as they are
        to = np.zeros((n, n))
        to[:-1, :-1] = np.diag(self.deviation)
        to[-1, :-1] = self.mean
        to[-1, -1] = 1
        h = self.hessian(w).reshape(n, k, n, k)[:, others][:, :, :, others]
        h = np.einsum("pj,jakb,kq->paqb", to.T, h, to).reshape(n * (k - 1), n * (k - 1))
        m = len(self.y)
        return np.sqrt(np.diag(np.linalg.inv(m * h))).reshape(n, k - 1)


def tell(name, problem, features):
    w, left = problem.solve()
    v, b = problem.raw(w)
    right = (problem.probabilities(w).argmax(axis=1) == problem.y.argmax(axis=1)) @ problem.share
    m = len(problem.y)
    print(f"{name}: {m} x {len(features)}, {len(problem.names)} classes")
    print(f"  J {problem.cost(w):.14f}, at most about {left:.0e} above the least; loss {problem.loss(w):.14f}")
    print(f"  accuracy {100 * right:.2f} %, weights of 0: {(w[:-1] == 0).sum()}")
    if v.size <= 30:
        for k, name in enumerate(problem.names):
            print(f"  {name:10}", *(f"{value:.8f}" for value in v[:, k]), f"bias {b[k]:.8f}")
        for base in (0, 2) if v.size <= 9 else (0,):
            errors = problem.errors(w, base) if not problem.l1.any() else None
            for at, k in enumerate(a for a in range(len(b)) if a != base):
                values = np.append(v[:, k] - v[:, base], b[k] - b[base])
                print(f"  {problem.names[k]} against {problem.names[base]}:", *(f"{value:.8f}" for value in values))
                if errors is not None:
                    print("    standard errors:", *(f"{value:.8f}" for value in errors[:, at]))
        print(f"  log likelihood {-m * problem.loss(w):.8f}, deviance {2 * m * problem.loss(w):.8f}")
    else:
        for k in (0, len(b) - 1):
            print(f"  {problem.names[k]}: weights of 5, 10, 15:", *(f"{v[j, k]:.10f}" for j in (5, 10, 15)), f"bias {b[k]:.10f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("cases", nargs="*", choices=[[]] + list(CASES), default=[])
    arguments = parser.parse_args()
    for name in arguments.cases or CASES:
        file, read, options = CASES[name]
        if not (arguments.folder / file).exists():
            print(f"{name}: {file} is not there")
            continue
        x, y, features = read(arguments.folder / file)
        tell(name, Problem(x, y, **options), features)


if __name__ == "__main__":
    main()
