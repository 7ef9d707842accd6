"""A system whose locale knows no letters beyond ASCII, and folders named in Kazakh with blanks."""

import os
import shutil
import subprocess
import sys


def run(*arguments: str, cwd) -> subprocess.CompletedProcess:
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "headway.cli", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, timeout=120)


def test_a_review_is_made_built_and_read_there(tmp_path, demo):
    desk = tmp_path / "қала мен дала"
    desk.mkdir()
    shutil.copytree(demo / "meridia", desk / "деректер")
    made = run("new", "алдер 1", "--area", "XMALD", "--within", "XM", "--source", "open-sdg=деректер", "--languages", "kk", cwd=desk)
    assert made.returncode == 0, made.stderr.decode()
    assert "алдер 1" in made.stdout.decode("utf-8")
    assert "деректер" in (desk / "алдер 1" / "review.toml").read_text(encoding="utf-8")
    for arguments in (["build", "алдер 1"], ["refresh", "алдер 1"], ["show", "алдер 1", "1.2.1/XMALD"]):
        done = run(*arguments, cwd=desk)
        assert done.returncode == 0, done.stderr.decode()
    assert (desk / "алдер 1" / "build" / "site" / "kk" / "index.html").is_file()


def test_a_refusal_there_is_one_readable_sentence(tmp_path):
    refused = run("build", "жоқ", cwd=tmp_path)
    assert refused.returncode == 2
    assert "“жоқ” is not a review" in refused.stderr.decode("utf-8")
