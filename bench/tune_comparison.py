#!/usr/bin/env python3
"""Choosing a penalty in shared reads: Downhill against scikit-learn's LogisticRegressionCV and R's cv.glmnet.

    apt-get install python3-sklearn r-cran-glmnet
    ./downhill --version
    python3 bench/tune_comparison.py sklearn [--examples 500000] [--features 100] [--penalties 10] [--folds 5] [--times 3]
    python3 bench/tune_comparison.py glmnet [--examples 500000] ...

Independent features, labels by a logistic model, l2 alone, features as they are. All sides get the same float32 numbers, folds
and penalties (of the mean loss, so C of scikit-learn is 1 / (lambda x rows of a fold)). The seconds are those of the path in
all folds and the final fit, with data in memory: Downhill's are those of Tuning.fit the first time in a JVM and the last of
--times (TunedPath.java), scikit-learn's those of fit() with the loosest of some tolerances whose mean log losses on held-out
rows are within 1e-5 of Downhill's, glmnet's those of cv.glmnet with its own threshold.
Downhill also tells its reads of X in all, and what is allowed: 1.5 times the penalties times those of the slowest single fit.
"""
import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
WITHIN = 1e-5
TOLERANCES = [300, 100, 30, 10, 1, 0.1]
GLMNET = """
suppressPackageStartupMessages(library(glmnet))
read <- function(file, count) {
  con <- file(file, "rb")
  size <- readBin(con, "raw", 8)
  readBin(con, "raw", readBin(con, "integer", size = 2, signed = FALSE, endian = "little"))
  values <- readBin(con, "numeric", count, size = 4, endian = "little")
  close(con)
  values
}
a <- commandArgs(TRUE)
m <- as.integer(a[2]); n <- as.integer(a[3])
x <- t(matrix(read(file.path(a[1], "x.npy"), m * n), n))
y <- read(file.path(a[1], "y.npy"), m)
fold <- scan(file.path(a[1], "folds"), quiet = TRUE) + 1
lambda <- scan(file.path(a[1], "lambdas"), quiet = TRUE)
seconds <- system.time(cv <- cv.glmnet(x, y, family = "binomial", alpha = 0, lambda = lambda, foldid = fold, standardize = FALSE))[["elapsed"]]
cat(seconds, cv$cvm / 2, sep = "\\n")
"""


def table(m, n, seed=1):
    """X of independent features, and y by a logistic model; float32."""
    random = np.random.default_rng(seed)
    x = random.standard_normal((m, n), dtype=np.float32)
    w = (random.standard_normal(n) / np.sqrt(n)).astype(np.float32)
    y = (random.random(m) < 1 / (1 + np.exp(-(x @ w)))).astype(np.float32)
    return x, y


def downhill(folder, times, device):
    command = ["java", "-cp", ROOT / "target/downhill-run.jar", "--add-modules", "jdk.incubator.vector"]
    command += [ROOT / "bench/TunedPath.java", folder / "x.npy", folder / "y.npy", folder / "folds", "0", folder / "lambdas"]
    run = subprocess.run(command + [device, str(times), folder, "raw"], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr)
    told = json.loads(run.stdout.splitlines()[-1])
    with open(folder / "path.csv") as path:
        losses = np.array([float(row["logLoss"]) for row in csv.DictReader(path)])
    return told, losses


def sklearn(x, y, folds, lambdas, tolerance):
    """Seconds of fit(), and the mean held-out loss of each penalty."""
    from sklearn.linear_model import LogisticRegressionCV
    from sklearn.model_selection import PredefinedSplit

    trained = len(x) - len(x) / (folds.max() + 1)
    cs = 1 / (lambdas * trained)
    cv = LogisticRegressionCV(Cs=cs, cv=PredefinedSplit(folds), scoring="neg_log_loss", tol=tolerance, max_iter=10000)
    began = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cv.fit(x, y)
    seconds = time.perf_counter() - began
    return seconds, -cv.scores_[1].mean(axis=0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("against", choices=["sklearn", "glmnet", "none"])
    parser.add_argument("--examples", type=int, default=500_000)
    parser.add_argument("--features", type=int, default=100)
    parser.add_argument("--penalties", type=int, default=10)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--tolerance", type=float, help="of scikit-learn, the only one to be tried")
    options = parser.parse_args()
    m, n = options.examples, options.features
    x, y = table(m, n)
    folds = np.random.default_rng(2).permutation(np.arange(m) % options.folds)
    steepest = np.abs(x.T @ (y - y.mean())).max() / m
    lambdas = 1000 * steepest * np.logspace(0, -4, options.penalties)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        np.save(folder / "x.npy", x)
        np.save(folder / "y.npy", y)
        np.savetxt(folder / "folds", folds, fmt="%d")
        np.savetxt(folder / "lambdas", lambdas, fmt="%.17g")
        told, ours = downhill(folder, options.times, options.device)
        seconds = told["seconds"]
        allowed = 1.5 * options.penalties * told["slowest"]
        print(f"{m} x {n}, {options.penalties} penalties, {options.folds} folds")
        print("downhill      first", f"{seconds[0]:.2f} s, last {seconds[-1]:.2f} s, solver {told['solver']}")
        print(f"reads of X    {told['passes']:.1f}, slowest fit {told['slowest']:.2f}, allowed {allowed:.1f}")
        if options.against == "sklearn":
            for tolerance in [options.tolerance] if options.tolerance else TOLERANCES:
                theirs, losses = sklearn(x, y, folds, lambdas, tolerance)
                apart = np.abs(losses - ours).max()
                print(f"scikit-learn  {theirs:.2f} s with tol {tolerance:g}, log losses apart by {apart:.1e}", flush=True)
                if apart <= WITHIN:
                    break
        elif options.against == "glmnet":
            (folder / "peer.R").write_text(GLMNET)
            run = subprocess.run(["Rscript", folder / "peer.R", folder, str(m), str(n)], capture_output=True, text=True)
            if run.returncode != 0:
                sys.exit(run.stderr)
            theirs, *losses = map(float, run.stdout.split())
            print(f"cv.glmnet     {theirs:.2f} s, log losses apart by {np.abs(np.array(losses) - ours).max():.1e}")
        if options.against != "none":
            print(f"ratio         first {theirs / seconds[0]:.1f}, last {theirs / seconds[-1]:.1f}")


if __name__ == "__main__":
    main()
