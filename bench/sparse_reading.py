#!/usr/bin/env python3
"""Seconds to read sparse text: Downhill against scikit-learn's load_svmlight_file and liblinear-train, in turn in one run.

    apt-get install python3-sklearn liblinear-tools
    ./downhill --version
    java bench/SparseData.java made.libsvm 250000
    python3 bench/sparse_reading.py made.libsvm [--rounds 3]

Downhill: the first read of a JVM, and the best of the next four. scikit-learn: load_svmlight_file, float64. liblinear-train
tells no times, so it is a whole process that trains with an accuracy which the first look meets. A plain read of the bytes
stands beside them; the file is in the page cache.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

from sklearn.datasets import load_svmlight_file

ROOT = pathlib.Path(__file__).resolve().parent.parent


def downhill(file):
    command = ["java", "-cp", ROOT / "target/downhill-run.jar", ROOT / "bench/RepeatedReads.java", file, "5"]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told["seconds"][0], min(told["seconds"][1:]), told["values"]


def timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def liblinear(file, folder):
    command = ["liblinear-train", "-q", "-s", "0", "-e", "1e30", file, folder + "/model"]
    return timed(lambda: subprocess.run(command, check=True))


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("file")
parser.add_argument("--rounds", type=int, default=3)
arguments = parser.parse_args()
size = os.path.getsize(arguments.file) / 1e6
seconds = {name: [] for name in ("plain read", "downhill, first", "downhill, later", "scikit-learn", "liblinear-train")}
with tempfile.TemporaryDirectory() as folder:
    for _ in range(arguments.rounds):
        seconds["plain read"].append(timed(lambda: pathlib.Path(arguments.file).read_bytes()))
        first, later, values = downhill(arguments.file)
        seconds["downhill, first"].append(first)
        seconds["downhill, later"].append(later)
        seconds["scikit-learn"].append(timed(lambda: load_svmlight_file(arguments.file)))
        seconds["liblinear-train"].append(liblinear(arguments.file, folder))
print(f"{size:.0f} MB, {values} values; medians (least to most) of {arguments.rounds}")
for name, all_of in seconds.items():
    middle = statistics.median(all_of)
    print(f"{name:16} {middle:7.3f} s ({min(all_of):.3f} to {max(all_of):.3f}), {size / middle:6.0f} MB/s")
