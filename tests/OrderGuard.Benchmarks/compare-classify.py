#!/usr/bin/python3
"""The boosted trees beside scikit-learn's HistGradientBoostingClassifier, on one thread, in the same run, on three data sets.

    apt-get install python3-sklearn
    dotnet build -c Release tests/OrderGuard.Benchmarks
    /usr/bin/python3 tests/OrderGuard.Benchmarks/compare-classify.py [FOLDER OF REAL DATA]

Two are real: mammography (no times in it: every third row is judged by) and the e-commerce purchases, by a split in time, with features of what was
known at the purchase. One is synthetic, with a tenth of its values missing. Both learn 100 trees, rate 0.1, 31 leaves, 255 bins, 20 rows a leaf, no early
stopping. Times are processor time, the median of a few runs that take turns. Exits with 1 where ROC AUC differs by more than 0.005 or ours is slower.
"""
import collections
import csv
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402  the threads are to be set before
from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: E402
from sklearn.metrics import average_precision_score, roc_auc_score  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
BENCHMARKS = HERE / "bin" / "Release" / "net10.0" / "OrderGuard.Benchmarks.dll"
DATA = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ORDERGUARD_TEST_DATA") or HERE.parents[2] / "shared" / "data")


def mammography():
    table = np.loadtxt(DATA / "anomaly" / "mammography.csv", delimiter=",", skiprows=1)
    judged = np.arange(len(table)) % 3 == 0
    return table[~judged], table[judged]


def purchases():
    def moment(text):
        return datetime.datetime.strptime(text, "%m/%d/%Y %H:%M")

    with open(DATA / "fraud_ecommerce" / "purchases.csv", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda x: moment(x["purchase_time"]))
    users, purchased = collections.defaultdict(set), collections.Counter()
    codes = {name: {} for name in ("source", "browser", "sex")}
    table = []
    for row in rows:
        signed, bought = moment(row["signup_time"]), moment(row["purchase_time"])
        device, ip = "d" + row["device_id"], "i" + row["ip_address"]
        known = [(bought - signed).total_seconds(), float(row["purchase_value"]), float(row["age"]), bought.hour, bought.weekday(), signed.hour]
        known += [codes[name].setdefault(row[name], len(codes[name])) for name in codes]
        # What came before only: the purchase itself is not counted.
        known += [len(users[device] - {row["user_id"]}), len(users[ip] - {row["user_id"]}), purchased[device], purchased[ip]]
        for key in (device, ip):
            users[key].add(row["user_id"])
            purchased[key] += 1
        table.append([*known, float(row["class"])])
    split = len(table) * 7 // 10
    return np.array(table[:split]), np.array(table[split:])


def synthetic():
    draw = np.random.default_rng(7)
    rows = draw.normal(size=(60_000, 20))
    odds = 1.5 * rows[:, 0] * rows[:, 1] + np.sin(2 * rows[:, 2]) + (rows[:, 3] > 0.5) * rows[:, 4] - 0.5 * rows[:, 5] ** 2 - 1
    labels = draw.random(len(rows)) < 1 / (1 + np.exp(-odds))
    rows[draw.random(rows.shape) < 0.1] = np.nan
    table = np.column_stack([rows, labels])
    return table[:40_000], table[40_000:]


def write(path, table):
    names = ",".join(f"f{i}" for i in range(table.shape[1] - 1)) + ",label"
    np.savetxt(path, table, delimiter=",", header=names, comments="", fmt="%.9g")


def theirs(train, test):
    model = HistGradientBoostingClassifier(early_stopping=False)
    began = time.process_time()
    model.fit(train[:, :-1].astype(np.float32), train[:, -1])
    fitted = time.process_time() - began
    began = time.process_time()
    found = model.predict_proba(test[:, :-1].astype(np.float32))[:, 1]
    scored = time.process_time() - began
    return roc_auc_score(test[:, -1], found), average_precision_score(test[:, -1], found), fitted * 1e3, scored * 1e6 / len(test)


def main():
    kept = True
    print(f"{'':14}{'rows':>8}{'ROC AUC':>9}{'sklearn':>9}{'AP':>8}{'sklearn':>9}{'fit ms':>9}{'sklearn':>9}{'ratio':>7}{'score µs':>10}{'sklearn':>9}{'reasons µs':>12}")
    for name, make in (("mammography", mammography), ("purchases", purchases), ("synthetic", synthetic)):
        train, test = make()
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, "train.csv"), os.path.join(folder, "test.csv")]
            write(paths[0], train)
            write(paths[1], test)
            run = ["dotnet", str(BENCHMARKS), "classify", "--train", paths[0], "--test", paths[1], "--label", "label", "--json"]
            ours, other = [], []
            for _ in range(3):
                ours.append(json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout))
                other.append(theirs(train, test))
        fit, fit_other = statistics.median(x["fitMilliseconds"] for x in ours), statistics.median(x[2] for x in other)
        auc, auc_other = ours[0]["auc"], other[0][0]
        good = abs(auc - auc_other) <= 0.005 and fit <= fit_other
        kept = kept and good
        print(f"{name:14}{len(train):8}{auc:9.4f}{auc_other:9.4f}{ours[0]['averagePrecision']:8.4f}{other[0][1]:9.4f}{fit:9.1f}{fit_other:9.1f}{fit_other / fit:7.1f}"
              f"{ours[0]['scoreMicrosecondsPerRow']:10.2f}{other[0][3]:9.2f}{ours[0]['explainMicroseconds']:12.1f}{'' if good else '   NOT KEPT'}", flush=True)
    sys.exit(0 if kept else 1)


main()
