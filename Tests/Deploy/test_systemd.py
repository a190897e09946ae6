"""The unit, as systemd's own tools judge it."""

import shutil

import pytest

from conftest import ROOT, needed, run

UNIT = ROOT / "deploy/systemd/sonde.service"
# Of a hundred; half of what is left is that it talks to the network.
EXPOSURE = 15


@pytest.fixture(scope="module")
def analyze():
    return needed("systemd-analyze", "the package systemd")


def test_systemd_understands_every_line(analyze, tmp_path):
    # The program must be there to be started; here it is any.
    binary = tmp_path / "sonde"
    shutil.copy("/bin/true", binary)
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/usr/local/bin/sonde", str(binary)))
    answer = run(analyze, "verify", "--man=no", unit)
    assert answer.returncode == 0, answer.stderr
    assert "sonde.service" not in answer.stderr, answer.stderr


def test_it_is_exposed_as_little_as_it_says(analyze):
    answer = run(analyze, "security", "--offline=yes", "--no-pager", f"--threshold={EXPOSURE}", UNIT)
    assert answer.returncode == 0, answer.stdout


def test_a_wrong_configuration_is_not_started_again_and_again():
    assert "RestartPreventExitStatus=64 78" in UNIT.read_text()
