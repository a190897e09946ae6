"""The peers of Sonde's isolation forest, measured on rows that Sonde wrote.

    peers.py time DATA.f32 --rows 40320 --columns 10 [--seconds 6]

DATA.f32 holds the rows one after the other as little-endian Float32. Prints JSON: for each peer and task the median
and the best time in seconds. All forests have 100 trees of 256 rows.
"""

import argparse
import json
import os
import statistics
import sys
import time
from importlib.metadata import version

# Before numpy is loaded: no threads but those that the peers are told to use.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import isotree
import numpy as np
from sklearn.ensemble import IsolationForest


def measured(task, seconds):
    """Repeats a task after two runs to warm up: at least five times, then until the seconds are over."""
    task(), task()
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return {"median": statistics.median(times), "best": min(times), "runs": len(times)}


def plain_isotree(threads):
    """The forest of Liu, Ting and Zhou, with the settings that isotree's documentation gives for it."""
    return isotree.IsolationForest(
        ndim=1, sample_size=256, ntrees=100, max_depth=8, missing_action="fail", penalize_range=False,
        standardize_data=False, scoring_metric="depth", sample_with_replacement=False, build_imputer=False,
        use_long_double=False, random_seed=1, nthreads=threads)


def scikit_learn_tasks(rows):
    def forest(contamination):
        return IsolationForest(
            n_estimators=100, max_samples=256, contamination=contamination, n_jobs=1, random_state=1)

    fitted = forest("auto").fit(rows)
    row = rows[:1]
    return {
        "fit": lambda: forest("auto").fit(rows),
        "fit, contamination 0.1": lambda: forest(0.1).fit(rows),
        "score": lambda: fitted.score_samples(rows),
        "one row": lambda: fitted.score_samples(row),
    }


def isotree_tasks(rows):
    # The layouts that it is fastest with: columns to fit, which it would have to copy, and rows to score.
    columns = np.asfortranarray(rows)
    one, two = plain_isotree(1).fit(columns), plain_isotree(2).fit(columns)
    row = rows[:1]
    return {
        "fit": lambda: plain_isotree(1).fit(columns),
        "fit, 2 threads": lambda: plain_isotree(2).fit(columns),
        "score": lambda: one.predict(rows),
        "score, 2 threads": lambda: two.predict(rows),
        "one row": lambda: one.predict(row),
    }


def measure(arguments):
    rows = np.fromfile(arguments.data, dtype="<f4")
    if rows.size != arguments.rows * arguments.columns:
        sys.exit(f"{arguments.data} holds {rows.size} values, not {arguments.rows} rows of {arguments.columns}.")
    rows = rows.reshape(arguments.rows, arguments.columns)
    peers = {"scikit-learn": scikit_learn_tasks(rows), "isotree": isotree_tasks(rows)}
    seconds = arguments.seconds / sum(len(tasks) for tasks in peers.values())
    return {
        "versions": {name: version(name) for name in ("scikit-learn", "isotree", "numpy")},
        "peers": {
            peer: {name: measured(task, seconds) for name, task in tasks.items()} for peer, tasks in peers.items()
        },
    }


def main():
    parser = argparse.ArgumentParser(description="The peers of Sonde's isolation forest.")
    commands = parser.add_subparsers(required=True)
    timing = commands.add_parser("time", help="measure fit and score")
    timing.add_argument("data", help="rows as little-endian Float32")
    timing.add_argument("--rows", type=int, required=True)
    timing.add_argument("--columns", type=int, required=True)
    timing.add_argument("--seconds", type=float, default=6, help="about how long in all")
    timing.set_defaults(run=measure)
    arguments = parser.parse_args()
    print(json.dumps(arguments.run(arguments), indent=2))


if __name__ == "__main__":
    main()
