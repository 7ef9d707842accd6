"""How much a whole build costs, beside a yardstick on the same files.

Prints CPU-seconds and peak memory of `new`, `build` and `check` on the data
beside the checkout (the demo where there are none), each in a process of its
own, the median of three runs; and of the yardstick, a plain pass of the csv
module over the data files into JSON, so that machines can be compared.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"
RUNS = 3

YARDSTICK = """
import csv, io, json, sys
from pathlib import Path
for path in sorted(Path(sys.argv[1]).glob('data/*.csv')):
    rows = list(csv.reader(io.StringIO(path.read_text(encoding='utf-8-sig'))))
    json.dumps(rows)
"""
MEASURE = """
import json, resource, subprocess, sys
subprocess.run(sys.argv[1:], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def cost(command: list[str]) -> tuple[float, float]:
    """(CPU-seconds, MB at the peak) of one command and its children."""
    done = subprocess.run([sys.executable, "-c", MEASURE, *command], capture_output=True, text=True, check=True)
    seconds, memory = json.loads(done.stdout)
    return seconds, memory


def review_costs(source: Path, area: list[str], languages: str, scratch: Path) -> dict[str, list[tuple[float, float]]]:
    headway = [sys.executable, "-m", "headway.cli"]
    found: dict[str, list[tuple[float, float]]] = {}
    for run in range(RUNS):
        folder = scratch / f"review-{run}"
        steps = {
            "yardstick": [sys.executable, "-c", YARDSTICK, str(source)],
            "new": [*headway, "new", str(folder), *area, "--source", f"open-sdg={source}", "--languages", languages],
            "build": [*headway, "build", str(folder)],
            "build again": [*headway, "build", str(folder)],
            "check": [*headway, "check", str(folder)],
        }
        for name, command in steps.items():
            found.setdefault(name, []).append(cost(command))
    return found


def table(title: str, costs: dict[str, list[tuple[float, float]]]) -> None:
    yardstick = statistics.median(seconds for seconds, _ in costs["yardstick"])
    print(f"\n{title}\n{'step':<14}{'CPU s':>8}{'MB':>8}{'× yardstick':>14}")
    for name, runs in costs.items():
        seconds = statistics.median(run[0] for run in runs)
        memory = statistics.median(run[1] for run in runs)
        print(f"{name:<14}{seconds:>8.2f}{memory:>8.0f}{seconds / yardstick:>14.1f}")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as scratch:
        root = Path(scratch)
        cases = [
            ("Kazakhstan, three languages", SHARED / "kazakhstan", ["--area", "KZALA", "--within", "KZ"], "kk,ru,en"),
            ("Canada, one language", SHARED / "canada-cif", ["--area", "CA"], "en"),
        ]
        for title, source, area, languages in cases:
            if source.is_dir():
                folder = root / source.name
                folder.mkdir()
                table(title, review_costs(source, area, languages, folder))
            else:
                print(f"{title}: the data are not beside the checkout")


if __name__ == "__main__":
    main()
