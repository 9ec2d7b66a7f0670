#!/usr/bin/env python3
"""One fit from the shell, whole processes in turn: Downhill against Python with scikit-learn.

    apt-get install python3-sklearn
    ./downhill --version
    python3 bench/first_fit.py [--rounds 5] [--examples 500000] [--features 100] [--load 0] [--java HOME] [--csv FILE --label L]

Both read the same .npy files (float32), fit with l2 = 1e-5, and end: wall and processor seconds of each process,
and the ratio of each pair; scikit-learn by lbfgs with tol = 1e-6. Before them a read of the files, so that they lie
in the page cache. With --csv only Downhill runs, on that table. --load starts so many busy loops beside every process.
After the pairs, where the seconds of Downhill go: the JVM (`java -version`), the command line (`--version` beyond
that), reading and bringing to the device, training, the rest (verdict, writing, end), the processor seconds of the two
compilers, and the methods that took them longest, in a run that a flight recorder
watches (jdk.internal.classfile is the recorder itself).
"""
import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEER = """
import sys, numpy
from sklearn.linear_model import LogisticRegression
x, y = numpy.load(sys.argv[1]), numpy.load(sys.argv[2])
LogisticRegression(C=1 / (1e-5 * len(x)), solver="lbfgs", tol=1e-6, max_iter=10000).fit(x, y)
"""


def table(m, n, seed=1):
    """X of independent features, and y by a logistic model; float32."""
    random = np.random.default_rng(seed)
    x = random.standard_normal((m, n), dtype=np.float32)
    w = (random.standard_normal(n) / np.sqrt(n)).astype(np.float32)
    y = (random.random(m) < 1 / (1 + np.exp(-(x @ w)))).astype(np.float32)
    return x, y


def timed(command, environment):
    """Wall and processor seconds of a process, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{run.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, run.stdout


def median(values):
    return f"{statistics.median(values):6.2f} ({min(values):.2f} to {max(values):.2f})"


def phases(train, environment, java):
    """Medians of three runs."""
    told = []
    for _ in range(3):
        jvm = timed([java, "-version"], environment)[0]
        begun = timed([ROOT / "downhill", "--version"], environment)[0]
        wall, processor, out = timed(train + ["--json"], environment)
        seconds = json.loads(out)["seconds"]
        options = " ".join([environment.get("JAVA_OPTS", ""), "-XX:+CITime"])
        compiled = timed(train, dict(environment, JAVA_OPTS=options))[2]
        tier = {t: sum(map(float, re.findall(rf"^\s+{t} Compile Time:\s+([\d.]+) s", compiled, re.M))) for t in ("C1", "C2")}
        rest = wall - begun - seconds["load"] - seconds["train"]
        told.append([jvm, begun - jvm, seconds["load"], seconds["train"], rest, wall, processor, tier["C1"], tier["C2"]])
    names = ["JVM", "command line", "load", "train", "rest", "wall", "processor", "C1", "C2"]
    for name, values in zip(names, zip(*told)):
        print(f"{name:14}{statistics.median(values):6.2f} s")


def compiled(train, environment, java, folder):
    """The methods that took the compilers longest: compiler (tiers 1 to 3 are C1, 4 is C2), milliseconds, method."""
    tool = shutil.which("jfr", path=str(pathlib.Path(java).parent) if os.sep in java else None)
    if tool is None:
        return
    settings = folder / "compilation.jfc"
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><configuration version="2.0"><event name="jdk.Compilation">'
        '<setting name="enabled">true</setting><setting name="threshold">0 ms</setting></event></configuration>'
    )
    record = folder / "run.jfr"
    options = " ".join([environment.get("JAVA_OPTS", ""), f"-XX:StartFlightRecording=filename={record},settings={settings}"])
    timed(train, dict(environment, JAVA_OPTS=options))
    printed = subprocess.run([tool, "print", "--json", record], capture_output=True, text=True).stdout
    taken = {}
    for event in json.loads(printed)["recording"]["events"]:
        values = event["values"]
        method = values["method"]
        name = method["type"]["name"].replace("/", ".") + "." + method["name"]
        seconds = float(re.match(r"PT([\d.]+)S", values["duration"]).group(1))
        key = ("C2" if values["compileLevel"] == 4 else "C1", name)
        taken[key] = taken.get(key, 0) + seconds
    for (tier, name), seconds in sorted(taken.items(), key=lambda item: -item[1])[:20]:
        print(f"{tier} {1000 * seconds:6.0f} ms  {name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--examples", type=int, default=500_000)
    parser.add_argument("--features", type=int, default=100)
    parser.add_argument("--load", type=int, default=0, help="busy loops beside every process")
    parser.add_argument("--java", help="a Java home; otherwise the one that ./downhill takes")
    parser.add_argument("--csv", help="a table instead, on which only Downhill runs")
    parser.add_argument("--label", help="the label column of that table")
    options = parser.parse_args()
    environment = dict(os.environ)
    if options.java:
        environment["DOWNHILL_JAVA"] = options.java
    java = f"{options.java}/bin/java" if options.java else "java"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        train = [ROOT / "downhill", "train", "--device", "cpu", "--l2", "1e-5", "--model", folder / "model.json"]
        peer = None
        if options.csv:
            train += [options.csv, "--label", options.label]
        else:
            x, y = table(options.examples, options.features)
            np.save(folder / "x.npy", x)
            np.save(folder / "y.npy", y)
            del x, y
            train += [folder / "x.npy", "--label", folder / "y.npy"]
            peer = [sys.executable, "-c", PEER, folder / "x.npy", folder / "y.npy"]
        loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(options.load)]
        try:
            timed(train, environment)
            ours, theirs = [], []
            for _ in range(options.rounds):
                ours.append(timed(train, environment)[:2])
                if peer:
                    theirs.append(timed(peer, environment)[:2])
            print("downhill      wall", median([w for w, _ in ours]), "processor", median([p for _, p in ours]))
            if peer:
                print("scikit-learn  wall", median([w for w, _ in theirs]), "processor", median([p for _, p in theirs]))
                print("ratio         wall", median([a[0] / b[0] for a, b in zip(ours, theirs)]))
            phases(train, environment, java)
            compiled(train, environment, java, folder)
        finally:
            for loop in loops:
                loop.kill()


if __name__ == "__main__":
    main()
