#!/usr/bin/env python3
"""Public tables, learnt by the command line and by scikit-learn's MLPClassifier or MLPRegressor: same rows, same network.

The tables are those that come with scikit-learn, so nothing is downloaded; CSV files of your own go in the same way:

    bench/tables/tables.py build/native/downhill [NAME | FILE.csv:TARGET]... [--splits 5] [--epochs 100] [--json]

A fifth of the rows tests. Each number is the mean over the splits: accuracy, or R² where the target is a number.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

try:
    import numpy as np
    from sklearn import datasets, exceptions, neural_network, preprocessing
except ImportError as missing:
    sys.exit(f"tables.py: {missing.name} is missing; python3-sklearn (or pip install scikit-learn) has it.")

HIDDEN = (32, 16)
BATCH = 32
RATE = 0.01

TABLES = {  # name: how to load it, whether its target is a number
    "iris": (datasets.load_iris, False),
    "wine": (datasets.load_wine, False),
    "breast_cancer": (datasets.load_breast_cancer, False),
    "digits": (datasets.load_digits, False),
    "diabetes": (datasets.load_diabetes, True),
}


def load(name):
    """Inputs [n][columns], targets [n] and whether they are numbers to learn."""
    if name in TABLES:
        loader, regression = TABLES[name]
        inputs, targets = loader(return_X_y=True)
        return inputs, targets, regression
    path, _, target = name.rpartition(":")
    if not path:
        sys.exit(f"tables.py: '{name}' is neither one of {', '.join(TABLES)} nor FILE.csv:TARGET.")
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not rows or target not in rows[0]:
        sys.exit(f"tables.py: '{path}' has no column '{target}'.")
    try:
        inputs = np.array([[float(value) for key, value in row.items() if key != target] for row in rows])
    except ValueError as error:
        sys.exit(f"tables.py: '{path}': {error}; scikit-learn takes numbers alone.")
    targets = np.array([row[target] for row in rows])
    try:
        numbers = targets.astype(float)
        return inputs, numbers, len(set(numbers)) > 20
    except ValueError:
        return inputs, targets, False


def write(path, inputs, targets):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([f"x{k}" for k in range(inputs.shape[1])] + ["target"])
        for row, target in zip(inputs, targets):
            writer.writerow([repr(float(x)) for x in row] + [target])


def downhill(program, train, test, regression, epochs, seed):
    """The score on the test rows, and seconds of wall time, the program's start included."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("train.csv", "test.csv")]
        for file, rows in zip(files, (train, test)):
            write(file, *rows)
        command = [
            program, "train", str(files[0]), "--test", str(files[1]), "--target=target",
            "--regression" if regression else "--classification",
            f"--network={','.join(map(str, HIDDEN))}", "--activation=relu", "--initializer=xavier",
            "--optimizer=adam", f"--learningRate={RATE}", f"--batchSize={BATCH}", f"--seed={seed}",
            f"--epochs={epochs}", f"--report={epochs}", "--json",
        ]
        begun = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - begun
    if done.returncode != 0:
        sys.exit(f"tables.py: {done.stderr.strip()}")
    last = json.loads(done.stdout.strip().splitlines()[-1])
    return last["testRSquared" if regression else "testAccuracy"], seconds


def peer(train, test, regression, epochs, seed):
    kind = neural_network.MLPRegressor if regression else neural_network.MLPClassifier
    scaler = preprocessing.StandardScaler().fit(train[0])
    targets, scale = train[1], lambda y: y
    if regression:  # as Downhill does: learnt in units of its deviation
        mean, deviation = np.mean(targets), np.std(targets)
        scale = lambda y: (y - mean) / deviation
    model = kind(
        hidden_layer_sizes=HIDDEN, activation="relu", solver="adam", learning_rate_init=RATE, batch_size=BATCH,
        alpha=0.0, max_iter=epochs, tol=0.0, n_iter_no_change=epochs, random_state=seed,
    )
    begun = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", exceptions.ConvergenceWarning)
        model.fit(scaler.transform(train[0]), scale(targets))
    seconds = time.perf_counter() - begun
    return model.score(scaler.transform(test[0]), scale(test[1])), seconds


def compare(program, name, splits, epochs):
    inputs, targets, regression = load(name)
    scores = {"downhill": [], "peer": []}
    seconds = {"downhill": [], "peer": []}
    for seed in range(1, splits + 1):
        order = np.random.default_rng(seed).permutation(len(inputs))
        test, train = np.split(order, [len(inputs) // 5])
        rows = [(inputs[part], targets[part]) for part in (train, test)]
        for who, run in (("downhill", lambda: downhill(program, *rows, regression, epochs, seed)),
                         ("peer", lambda: peer(*rows, regression, epochs, seed))):
            score, took = run()
            scores[who].append(score)
            seconds[who].append(took)
    result = {"table": name, "rows": len(inputs), "columns": inputs.shape[1],
              "measure": "R2" if regression else "accuracy"}
    for who in ("downhill", "peer"):
        result[who] = round(float(np.mean(scores[who])), 4)
        result[f"{who}Spread"] = round(float(np.std(scores[who])), 4)
        result[f"{who}Seconds"] = round(float(np.median(seconds[who])), 3)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the command line, build/native/downhill")
    parser.add_argument("tables", nargs="*", default=list(TABLES), metavar="TABLE")
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--json", action="store_true", help="one JSON object a table")
    given = parser.parse_args()
    if min(given.splits, given.epochs) < 1:
        parser.error("--splits and --epochs are 1 or more")
    if not given.json:
        print(f"{'table':16}{'rows':>6}{'columns':>9}  {'measure':10}{'Downhill':>18}{'scikit-learn':>18}{'seconds':>16}")
    for name in given.tables:
        result = compare(given.program, name, given.splits, given.epochs)
        if given.json:
            print(json.dumps(result), flush=True)
            continue
        score = lambda who: f"{result[who]:.3f} ± {result[who + 'Spread']:.3f}"
        print(f"{name[-15:]:16}{result['rows']:>6}{result['columns']:>9}  {result['measure']:10}{score('downhill'):>18}"
              f"{score('peer'):>18}{result['downhillSeconds']:>9.2f} /{result['peerSeconds']:5.2f}", flush=True)


main()
