"""What must be true of the image, each said in a line."""

import os
import time

CONFIGURATION = """\
store: {url: "sqlite:/var/lib/sonde/sonde.db"}
web: {listen: "0.0.0.0:8080"}
endpoints:
  - {name: itself, url: "http://127.0.0.1:8080/healthz", interval: 1s}
"""


class Checks:
    def __init__(self):
        self.failed = 0

    def say(self, is_true, words, reason=""):
        print(f"{'ok    ' if is_true else 'FAILED'}  {words}{'' if is_true or not reason else ': ' + reason.strip()}")
        self.failed += not is_true


def check(container, checks):
    image = container.image
    answer = None
    while container.is_running and (not answer or answer.returncode != 0):
        time.sleep(0.2)
        if container.pid:
            answer = container.execute(image.healthcheck)
    words = " ".join(image.healthcheck)
    checks.say(container.is_running, f"{words}: {answer.stdout.strip() if answer else ''}",
               (container.folder / "output").read_text())
    if not container.is_running:
        return
    status = container.status()
    checks.say(set(status["Uid"].split()) == {"10001"} and set(status["Gid"].split()) == {"10001"},
               f"runs as user {status['Uid'].split()[0]}, group {status['Gid'].split()[0]}")
    checks.say(int(status["CapEff"], 16) == 0 and int(status["CapBnd"], 16) == 0 and status["NoNewPrivs"] == "1",
               "has no capabilities and can win none")
    checks.say(status["NSpid"].split()[-1] == "1", "is the first process of its container")
    for folder in ["/etc/sonde", "/usr", "/"]:
        touched = container.joined(["chroot", image.root, "touch", f"{folder}/x"])
        checks.say("Read-only file system" in touched.stderr, f"{folder} is read-only, for root too", touched.stderr)
    page = container.joined(["curl", "--silent", "http://127.0.0.1:8080/endpoints/itself"])
    checks.say("dygraph.min" in page.stdout, "the page has its charts", page.stderr + page.stdout[:200])
    status = ""
    while container.is_running and '"probes":' not in status.replace('"probes":0,', ""):
        status = container.joined(["curl", "--silent", "http://127.0.0.1:8080/api/v1/status"]).stdout
    checks.say('"probes":' in status, "it probes")
    roots = image.place("/etc/ssl/certs/ca-certificates.crt").read_text().count("BEGIN CERTIFICATE")
    checks.say(roots > 100, f"it trusts {roots} authorities")
    ready = container.execute(["sonde", "healthcheck", "--ready", "--url", "http://127.0.0.1:8080"])
    checks.say(ready.returncode == 0, "it is ready, and its database can be written", ready.stderr)
    checks.say(container.stop() == 0, f"{image.stop_signal} ends it with 0")
    database = container.folder / "volumes/sonde/sonde.db"
    checks.say(database.exists() and os.stat(database).st_uid == 10001, "what it stored is on the volume")


def check_size(layers, checks, limit):
    """`layers` are pairs of words and bytes."""
    for words, size in layers:
        print(f"{size / 1e6:8.1f} MB  {words}")
    total = sum(size for _, size in layers)
    checks.say(total < limit, f"{total / 1e6:.1f} MB in all, of at most {limit / 1e6:.0f} MB")
