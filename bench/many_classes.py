#!/usr/bin/env python3
"""Seconds to the same J over several classes: Downhill against scikit-learn's multinomial lbfgs, in turn in one run.

    apt-get install python3-sklearn
    ./downhill --version
    python3 bench/many_classes.py made [--examples 200000] [--features 100] [--classes 10] [--l2 1e-5] [--rounds 5]
    python3 bench/many_classes.py mnist FOLDER [--raw] [--l2 1e-4] [--rounds 3]

`made` draws independent features and labels by a softmax model; `mnist` reads the four IDX files (gzip) of MNIST in FOLDER,
pixels divided by 255; features are standardised unless --raw. All sides get the same float32 numbers with the same penalty and a
free intercept. The least J comes from L-BFGS in float64 (SciPy), with a bound on how far it is above the least. Downhill's
J and scikit-learn's are evaluated in float64; the loosest tolerance whose J is within --within of the least is the one
that is timed, or the last one tried, which is told. Three comparisons:

    fit      RepeatedFits.java, the fits after the compiler's work in one JVM, against fit() alone
    process  `./downhill train` on a .npy as a user calls it, against a Python process that imports scikit-learn, loads
             the same files and fits
    test     of MNIST, the share of the test images that each gets right

Medians (least to most) of --rounds in turn.
"""
import argparse
import gzip
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOLERANCES = [100, 10, 3, 1, 0.3, 0.1, 0.01]
PEER = """
import sys, numpy
from sklearn.linear_model import LogisticRegression
x, y = numpy.load(sys.argv[1]), numpy.load(sys.argv[2])
x = x.astype(sys.argv[5], copy=False)
LogisticRegression(C=1 / (float(sys.argv[3]) * len(x)), tol=float(sys.argv[4]), multi_class="multinomial", max_iter=10000).fit(x, y)
"""


def made(m, n, k, seed=1):
    """X of independent features, and y by a softmax model."""
    random = np.random.default_rng(seed)
    x = random.standard_normal((m, n), dtype=np.float32)
    z = x @ (random.standard_normal((n, k)) * (2 / np.sqrt(n))) + random.standard_normal(k) / 2
    return x, (z + random.gumbel(size=z.shape)).argmax(axis=1)


def idx(path):
    data = gzip.open(path).read()
    dimensions = data[3]
    shape = [int.from_bytes(data[4 + 4 * d : 8 + 4 * d], "big") for d in range(dimensions)]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape[0], -1)


class Problem:
    """X (m x n, float32 as everybody gets it), y from 0 to K - 1; J in float64."""

    def __init__(self, x, y, l2):
        self.x, self.y, self.l2 = x, y, l2
        self.wide = x.astype(np.float64)
        self.k = y.max() + 1
        self.targets = np.eye(self.k)[y]

    def cost(self, w, b):
        z = self.wide @ w + b
        top = z.max(axis=1)
        loss = np.log(np.exp(z - top[:, None]).sum(axis=1)) + top - z[np.arange(len(z)), self.y]
        return loss.mean() + self.l2 / 2 * (w * w).sum()

    def least(self):
        m, n = self.x.shape

        def costs(v):
            v = v.reshape(n + 1, self.k)
            z = self.wide @ v[:-1] + v[-1]
            top = z.max(axis=1, keepdims=True)
            e = np.exp(z - top)
            s = e.sum(axis=1, keepdims=True)
            loss = (np.log(s) + top)[:, 0] - (z * self.targets).sum(axis=1)
            d = (e / s - self.targets) / m
            slope = np.vstack([self.wide.T @ d + self.l2 * v[:-1], d.sum(axis=0)])
            return loss.mean() + self.l2 / 2 * (v[:-1] ** 2).sum(), slope.ravel()

        start = np.zeros((n + 1) * self.k)
        options = {"maxiter": 20000, "maxfun": 20000, "ftol": 1e-16, "gtol": 1e-9, "maxcor": 50}
        found = minimize(costs, start, jac=True, method="L-BFGS-B", options=options)
        # J is strongly convex in w with l2; the biases are within that, their curvature being larger.
        return found.fun, found.jac @ found.jac / 2 / self.l2, found.x.reshape(n + 1, self.k)


class Downhill:
    def __init__(self, problem, folder, arguments):
        self.problem, self.folder, self.arguments = problem, folder, arguments

    def model(self):
        model = json.loads((self.folder / "model.json").read_text())
        return np.array(model["weights"]).T, np.array(model["bias"])

    def fit(self, tolerance):
        command = [self.arguments.java, *self.arguments.jvm, "-cp", ROOT / "target/downhill-run.jar"]
        command += ["--add-modules", "jdk.incubator.vector", ROOT / "bench/RepeatedFits.java"]
        command += [self.folder / "x.npy", self.folder / "y.npy", self.arguments.device, self.arguments.l2]
        command += [tolerance, self.arguments.fits, self.folder / "model.json", "raw"]
        report = json.loads(run(command)[2].splitlines()[-1])
        seconds = report["seconds"]
        note = f"{report['solver']}, {report['iterations']} iterations, {report['passes']:.1f} reads, first fit {seconds[0]:.2f} s"
        return statistics.median(seconds[len(seconds) // 2 :]), *self.model(), note

    def process(self, tolerance):
        command = [ROOT / "downhill", "train", self.folder / "x.npy", "--label", self.folder / "y.npy", "--no-standardize"]
        command += ["--device", self.arguments.device, "--l2", self.arguments.l2, "--quiet", "--model", self.folder / "model.json"]
        command += [] if tolerance == "auto" else ["--tolerance", tolerance]
        wall, processor, _ = run(command)
        return wall, *self.model(), f"processor {processor:.2f} s"


class Peer:
    def __init__(self, problem, folder, arguments, dtype):
        self.problem, self.folder, self.arguments = problem, folder, arguments
        self.dtype = np.dtype(dtype)
        self.x = np.ascontiguousarray(problem.x, dtype=dtype)

    def fit(self, tolerance):
        l2, m = self.problem.l2, len(self.problem.y)
        model = LogisticRegression(C=1 / (l2 * m), tol=tolerance, multi_class="multinomial", max_iter=10000)
        began = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(self.x, self.problem.y)
        seconds = time.perf_counter() - began
        return seconds, model.coef_.T.astype(float), model.intercept_.astype(float), f"{model.n_iter_[0]} iterations"

    def process(self, tolerance):
        command = [sys.executable, "-W", "ignore", "-c", PEER, self.folder / "x.npy", self.folder / "y.npy"]
        wall, processor, _ = run(command + [self.problem.l2, tolerance, self.dtype.name])
        return wall, None, None, f"processor {processor:.2f} s"


def run(command):
    """Wall and processor seconds of a process, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def median(values):
    return f"{statistics.median(values):8.2f} ({min(values):.2f} to {max(values):.2f})"


def compare(problem, test, arguments, folder):
    np.save(folder / "x.npy", problem.x)
    np.save(folder / "y.npy", problem.y.astype(np.int64))
    best, above, found = (arguments.least, 0, None) if arguments.least else problem.least()
    print(f"{problem.x.shape[0]} x {problem.x.shape[1]}, {problem.k} classes, l2 {problem.l2:g}")
    if found is not None:
        print(f"J* {best:.14f}, at most about {above:.0e} above the least", told(test, found[:-1], found[-1]), flush=True)
    sides = {}
    if not arguments.peer_only:
        sides["downhill"] = (Downhill(problem, folder, arguments), ["auto"])
    for dtype in arguments.dtypes:
        sides[f"scikit-learn {dtype}"] = (Peer(problem, folder, arguments, dtype), arguments.tolerances)
    chosen = {}
    for name, (side, tolerances) in sides.items():
        for tolerance in tolerances:
            seconds, w, b, note = side.fit(tolerance)
            excess = problem.cost(w, b) / best - 1
            chosen[name] = tolerance
            print(f"{name:22} tolerance {tolerance}: J/J* - 1 {excess:9.1e}, {seconds:6.2f} s, {note}", told(test, w, b), flush=True)
            if excess <= arguments.within:
                break
        else:
            print(f"{name:22} does not come within {arguments.within:g}")
    for kind in arguments.kinds:
        seconds = {name: [] for name in sides}
        for _ in range(arguments.rounds):
            for name, (side, _) in sides.items():
                seconds[name].append(getattr(side, kind)(chosen[name])[0])
        own = statistics.median(seconds.get("downhill", [np.nan]))
        for name, values in seconds.items():
            print(f"{kind:8} {name:22} {median(values)}, {statistics.median(values) / own:.1f} times", flush=True)


def told(test, w, b):
    if test is None:
        return ""
    return f"test {100 * np.mean((test[0] @ w + b).argmax(axis=1) == test[1]):.2f} %"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", choices=["made", "mnist"])
    parser.add_argument("folder", nargs="?", type=pathlib.Path, help="of MNIST")
    parser.add_argument("--raw", action="store_true", help="pixels / 255, not standardised")
    parser.add_argument("--examples", type=int, default=200_000)
    parser.add_argument("--features", type=int, default=100)
    parser.add_argument("--classes", type=int, default=10)
    parser.add_argument("--l2", type=float)
    parser.add_argument("--within", type=float, default=1e-8, help="relative distance from the least J")
    parser.add_argument("--least", type=float, help="J*, if it is known from a run before")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--fits", type=int, default=8, help="fits in one JVM, of which the later half count")
    parser.add_argument("--device", default="cpu", help="Downhill's device")
    parser.add_argument("--java", default="java", help="the java that runs RepeatedFits.java")
    parser.add_argument("--dtypes", nargs="*", default=["float32", "float64"], help="scikit-learn's")
    parser.add_argument("--tolerances", nargs="*", type=float, default=TOLERANCES, help="scikit-learn's")
    parser.add_argument("--kinds", nargs="*", default=["fit", "process"])
    parser.add_argument("--peer-only", action="store_true", help="scikit-learn alone")
    arguments = parser.parse_args()
    arguments.jvm = os.environ.get("JAVA_OPTS", "").split()
    arguments.l2 = arguments.l2 or (1e-5 if arguments.data == "made" else 1e-4)
    test = None
    if arguments.data == "made":
        x, y = made(arguments.examples, arguments.features, arguments.classes)
    else:
        x, tx = (idx(arguments.folder / f"{part}-images-idx3-ubyte.gz") / 255 for part in ("train", "t10k"))
        y, ty = (idx(arguments.folder / f"{part}-labels-idx1-ubyte.gz")[:, 0].astype(int) for part in ("train", "t10k"))
        test = tx, ty
    if not arguments.raw:
        mean, deviation = x.mean(axis=0, dtype=np.float64), x.std(axis=0, dtype=np.float64)
        deviation[deviation == 0] = np.inf
        x = (x - mean) / deviation
        test = test and ((test[0] - mean) / deviation, test[1])
    with tempfile.TemporaryDirectory() as folder:
        compare(Problem(x.astype(np.float32), y, arguments.l2), test, arguments, pathlib.Path(folder))


if __name__ == "__main__":
    main()
