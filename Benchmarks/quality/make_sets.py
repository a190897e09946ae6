"""Made-up probe histories for `make quality`, as sonde-quality reads them.

    make_sets.py LATENCY_FAULTS_PY OUT_DIR [--seeds 101 102 103 104 105] [--apis 12] [--days 10]
                 [--clean-apis 100] [--clean-days 30] [--clean-seed 900]

LATENCY_FAULTS_PY is the generator of realistic latency with injected faults. OUT_DIR gets a folder for each seed and
one called clean without faults; each API is one file: the number of probes, response times in ms (f8), success (u1),
sizes in bytes (f8), the number of faults, and of each fault the kind and the first and one past the last probe (i8).
Kinds are numbered as in kinds.txt. What is there already is not made again.
"""

import argparse
import importlib.util
import pathlib

import numpy as np


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
    kinds = list(generator.FAULTS)
    unfinished = path.with_suffix(".part")
    with open(unfinished, "wb") as file:
        np.array([len(latency)], "<i8").tofile(file)
        latency.astype("<f8").tofile(file)
        success.astype("u1").tofile(file)
        size.astype("<f8").tofile(file)
        np.array([len(windows)], "<i8").tofile(file)
        np.array([[kinds.index(kind), start, end] for kind, start, end in windows], "<i8").tofile(file)
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
    (arguments.out / "kinds.txt").write_text("\n".join(generator.FAULTS) + "\n")
    for name, seed, apis, days, faults in sets:
        folder = arguments.out / name
        folder.mkdir(exist_ok=True)
        for number in range(apis):
            rng = np.random.default_rng([seed, number])
            write(folder / f"api-{number:03d}.bin", generator, rng, days, faults)


if __name__ == "__main__":
    main()
