"""Git, run so that neither an address nor a repository can make it run anything."""

import os
import subprocess
from pathlib import Path

from headway.errors import SourceError

SAFE = (
    "protocol.allow=never", "protocol.https.allow=always", "protocol.http.allow=always", "protocol.ssh.allow=always",
    "protocol.file.allow=always", "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.symlinks=false",
    "submodule.recurse=false", "fetch.recurseSubmodules=false",
)  # fmt: skip
"""Said on the command line, where they win over what a repository's own configuration says."""
PATIENCE = 600


def clone(url: str, to: Path) -> Path:
    """A shallow clone without submodules; a URL can name neither an option nor a helper program."""
    try:
        done = _git("clone", "--quiet", "--depth", "1", "--no-recurse-submodules", "--template=", "--", url, str(to), patience=PATIENCE)
    except FileNotFoundError:
        raise SourceError("git is not installed.", remedy="Install git, or point to a folder.") from None
    except subprocess.TimeoutExpired:
        raise SourceError(f"“{url}” did not answer within ten minutes.", remedy="Try again later.") from None
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise SourceError(f"git could not fetch “{url}”: {last}", remedy="Check the address.")
    return to


def commit(root: Path) -> str:
    """The commit a working tree is at; blank where it is no repository of its own."""
    if not (root / ".git").exists():
        return ""
    try:
        done = _git("-C", str(root), "rev-parse", "--verify", "--quiet", "HEAD", patience=60)
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _git(*arguments: str, patience: int) -> subprocess.CompletedProcess:
    """One run that asks nobody for a password, fetches nothing on its own, and knows no repository but the one named."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_A_REPOSITORY}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C.UTF-8"}
    settings = [part for setting in SAFE for part in ("-c", setting)]
    return subprocess.run(
        ["git", *settings, *arguments], capture_output=True, stdin=subprocess.DEVNULL, env=environment, timeout=patience,
        encoding="utf-8", errors="replace",
    )  # fmt: skip


OF_A_REPOSITORY = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX")
"""Set where Headway is called from a hook; they would point git to another repository."""
