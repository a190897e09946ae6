"""Makes the figures of scikit-learn that the tests of Sonde's isolation forest compare with.

    .venv-bench/bin/python Benchmarks/forest/reference.py

writes Tests/IsolationForestTests/Reference/sklearn.json: for the labelled sets of ../shared/bench the AUROC, and for
made-up rows the distribution of the scores. Takes some minutes.
"""

import argparse
import json
import platform
from importlib.metadata import version
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score

CHECKOUT = Path(__file__).resolve().parents[2]
SETS = ("breastw", "cardio", "ionosphere", "mammography", "pima", "satellite", "shuttle")
AUROC_SEEDS = 60
REFERENCE_FORESTS = 400
# The pools that the tests compare with the reference. How far scikit-learn's own are from it is stored beside it: of 20
# forests up to 0.05, so that over a bar of 0.02 chance decides; of 100 well below the bar.
POOLED_FORESTS = (20, 100)
QUANTILES = 2_001
# Of made-up rows, which a forest is fitted on, every third is scored; 3 shares no factor with the clusters' periods.
ROW_STEP = 3
# The tests score no more rows of a set than this, every n-th.
ROW_LIMIT = 12_000


def scores(rows, seed, scored=None):
    forest = IsolationForest(n_estimators=100, max_samples=256, random_state=seed, n_jobs=1).fit(rows)
    return forest.score_samples(rows if scored is None else scored)


# AUROC

def areas(folder, name):
    table = np.loadtxt(folder / f"{name}.csv", delimiter=",", skiprows=1)
    rows, labels = table[:, :-1].astype(np.float32), table[:, -1]
    step = -(-len(rows) // ROW_LIMIT)
    thinned, labels = rows[::step], labels[::step]
    found = [roc_auc_score(labels, -scores(rows, seed, thinned)) for seed in range(AUROC_SEEDS)]
    return {
        "name": name, "scoredRows": len(thinned), "mean10": round(float(np.mean(found[:10])), 6),
        "mean": round(float(np.mean(found)), 6), "deviation": round(float(np.std(found, ddof=1)), 6),
        "seeds": AUROC_SEEDS,
    }


# Rows that Tests/IsolationForestTests/Support/ReferenceRows.swift makes in the same way, to the bit: additions,
# multiplications and divisions alone, which IEEE 754 rounds alike everywhere.

class LinearCongruential:
    """Knuth's generator."""

    def __init__(self):
        self.state = 42

    def fraction(self):
        self.state = (self.state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
        return (self.state >> 11) * 2.0**-53

    def bell(self):
        """Nearly normal, of variance 1/3."""
        return self.fraction() + self.fraction() + self.fraction() + self.fraction() - 2


def uniform(source, row, column):
    return source.fraction()


def clusters(source, row, column):
    """Two clusters of different density, and every 20th row far from both."""
    if row % 20 == 0:
        return source.bell() * 12
    return source.bell() * 3 + 5 if row % 4 == 1 else source.bell()


def skewed(source, row, column):
    """Long tails to the right, like response times, and a column of few values."""
    if column == 0:
        return float(int(source.fraction() * 24))
    return 20 / (source.fraction() + 0.05)


def made_rows(formula, rows, columns):
    source = LinearCongruential()
    values = [formula(source, row, column) for row in range(rows) for column in range(columns)]
    return np.array(values, dtype=np.float64).astype("<f4").reshape(rows, columns)


def checksum(rows):
    """FNV-1a over the bits of the values, as hexadecimal digits."""
    code = 0xCBF29CE484222325
    for bits in rows.reshape(-1).view("<u4").tolist():
        code = (code ^ bits) * 0x100000001B3 % 2**64
    return f"{code:016x}"


# Distributions

def distance(sample, quantiles):
    """Kolmogorov and Smirnov's statistic of a sample and a table of quantiles at equal shares."""
    sample = np.sort(sample)
    expected = np.interp(sample, quantiles, np.linspace(0, 1, len(quantiles)), left=0, right=1)
    count = len(sample)
    return float(max(np.max(np.arange(1, count + 1) / count - expected), np.max(expected - np.arange(count) / count)))


def distribution(formula, rows, columns):
    matrix = made_rows(formula, rows, columns)
    scored = matrix[::ROW_STEP]
    seeds = [*range(REFERENCE_FORESTS), *range(10_000, 10_000 + REFERENCE_FORESTS)]
    with Pool() as pool:
        found = pool.starmap(scores, [(matrix, seed, scored) for seed in seeds])
    pooled, others = found[:REFERENCE_FORESTS], found[REFERENCE_FORESTS:]
    quantiles = np.quantile(np.concatenate(pooled), np.linspace(0, 1, QUANTILES)).round(7)
    return {
        "name": formula.__name__, "rows": rows, "columns": columns, "rowStep": ROW_STEP, "checksum": checksum(matrix),
        "forests": REFERENCE_FORESTS,
        "ownDistances": {size: distances(others, size, quantiles) for size in POOLED_FORESTS},
        "quantiles": quantiles.tolist(),
    }


def distances(found, size, quantiles):
    """Those of all pools of that many forests: chance alone, where the forests are scikit-learn's."""
    pools = [np.concatenate(found[first:first + size]) for first in range(0, len(found), size)]
    return [round(distance(pool, quantiles), 5) for pool in pools]


def main():
    parser = argparse.ArgumentParser(description="Makes the reference figures of the forest's tests.")
    parser.add_argument("--sets", type=Path, default=CHECKOUT / "../shared/bench/data/forest")
    parser.add_argument("--out", type=Path, default=CHECKOUT / "Tests/IsolationForestTests/Reference/sklearn.json")
    arguments = parser.parse_args()
    versions = {name: version(name) for name in ("scikit-learn", "numpy")} | {"python": platform.python_version()}
    document = {
        "command": ".venv-bench/bin/python Benchmarks/forest/reference.py", "versions": versions,
        "distributions": [distribution(formula, 1_000, 5) for formula in (uniform, clusters, skewed)],
        "areas": [areas(arguments.sets, name) for name in SETS],
    }
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    # One line for each set: tables of quantiles would fill thousands.
    lines = [f'"{key}": {json.dumps(value)}' for key, value in list(document.items())[:2]]
    lines += [
        f'"{key}": [\n' + ",\n".join(json.dumps(item) for item in document[key]) + "\n]"
        for key in ("areas", "distributions")
    ]
    arguments.out.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
