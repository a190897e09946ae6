"""What people install Sonde with, judged by the tools that will read it; no container engine is needed."""

import pathlib
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "deploy" / "compose"
sys.path.insert(0, str(ROOT / "scripts"))


def needed(program, package):
    """A program that a test cannot do without: missing is a failure, not a skip."""
    beside = pathlib.Path(sys.executable).parent / program
    found = str(beside) if beside.exists() else shutil.which(program)
    assert found, f"{program} is missing; install {package}"
    return found


def run(*command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)


@pytest.fixture(scope="session")
def environment_file(tmp_path_factory):
    """An .env as `make compose-env` writes it."""
    folder = tmp_path_factory.mktemp("compose")
    shutil.copy(COMPOSE / ".env.example", folder)
    made = run(ROOT / "scripts/compose-env.sh", folder)
    assert made.returncode == 0, made.stderr
    return folder / ".env"
