"""Puts the data into the site, so that the folder of the site is all a host needs."""

import os
import shutil
from pathlib import Path


def share_files(origin: Path, folder: Path) -> None:
    """Every file of `origin` also under `folder`: linked where the disk can, copied where it cannot.

    Neither side is ever written to again, only replaced whole, so a link is as
    good as a copy and costs no room.
    """
    for path in sorted(origin.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            target = folder / path.relative_to(origin)
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(path, target)
            except OSError:
                shutil.copyfile(path, target)
