#!/usr/bin/env python3
"""Seconds to the same J: Downhill against scikit-learn, in turn in one run.

    apt-get install python3-sklearn
    ./downhill --version
    python3 bench/sklearn_comparison.py [--examples 500000] [--features 100] [--rounds 3] [--device auto] [--java java]

Two tables of --examples x --features, float32: independent features, and neighbours that correlate by
0.9. Both sides have the data in memory and standardised; l2 is 1e-5, the intercept free. Downhill is
timed twice: `train --json`, seconds.train, in a process of its own each time (what reading, standardising
and bringing the table to the device takes is told beside it); and by RepeatedFits.java, a program that
fits again and again in one JVM, of which the fits count that come after the compiler's work.
scikit-learn's seconds are those of fit() alone. Each fit is repeated at tighter tolerances until its J, evaluated in float64, is within
--within of the least; the first tolerance that serves is the one that is timed.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOLERANCES = [1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10]
SOLVERS = ["lbfgs", "newton-cholesky", "newton-cg"]


def table(m, n, correlation, seed):
    """X with neighbours that correlate, and y by a logistic model; float32."""
    random = np.random.default_rng(seed)
    x = random.standard_normal((m, n), dtype=np.float32)
    for j in range(1, n):
        x[:, j] = correlation * x[:, j - 1] + np.float32(np.sqrt(1 - correlation**2)) * x[:, j]
    w = random.standard_normal(n) / np.sqrt(n)
    y = (random.random(m) < 1 / (1 + np.exp(-(x @ w)))).astype(np.float32)
    return x, y


def standardised(x):
    x = x.astype(np.float64)
    return (x - x.mean(axis=0)) / x.std(axis=0)


def cost(x, y, w, b, l2):
    """J in float64."""
    z = x @ w + b
    return np.mean(np.logaddexp(0, np.where(y > 0, -z, z))) + l2 / 2 * (w @ w)


def least(x, y, l2):
    """J at the optimum, by Newton's method in float64."""
    m, n = x.shape
    w, b = np.zeros(n), 0.0
    for _ in range(30):
        a = 1 / (1 + np.exp(-(x @ w + b)))
        dz, s = (a - y) / m, a * (1 - a) / m
        gradient = np.append(x.T @ dz + l2 * w, dz.sum())
        hessian = np.empty((n + 1, n + 1))
        hessian[:n, :n] = (x * s[:, None]).T @ x + l2 * np.eye(n)
        hessian[n, :n] = hessian[:n, n] = x.T @ s
        hessian[n, n] = s.sum()
        step = np.linalg.solve(hessian, gradient)
        w, b = w - step[:n], b - step[n]
        if gradient @ step < 1e-16:
            break
    return cost(x, y, w, b, l2)


class Downhill:
    def __init__(self, folder, x, y, arguments):
        self.arguments = arguments
        self.folder = folder
        np.save(folder / "x.npy", x)
        np.save(folder / "y.npy", y)
        self.mean, self.deviation = x.astype(np.float64).mean(axis=0), x.astype(np.float64).std(axis=0)

    def fit(self, tolerance):
        command = [ROOT / "downhill", "train", self.folder / "x.npy", "--label", self.folder / "y.npy"]
        command += ["--model", self.folder / "model.json", "--json", "--quiet"]
        command += ["--device", self.arguments.device, "--l2", repr(self.arguments.l2), "--tolerance", repr(tolerance)]
        run = subprocess.run([str(word) for word in command], capture_output=True, text=True)
        if run.returncode:
            sys.exit(run.stderr)
        report = json.loads(run.stdout)
        model = json.loads((self.folder / "model.json").read_text())
        w = np.array(model["weights"])
        note = f"{report['solver']} on {report['device']}, {report['passes']:.1f} reads, {report['seconds']['load']:.2f} s to load"
        return report["seconds"]["train"], w * self.deviation, model["bias"] + w @ self.mean, note


class Library(Downhill):
    """The same fits in one JVM; the first ones wait for the compiler and are only told."""

    FITS, COLD = 24, 16

    def fit(self, tolerance):
        command = [self.arguments.java, "-cp", ROOT / "target/downhill-run.jar", "--add-modules", "jdk.incubator.vector"]
        command += [ROOT / "bench/RepeatedFits.java", self.folder / "x.npy", self.folder / "y.npy"]
        command += [self.arguments.device, repr(self.arguments.l2), repr(tolerance), self.FITS, self.folder / "model.json"]
        run = subprocess.run([str(word) for word in command], capture_output=True, text=True)
        if run.returncode:
            sys.exit(run.stderr)
        report = json.loads(run.stdout.splitlines()[-1])
        model, seconds = json.loads((self.folder / "model.json").read_text()), report["seconds"]
        w = np.array(model["weights"])
        note = f"{report['passes']:.1f} reads, the first fit {seconds[0]:.2f} s"
        return statistics.median(seconds[self.COLD:]), w * self.deviation, model["bias"] + w @ self.mean, note


class Sklearn:
    def __init__(self, solver, x, y, l2):
        self.solver, self.x, self.y, self.l2 = solver, x, y, l2

    def fit(self, tolerance):
        model = LogisticRegression(
            C=1 / (self.l2 * len(self.y)), solver=self.solver, tol=tolerance, max_iter=10000)
        began = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(self.x, self.y)
        seconds = time.perf_counter() - began
        return seconds, model.coef_[0].astype(np.float64), float(model.intercept_[0]), f"{model.n_iter_[0]} iterations"


def compare(name, x, y, arguments):
    scaled = standardised(x)
    best = least(scaled, y, arguments.l2)
    print(f"\n{name}: {x.shape[0]} x {x.shape[1]}, l2 {arguments.l2:g}, J* {best:.12f}")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        contenders = {
            "downhill in one JVM": Library(folder, x, y, arguments),
            "downhill train": Downhill(folder, x, y, arguments),
        }
        for dtype in (np.float32, np.float64):
            copy = np.ascontiguousarray(scaled, dtype=dtype)
            for solver in SOLVERS:
                contenders[f"{solver} {np.dtype(dtype).name}"] = Sklearn(solver, copy, y.astype(dtype), arguments.l2)
        tolerances, excess, notes = {}, {}, {}
        seconds = {label: [] for label in contenders}
        for label, contender in contenders.items():
            for tolerance in TOLERANCES:
                _, w, b, notes[label] = contender.fit(tolerance)
                excess[label] = cost(scaled, y, w, b, arguments.l2) / best - 1
                if excess[label] <= arguments.within:
                    tolerances[label] = tolerance
                    break
        for _ in range(arguments.rounds):
            for label, tolerance in tolerances.items():
                seconds[label].append(contenders[label].fit(tolerance)[0])
    print(f"{'solver':24}{'seconds':>9}{'times':>8}{'J/J* - 1':>11}{'tolerance':>11}")
    own = min(seconds["downhill in one JVM"], default=float("nan"))
    for label in contenders:
        if label in tolerances:
            fastest = min(seconds[label])
            print(f"{label:24}{fastest:9.3f}{fastest / own:8.1f}{excess[label]:11.1e}{tolerances[label]:11.0e}  {notes[label]}")
        else:
            print(f"{label:24}{'-':>9}{'-':>8}{excess[label]:11.1e}{'':11}  does not come that near")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=500_000)
    parser.add_argument("--features", type=int, default=100)
    parser.add_argument("--l2", type=float, default=1e-5)
    parser.add_argument("--within", type=float, default=1e-8, help="relative distance from the least J")
    parser.add_argument("--rounds", type=int, default=3, help="timed fits of each, the fastest counts")
    parser.add_argument("--device", default="auto", help="Downhill's device")
    parser.add_argument("--java", default="java", help="the java that runs RepeatedFits.java")
    arguments = parser.parse_args()
    for name, correlation in (("independent", 0.0), ("correlated 0.9", 0.9)):
        compare(name, *table(arguments.examples, arguments.features, correlation, 1), arguments)


if __name__ == "__main__":
    main()
