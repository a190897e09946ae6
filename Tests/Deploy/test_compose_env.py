"""`make compose-env`: passwords of one's own, for oneself, once."""

import re
import shutil

from conftest import COMPOSE, ROOT, run

SCRIPT = ROOT / "scripts/compose-env.sh"


def values(file):
    lines = [line.split("=", 1) for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return {name: value for name, value in lines}


def test_every_password_is_random_and_none_is_used_twice(environment_file, tmp_path):
    shutil.copy(COMPOSE / ".env.example", tmp_path)
    assert run(SCRIPT, tmp_path).returncode == 0
    passwords = [value for file in [environment_file, tmp_path / ".env"]
                 for name, value in values(file).items() if name.endswith("_PASS")]
    assert len(passwords) == 8
    assert all(re.fullmatch(r"[0-9a-f]{64}", password) for password in passwords)
    assert len(set(passwords)) == 8


def test_all_else_is_as_in_the_example(environment_file):
    example = values(COMPOSE / ".env.example")
    made = values(environment_file)
    assert made.keys() == example.keys()
    assert all(made[name] == value for name, value in example.items() if not name.endswith("_PASS"))


def test_only_its_owner_can_read_it(environment_file):
    assert environment_file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_stays(environment_file):
    before = environment_file.read_text()
    again = run(SCRIPT, environment_file.parent)
    assert again.returncode == 0
    assert "stays as it is" in again.stdout
    assert environment_file.read_text() == before
    assert sorted(file.name for file in environment_file.parent.iterdir()) == [".env", ".env.example"]


def test_no_password_is_shown(environment_file, tmp_path):
    shutil.copy(COMPOSE / ".env.example", tmp_path)
    said = run(SCRIPT, tmp_path)
    assert not any(value in said.stdout + said.stderr for name, value in values(tmp_path / ".env").items()
                   if name.endswith("_PASS"))


def test_git_passes_over_it():
    assert run("git", "-C", ROOT, "check-ignore", "deploy/compose/.env").returncode == 0
    assert run("git", "-C", ROOT, "check-ignore", "deploy/compose/config/.env").returncode == 0


def test_make_calls_the_script():
    assert "scripts/compose-env.sh" in run("make", "-C", ROOT, "--dry-run", "compose-env").stdout
