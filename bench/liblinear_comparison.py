#!/usr/bin/env python3
"""Seconds of training alone until J is within 1e-6 of its least: Downhill against LIBLINEAR, in turn in one run.

    apt-get install python3-sklearn liblinear-tools
    ./downhill --version
    java bench/SparseData.java made.libsvm
    python3 bench/liblinear_comparison.py made.libsvm [--rounds 5] [--threads 2] [--java-port]

LIBLINEAR is the library behind liblinear-train, solver 0 (L2-regularised logistic regression), C = 1, no bias; of its
accuracies (-e) the loosest that comes within the 1e-6 is taken, from 0.1 down. It has one thread. J is computed in double.
Downhill: l2 = 1/m, which is C = 1, features as they are, from the call of fit, so its preparation counts and reading the text
does not. A JVM of its own each round, with two fits: the first pays for the compiler. Beside the seconds of the wall stand
those of the processor, all threads together, which other work on the machine disturbs less.

--java-port: against de.bwaldvogel:liblinear in one JVM instead; its jar comes from Maven Central.
"""
import argparse
import ctypes
import json
import pathlib
import statistics
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
RUN = f"{ROOT}/target/downhill-run.jar"
PORT = "https://repo1.maven.org/maven2/de/bwaldvogel/liblinear/2.44/liblinear-2.44.jar"
ACCURACIES = (0.1, 0.03, 0.01, 0.003, 0.001, 3e-4, 1e-4)


class Problem(ctypes.Structure):
    _fields_ = [("l", ctypes.c_int), ("n", ctypes.c_int), ("y", ctypes.c_void_p), ("x", ctypes.c_void_p),
                ("bias", ctypes.c_double)]


class Parameter(ctypes.Structure):
    """Of linear.h 2.3.0; later versions read zeros behind it."""
    _fields_ = [("solver_type", ctypes.c_int), ("eps", ctypes.c_double), ("C", ctypes.c_double),
                ("nr_weight", ctypes.c_int), ("weight_label", ctypes.c_void_p), ("weight", ctypes.c_void_p),
                ("p", ctypes.c_double), ("zeros", ctypes.c_double * 8)]


class Liblinear:
    """One problem in the library's memory."""

    def __init__(self, x, y):
        import numpy as np
        self.np = np
        self.library = ctypes.CDLL("liblinear.so.4")
        self.library.train.restype = ctypes.c_void_p
        self.library.get_decfun_coef.restype = ctypes.c_double
        self.library.get_decfun_coef.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
        self.library.get_labels.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        self.printer = ctypes.CFUNCTYPE(None, ctypes.c_char_p)(lambda text: None)
        self.library.set_print_string_function(self.printer)
        self.x, self.y = x, y
        m, n = x.shape
        lengths = np.diff(x.indptr) + 1  # A row ends with index -1.
        starts = np.concatenate(([0], np.cumsum(lengths)))
        self.nodes = np.zeros(starts[-1], np.dtype([("index", "i4"), ("value", "f8")], align=True))
        places = np.arange(x.nnz) + np.repeat(np.arange(m), lengths - 1)
        self.nodes["index"][places] = x.indices + 1
        self.nodes["value"][places] = x.data
        self.nodes["index"][starts[1:] - 1] = -1
        self.rows = (self.nodes.ctypes.data + starts[:-1] * self.nodes.itemsize).astype(np.uint64)
        self.labels = np.ascontiguousarray(y, np.float64)
        self.problem = Problem(m, n, self.labels.ctypes.data, self.rows.ctypes.data, -1)

    def train(self, accuracy):
        """Seconds of the wall and of the processor, and the model."""
        parameter = Parameter(solver_type=0, eps=accuracy, C=1, p=0.1)
        began, worked = time.perf_counter(), time.process_time()
        model = self.library.train(ctypes.byref(self.problem), ctypes.byref(parameter))
        return time.perf_counter() - began, time.process_time() - worked, model

    def cost(self, model):
        np = self.np
        w = np.array([self.library.get_decfun_coef(model, j + 1, 0) for j in range(self.x.shape[1])])
        labels = (ctypes.c_int * 2)()
        self.library.get_labels(model, labels)
        z = self.x @ w * np.where(self.y == labels[0], 1, -1)
        return np.logaddexp(0, -z).mean() + w @ w / 2 / len(z)


def downhill(file, m, target, threads, fits):
    command = ["java", "-Xmx8g", "--add-modules", "jdk.incubator.vector", "-cp", RUN, f"{ROOT}/bench/SparseFits.java", file,
               repr(1 / m), repr(target), "auto", str(threads), str(fits)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def told(values):
    return f"{statistics.median(values):7.2f} ({min(values):.2f} to {max(values):.2f})"


def against_library(arguments):
    from sklearn.datasets import load_svmlight_file
    x, y = load_svmlight_file(arguments.file)
    liblinear = Liblinear(x, y)
    m = x.shape[0]
    least = arguments.least or downhill(arguments.file, m, 0, arguments.threads, 1)[0]["cost"]
    target = least + 1e-6
    print(f"{m} x {x.shape[1]}, {x.nnz} values; least J {least:.10f}")
    for accuracy in [arguments.accuracy] if arguments.accuracy else ACCURACIES:
        *_, model = liblinear.train(accuracy)
        cost = liblinear.cost(model)
        print(f"LIBLINEAR -e {accuracy}: J {cost:.10f}")
        if cost <= target:
            break
    else:
        raise SystemExit(f"none of the accuracies comes to {target}")
    seconds = {name: ([], []) for name in ("LIBLINEAR", "downhill, first", "downhill, second", "downhill, to its end")}
    for _ in range(arguments.rounds):
        wall, processor, _ = liblinear.train(accuracy)
        seconds["LIBLINEAR"][0].append(wall)
        seconds["LIBLINEAR"][1].append(processor)
        fits = downhill(arguments.file, m, target, arguments.threads, 2)
        for name, fit in zip(("downhill, first", "downhill, second"), fits):
            seconds[name][0].append(fit["seconds"])
            seconds[name][1].append(fit["processorSeconds"])
        seconds["downhill, to its end"][0].append(fits[1]["wholeFit"])
        last = fits[1]
    print(f"{last['solver']}: {last['reads']} reads to the target, {last['wholeReads']} in all")
    print("medians (least to most): seconds of the wall; of the processor, all threads")
    for name, (wall, processor) in seconds.items():
        print(f"{name:20} {told(wall)}; {told(processor) if processor else ''}")
    for name in ("downhill, first", "downhill, second"):
        ratios = [theirs / ours for theirs, ours in zip(seconds["LIBLINEAR"][0], seconds[name][0])]
        print(f"LIBLINEAR / {name}: {told(ratios)} times the wall")


def against_port(arguments):
    with tempfile.TemporaryDirectory() as folder:
        jar = f"{folder}/liblinear.jar"
        urllib.request.urlretrieve(PORT, jar)
        with open(arguments.file) as text:
            m = sum(1 for _ in text)
        subprocess.run(["java", "-Xmx8g", "--add-modules", "jdk.incubator.vector", "-cp", f"{RUN}:{jar}",
                        f"{ROOT}/bench/LiblinearJava.java", arguments.file, repr(1 / m), str(arguments.rounds),
                        str(arguments.threads), repr(arguments.accuracy or 0.1)], check=True)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("file")
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--accuracy", type=float, help="of LIBLINEAR, where it is known, or the loosest of its port")
parser.add_argument("--least", type=float, help="J, where it is known")
parser.add_argument("--java-port", action="store_true")
options = parser.parse_args()
(against_port if options.java_port else against_library)(options)
