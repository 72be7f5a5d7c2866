#!/usr/bin/python3
"""The isolation forest beside scikit-learn's, on one thread, in the same run, on the public data sets.

    apt-get install python3-sklearn
    dotnet build -c Release tests/OrderGuard.Benchmarks
    /usr/bin/python3 tests/OrderGuard.Benchmarks/compare-anomaly.py [FOLDER OF CSV FILES] [--seeds K]

Times are processor time, so that other work on the machine disturbs the ratios least. Exits with 1 where a promise is not kept:
ROC AUC within 0.015 of scikit-learn's in this run or of the published mean, scoring 10 times and fitting 3 times as fast.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402  the threads are to be set before
from sklearn.ensemble import IsolationForest  # noqa: E402
from sklearn.metrics import average_precision_score, roc_auc_score  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
BENCHMARKS = HERE / "bin" / "Release" / "net10.0" / "OrderGuard.Benchmarks.dll"
PUBLISHED = {"shuttle": 0.997, "annthyroid": 0.827, "mammography": 0.859, "thyroid": 0.978, "satellite": 0.696, "cardio": 0.932}


def theirs(path, seeds):
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    rows, labels = table[:, :-1], table[:, -1]
    aucs, precisions, fits, scores = [], [], [], []
    for seed in range(seeds):
        began = time.process_time()
        forest = IsolationForest(n_estimators=100, max_samples=256, n_jobs=1, random_state=seed).fit(rows)
        fits.append(time.process_time() - began)
        began = time.process_time()
        found = -forest.score_samples(rows)
        scores.append(time.process_time() - began)
        aucs.append(roc_auc_score(labels, found))
        precisions.append(average_precision_score(labels, found))
    return statistics.mean(aucs), statistics.mean(precisions), statistics.median(fits) * 1e3, statistics.median(scores) * 1e6 / len(rows)


def main():
    arguments = argparse.ArgumentParser()
    data = os.environ.get("ORDERGUARD_TEST_DATA") or str(HERE.parents[2] / "shared" / "data")
    arguments.add_argument("folder", nargs="?", default=os.path.join(data, "anomaly"))
    arguments.add_argument("--seeds", type=int, default=5)
    given = arguments.parse_args()
    files = sorted(pathlib.Path(given.folder).glob("*.csv"))
    if not files:
        sys.exit(f"There are no CSV files in {given.folder}.")
    print(f"{'':14}{'ROC AUC':>9}{'sklearn':>9}{'AP':>8}{'sklearn':>9}{'fit ms':>9}{'sklearn':>9}{'ratio':>7}{'score µs':>10}{'sklearn':>9}{'ratio':>7}")
    kept = True
    for path in files:
        run = ["dotnet", str(BENCHMARKS), "anomaly", "--csv", str(path), "--label", "label", "--seeds", str(given.seeds), "--json"]
        ours = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
        auc, precision, fit, score = theirs(path, given.seeds)
        faster = (fit / ours["fitMilliseconds"], score / ours["scoreMicrosecondsPerRow"])
        near = min(abs(ours["auc"] - auc), abs(ours["auc"] - PUBLISHED.get(path.stem, auc)))
        good = near <= 0.015 and faster[0] >= 3 and faster[1] >= 10
        kept = kept and good
        print(f"{path.stem:14}{ours['auc']:9.4f}{auc:9.4f}{ours['averagePrecision']:8.4f}{precision:9.4f}{ours['fitMilliseconds']:9.2f}{fit:9.1f}{faster[0]:7.1f}"
              f"{ours['scoreMicrosecondsPerRow']:10.3f}{score:9.2f}{faster[1]:7.1f}{'' if good else '   NOT KEPT'}", flush=True)
    sys.exit(0 if kept else 1)


main()
