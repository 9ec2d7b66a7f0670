"""Trains on the table of bench/ClickLog.java with scikit-learn: read by pandas where it is there,
else by the csv module, levels by OneHotEncoder (in 10 rows or more, as Downhill), numbers by
StandardScaler, LogisticRegression by lbfgs with C = 1.

    python3 bench/click_log.py clicks.csv [TOL 1e-6]

C = 1 on m rows is `--l2 1/m --penalize raw`, but for the three numbers, whose weights are penalised
on their own scale here. Prints seconds, peak memory and J.
"""

import csv
import resource
import sys
import time

import numpy
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder, StandardScaler

LEVELS = ["user", "site", "slot"]
NUMBERS = ["age", "price", "depth"]


def read(file):
    try:
        import pandas

        table = pandas.read_csv(file)
        return table[LEVELS].to_numpy(), table[NUMBERS].to_numpy(), table["clicked"].to_numpy()
    except ImportError:
        with open(file, newline="") as lines:
            rows = csv.reader(lines)
            places = {name: k for k, name in enumerate(next(rows))}
            cells = numpy.array(list(rows), dtype=object)
        levels = cells[:, [places[name] for name in LEVELS]]
        numbers = cells[:, [places[name] for name in NUMBERS]].astype(float)
        return levels, numbers, cells[:, places["clicked"]].astype(str)


def main():
    began = time.time()
    tolerance = float(sys.argv[2]) if len(sys.argv) > 2 else 1e-6
    levels, numbers, clicked = read(sys.argv[1])
    loaded = time.time()
    encoder = OneHotEncoder(min_frequency=10, handle_unknown="infrequent_if_exist")
    x = sparse.hstack(
        [encoder.fit_transform(levels), StandardScaler().fit_transform(numbers)], format="csr"
    )
    y = clicked == "yes"
    encoded = time.time()
    model = LogisticRegression(C=1, tol=tolerance, max_iter=2000)
    model.fit(x, y)
    trained = time.time()
    z = x @ model.coef_[0] + model.intercept_[0]
    loss = numpy.mean(numpy.logaddexp(0, numpy.where(y, -z, z)))
    cost = loss + (model.coef_[0] @ model.coef_[0]) / 2 / len(y)
    print(f"{x.shape[0]} x {x.shape[1]} features, {model.n_iter_[0]} iterations")
    print(f"read {loaded - began:.1f} s, encode {encoded - loaded:.1f}, fit {trained - encoded:.1f}")
    print(f"whole {trained - began:.1f} s, {time.process_time():.1f} s of processor time, J {cost:.8f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


main()
