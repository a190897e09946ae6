"""Made-up phases of an API's probes: name server, connect, TLS and transfer beside the time to first byte.

The time to first byte is the latency of latency_faults.py in normal life. Faults are of the network alone: a slow name
server, a longer route (connect and TLS), a slow handshake, a slow transfer. Each lasts 20 to 120 minutes and adds at
least a sixth of the API's usual response time; the first four days hold none.
"""

import numpy as np

KINDS = ["slow_dns", "longer_route", "slow_tls", "slow_transfer"]
PHASES = ["dns", "connect", "tls", "transfer"]


def normal_behaviour(rng, n):
    """Milliseconds of each phase, by name."""
    noise = lambda sigma: np.exp(rng.normal(0, sigma, n))
    round_trip = np.exp(rng.uniform(np.log(0.5), np.log(90)))
    dns = rng.uniform(0.3, 3) * noise(0.4)                   # from a cache nearby,
    missed = rng.random(n) < rng.uniform(0.0, 0.2)           # or asked far away
    dns[missed] = rng.uniform(10, 60) * noise(0.3)[missed]
    connect = round_trip * noise(rng.uniform(0.03, 0.2))
    lost = rng.random(n) < rng.uniform(0, 0.002)             # a lost SYN is sent again after a second
    connect[lost] += 1000
    tls = 2 * round_trip * noise(0.1) + rng.uniform(1, 8) * noise(0.3)
    transfer = np.exp(rng.uniform(np.log(0.05), np.log(40))) * noise(rng.uniform(0.2, 0.6))
    return {"dns": dns, "connect": connect, "tls": tls, "transfer": transfer}


def add_faults(rng, phases, usual, interval, quiet_days=4, gap_hours=(8, 30)):
    """Injects faults and returns their windows: kind, first and one past the last probe."""
    n = len(phases["dns"])
    windows, at = [], int(quiet_days * 86400 / interval)
    while True:
        at += int(rng.uniform(*gap_hours) * 3600 / interval)
        length = int(rng.uniform(20, 120) * 60 / interval)
        if at + length >= n:
            return windows
        window = slice(at, at + length)
        kind = KINDS[rng.integers(len(KINDS))]
        hit = {"slow_dns": ["dns"], "longer_route": ["connect", "tls"], "slow_tls": ["tls"],
               "slow_transfer": ["transfer"]}[kind]
        level = sum(np.median(phases[name]) for name in hit)
        factor = max(rng.uniform(1.5, 8), 1 + usual * rng.uniform(1 / 6, 1 / 2) / level)
        for name in hit:
            phases[name][window] *= factor
        windows.append((kind, at, at + length))
        at += length
