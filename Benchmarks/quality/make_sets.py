"""Made-up probe histories for `make quality`, as sonde-quality reads them.

    make_sets.py LATENCY_FAULTS_PY OUT_DIR [--seeds 101 102 103 104 105] [--apis 12] [--days 10]
                 [--clean-apis 100] [--clean-days 30] [--clean-seed 900]

LATENCY_FAULTS_PY is the generator of realistic latency with injected faults. OUT_DIR gets a folder for each seed, one
called clean without faults, and one called phases with the phases of each probe and faults of phases alone. Each API is
one file: the number of probes, response times in ms (f8), success (u1), sizes in bytes (f8), the number of faults, of
each fault the kind and the first and one past the last probe (i8), and perhaps the time in ms (f8) of DNS, connect, TLS
and transfer. Kinds are numbered as in kinds.txt. What is there already is not made again.
"""

import argparse
import importlib.util
import pathlib

import numpy as np

import phases


def load(path):
    spec = importlib.util.spec_from_file_location("latency_faults", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(path, generator, rng, days, faults):
    if path.exists():
        return
    interval = 15
    if faults:
        latency, success, size, windows = generator.make(rng, days, interval, faults)
    else:
        latency, success, size = generator.normal_behaviour(rng, int(days * 86400 / interval), interval)
        windows = []
    write_file(path, kinds_of(generator), latency, success, size, windows)


def write_phases(path, generator, rng, days):
    """An API in normal life but for faults of single phases."""
    if path.exists():
        return
    interval = 15
    first_byte, success, size = generator.normal_behaviour(rng, int(days * 86400 / interval), interval)
    parts = phases.normal_behaviour(rng, len(first_byte))
    usual = np.median(first_byte + sum(parts.values()))
    windows = phases.add_faults(rng, parts, usual, interval)
    total = first_byte + sum(parts.values())
    write_file(path, kinds_of(generator), total, success, size, windows, [parts[name] for name in phases.PHASES])


def kinds_of(generator):
    return list(generator.FAULTS) + phases.KINDS


def write_file(path, kinds, latency, success, size, windows, parts=()):
    unfinished = path.with_suffix(".part")
    with open(unfinished, "wb") as file:
        np.array([len(latency)], "<i8").tofile(file)
        latency.astype("<f8").tofile(file)
        success.astype("u1").tofile(file)
        size.astype("<f8").tofile(file)
        np.array([len(windows)], "<i8").tofile(file)
        np.array([[kinds.index(kind), start, end] for kind, start, end in windows], "<i8").tofile(file)
        for part in parts:
            part.astype("<f8").tofile(file)
    unfinished.rename(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("generator", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102, 103, 104, 105])
    parser.add_argument("--apis", type=int, default=12)
    parser.add_argument("--days", type=float, default=10)
    parser.add_argument("--clean-apis", type=int, default=100)
    parser.add_argument("--clean-days", type=float, default=30)
    parser.add_argument("--clean-seed", type=int, default=900)
    arguments = parser.parse_args()
    generator = load(arguments.generator)
    sets = [(f"seed-{seed}", seed, arguments.apis, arguments.days, generator.FAULTS) for seed in arguments.seeds]
    sets.append(("clean", arguments.clean_seed, arguments.clean_apis, arguments.clean_days, None))
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "kinds.txt").write_text("\n".join(kinds_of(generator)) + "\n")
    for name, seed, apis, days, faults in sets:
        folder = arguments.out / name
        folder.mkdir(exist_ok=True)
        for number in range(apis):
            rng = np.random.default_rng([seed, number])
            write(folder / f"api-{number:03d}.bin", generator, rng, days, faults)
    folder = arguments.out / "phases"
    folder.mkdir(exist_ok=True)
    for seed in arguments.seeds:
        for number in range(arguments.apis):
            rng = np.random.default_rng([seed, number])
            write_phases(folder / f"api-{seed}-{number:03d}.bin", generator, rng, arguments.days)


if __name__ == "__main__":
    main()
