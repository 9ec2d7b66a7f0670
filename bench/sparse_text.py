#!/usr/bin/env python3
"""Made sparse data, as text mining and click logs have them, in LIBSVM's format: power-law columns, labels by a logistic model.

    apt-get install python3-numpy
    python3 bench/sparse_text.py FILE [--rows 200000] [--features 100000] [--nonzero 40] [--seed 1]
    ./downhill train FILE --l2 1e-6

A row draws --nonzero columns, those of rank r with probability about 1/(r + 10), in double draws once; their values are 1 in
half of the columns, and else log-normal with three digits. Weights are normal for one column in ten, and 0 else; a label is
drawn by the probability of its row, with a bias that makes about half of them positive. The same arguments make the same
file.
"""
import argparse

import numpy as np

CHUNK = 20_000

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("file")
parser.add_argument("--rows", type=int, default=200_000)
parser.add_argument("--features", type=int, default=100_000)
parser.add_argument("--nonzero", type=int, default=40)
parser.add_argument("--seed", type=int, default=1)
arguments = parser.parse_args()

n = arguments.features
random = np.random.default_rng(arguments.seed)
share = 1 / (np.arange(n) + 10.0)
cumulative = np.cumsum(share / share.sum())
place = random.permutation(n) + 1  # Frequent columns stand anywhere, not first.
plain = random.random(n) < 0.5
weights = np.where(random.random(n) < 0.1, random.normal(size=n), 0)
with open(arguments.file, "w") as out:
    for first in range(0, arguments.rows, CHUNK):
        rows = min(CHUNK, arguments.rows - first)
        rank = np.searchsorted(cumulative, random.random((rows, arguments.nonzero)))
        rank = np.minimum(rank, n - 1)
        value = np.round(np.exp(random.normal(scale=0.5, size=rank.shape)), 3)
        value = np.where(plain[rank], 1, np.maximum(value, 0.001))
        for i in range(rows):
            once, at = np.unique(rank[i], return_index=True)
            x = value[i, at]
            z = (weights[once] * x).sum()
            label = 1 if random.random() < 1 / (1 + np.exp(-z)) else -1
            order = np.argsort(place[once])
            pairs = " ".join(f"{j}:{v:g}" for j, v in zip(place[once][order], x[order]))
            out.write(f"{label} {pairs}\n")
