"""Marks and pages of `sonde backtest` on public series, beside simple detectors, for `make quality`.

    series.py SONDE BENCH_DIR OUT_DIR [--peers] [--threads N]

SONDE is the program; BENCH_DIR holds score_series.py and data/{kpi,nab,cmd}. Every series is replayed without labels and
without look-ahead, all with the same settings. With --peers also a random detector, the distance from the mean of the
previous ten, and scikit-learn's isolation forest on the published features, five seeds each where there is chance.
"""

import argparse
import collections
import csv
import gzip
import importlib.util
import json
import pathlib
import shutil
import subprocess

import numpy as np

SEEDS = range(5)
# Of the published pipeline.
CONTAMINATION = 0.1
# As many marks as a detector may make that promises one in 500.
RANDOM_RATE = 0.002


def load(path):
    spec = importlib.util.spec_from_file_location("score_series", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def backtest(sonde, source, out, threads):
    scored, alerts = out / "scored", out / "pages.jsonl"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    subprocess.run(
        [sonde, "backtest", source, "--output", scored, "--alerts", alerts, "--threads", str(threads)],
        check=True, stdout=subprocess.DEVNULL)
    pages = collections.defaultdict(list)
    for line in alerts.read_text().splitlines():
        page = json.loads(line)
        pages[page["api_name"]].append(page)
    return scored, pages


def text_rows(path):
    with (gzip.open(path, "rt") if path.suffix == ".gz" else open(path)) as file:
        for row in csv.DictReader(file):
            yield {name.lower(): text for name, text in row.items()}


def name_of(path, root):
    return str(path.relative_to(root)).removesuffix(".gz").removesuffix(".csv")


def series(root):
    return sorted(path for path in root.rglob("*.csv*") if path.is_file())


def write_flags(path, stamps, flags):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as file:
        file.write("timestamp,is_anomaly\n")
        file.writelines(f"{stamp},{'true' if flag else 'false'}\n" for stamp, flag in zip(stamps, flags))


def page_flags(score, stamps, pages):
    """The rows that lie within a page, from its opening to the last evidence."""
    times = np.array([score.epoch(stamp) for stamp in stamps])
    flags = np.zeros(len(times), bool)
    for page in pages:
        end = score.epoch(page["closed_at"]) if page["closed_at"] else times[-1]
        flags |= (times >= score.epoch(page["opened_at"])) & (times <= end)
    return flags


def truth_of_cmd(source, out):
    """The same with the column names that the scorer wants; rows without a value or a label are left out."""
    for path in series(source):
        rows = [row for row in text_rows(path) if row["value"] and row["label"]]
        target = out / (name_of(path, source) + ".csv")
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "w") as file:
            file.write("timestamp,label\n")
            last = ""
            for row in rows:
                if row["timestamp"] > last:
                    file.write(f"{row['timestamp']},{row['label']}\n")
                    last = row["timestamp"]


def pages_scored(score, truth, pages, out):
    for path in series(truth):
        name = name_of(path, truth)
        stamps = [row["timestamp"] for row in text_rows(path)]
        write_flags(out / (name + ".csv"), stamps, page_flags(score, stamps, pages[name]))
    return score.kpi(str(truth), str(out), 7)


def line(what, value, bar="", reached=None):
    verdict = "" if reached is None else "reached" if reached else "MISSED"
    print(f"{what:<46}{value:<10}{bar:<16}{verdict}")


# --- Simple detectors -------------------------------------------------------------------------------------------


def values(path):
    rows = list(text_rows(path))
    return [row["timestamp"] for row in rows], np.array([float(row["value"] or "nan") for row in rows])


def previous_mean(x, count):
    total = np.cumsum(np.r_[0.0, x])
    mean = np.full(len(x), x[0])
    mean[count:] = (total[count:-1] - total[:-count - 1]) / count
    return mean


def one_liner(x, times, seed):
    distance = np.abs(x - previous_mean(x, 10))
    return distance, distance > np.quantile(distance, 0.995)


def random_detector(x, times, seed):
    chance = np.random.default_rng(seed).random(len(x))
    return chance, chance > 1 - RANDOM_RATE


def published_features(x, times):
    mean = previous_mean(x, 10)
    deviation = np.sqrt(np.maximum(0, previous_mean(x * x, 10) - mean * mean))
    long = previous_mean(x, 60)
    spread = np.sqrt(np.maximum(1e-12, previous_mean(x * x, 60) - long * long))
    change = np.diff(x, prepend=x[0])
    return np.column_stack(
        [mean, deviation, (x - long) / spread, (x - mean) / np.maximum(np.abs(mean), 1e-9), change,
         times // 3600 % 24, times // 86400 % 7])


def forest(x, times, seed):
    from sklearn.ensemble import IsolationForest

    features = published_features(x, times)
    model = IsolationForest(contamination=CONTAMINATION, random_state=seed, n_jobs=2).fit(features)
    decision = model.decision_function(features)
    return -decision, decision < 0


def peer(score, bench, out, name, detector, seeds):
    marks, surprises = [], []
    for seed in seeds:
        for set_name in ("kpi", "nab"):
            root = bench / "data" / set_name
            for path in series(root):
                stamps, x = values(path)
                x = np.nan_to_num(x)
                times = np.array([score.epoch(stamp) for stamp in stamps])
                surprise, flags = detector(x, times, seed)
                target = out / set_name / (name_of(path, root) + ".csv")
                target.parent.mkdir(parents=True, exist_ok=True)
                with open(target, "w") as file:
                    file.write("timestamp,surprise,is_anomaly\n")
                    file.writelines(f"{t},{s:.6g},{int(f)}\n" for t, s, f in zip(stamps, surprise, flags))
        marks.append(score.kpi(str(bench / "data/kpi"), str(out / "kpi"), 7))
        surprises.append(score.nab(str(bench / "data/nab/windows.json"), str(out / "nab")))

    def spread(found, key):
        numbers = [result[key] for result in found]
        return f"{np.mean(numbers):.3g} ± {np.std(numbers):.2g}"

    print(f"{name:<34}kpi F1 {spread(marks, 'f1'):<18}event F1 {spread(marks, 'event_f1'):<18}"
          f"false episodes {spread(marks, 'false_episodes_per_curve_week'):<18}nab {spread(surprises, 'standard')}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sonde", type=pathlib.Path)
    parser.add_argument("bench", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    bench, out = arguments.bench, arguments.out
    score = load(bench / "score_series.py")
    sonde = arguments.sonde.resolve()

    scored, pages = backtest(sonde, bench / "data/kpi", out / "kpi", arguments.threads)
    marks = score.kpi(str(bench / "data/kpi"), str(scored), 7)
    print("\npublic series, one configuration, no look-ahead")
    line("kpi, marks: F1 at delay 7", f"{marks['f1']:.3f}", "at least 0.80", marks["f1"] >= 0.80)
    line("kpi, marks: precision and recall", f"{marks['precision']:.3f} {marks['recall']:.3f}")
    line("kpi, marks: median delay in points", f"{marks['median_delay_points']:.0f}")
    told = pages_scored(score, bench / "data/kpi", pages, out / "kpi/paged")
    weekly = told["false_episodes_per_curve_week"]
    line("kpi, pages: event-wise F1", f"{told['event_f1']:.3f}", "at least 0.60", told["event_f1"] >= 0.60)
    line("kpi, pages: event-wise precision and recall", f"{told['event_precision']:.3f} {told['event_recall']:.3f}")
    line("kpi, pages: false episodes a curve and week", f"{weekly:.2f}", "at most 1", weekly <= 1)

    scored, _ = backtest(sonde, bench / "data/nab", out / "nab", arguments.threads)
    nab = score.nab(str(bench / "data/nab/windows.json"), str(scored))
    line("nab, surprise: standard", f"{nab['standard']:.1f}", "at least 70", nab["standard"] >= 70)
    line("nab, surprise: low FP and low FN", f"{nab['low_fp']:.1f} {nab['low_fn']:.1f}")

    truth_of_cmd(bench / "data/cmd", out / "cmd-truth")
    _, pages = backtest(sonde, bench / "data/cmd", out / "cmd", arguments.threads)
    told = pages_scored(score, out / "cmd-truth", pages, out / "cmd/paged")
    line("cmd, pages: event-wise precision and recall", f"{told['event_precision']:.3f} {told['event_recall']:.3f}")
    line("cmd, pages: false episodes a curve and week", f"{told['false_episodes_per_curve_week']:.2f}")
    if arguments.peers:
        print()
        peer(score, bench, out / "peers", "random, one mark in 500", random_detector, SEEDS)
        peer(score, bench, out / "peers", "|x - mean of previous 10|, hindsight", one_liner, [0])
        peer(score, bench, out / "peers", "scikit-learn's forest, published", forest, SEEDS)


if __name__ == "__main__":
    main()
