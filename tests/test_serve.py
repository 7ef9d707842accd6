"""`headway serve`: the open page follows what is saved; nothing leads out of the site; it ends when asked to."""

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from browser import launched, visiting
from preview_process import Serving, copy_of, replace_in, serving, until

from headway.publish.preview.watch import signature, watch_review
from headway.publish.rebuild import input_files

LIMIT = 2.0
"""Seconds from saving a file until the open page shows it."""
TRIES = 4
"""The fastest counts: other tests may be using the machine at the same time."""


def limit() -> float:
    """As long as the machine has a processor for each who wants one; in proportion longer where they have to share."""
    busy = os.getloadavg()[0] / (os.cpu_count() or 1) if hasattr(os, "getloadavg") else 1.0
    return LIMIT * max(1.0, busy)


@pytest.fixture(scope="module")
def kazakh(almaty: Path, tmp_path_factory: pytest.TempPathFactory):
    """The review of Almaty in three languages, over all indicators of Kazakhstan."""
    with serving(copy_of(almaty, tmp_path_factory.mktemp("serve") / "almaty", built=True)) as found:
        yield found


@pytest.fixture(scope="module")
def running(demo: Path, tmp_path_factory: pytest.TempPathFactory):
    with serving(copy_of(demo, tmp_path_factory.mktemp("running") / "review", built=True)) as found:
        yield found


@pytest.fixture
def example(running: Serving):
    """The example review in a preview; a test may change its files, which are then put back."""
    kept = {path: path.read_bytes() for path in input_files(running.folder)}
    yield running
    for path, content in kept.items():
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
    until(lambda: running.get("kk/index.html")[0] == 200)


def visible(tab, text: str) -> None:
    """Waits until the page says it; looked at every 20 ms."""
    tab.wait_for_function("text => document.body && document.body.innerText.includes(text)", arg=text, polling=20, timeout=60000)


def fastest(save, tab, texts: list[str]) -> float:
    """Saves one text after another; the shortest time until the page shows it."""
    times = []
    for text in texts:
        start = time.monotonic()
        save(text)
        visible(tab, text)
        times.append(time.monotonic() - start)
    return min(times)


# The open page follows


def test_a_changed_title_is_shown_within_two_seconds(kazakh: Serving, visit) -> None:
    path = kazakh.folder / "review.toml"
    before = path.read_text(encoding="utf-8")
    title = next(line for line in before.splitlines() if line.startswith("ru = "))
    tab = visit.goto(f"{kazakh.address}ru/index.html")
    texts = [f"Обзор Алматы, вид {number}" for number in range(TRIES)]
    took = fastest(lambda text: path.write_text(before.replace(title, f'ru = "{text}"'), encoding="utf-8"), tab, texts)
    path.write_text(before, encoding="utf-8")
    assert took < limit()


def test_a_changed_text_is_shown_within_two_seconds(kazakh: Serving, visit) -> None:
    path = kazakh.folder / "text" / "opening.kk.md"
    tab = visit.goto(f"{kazakh.address}kk/index.html")
    texts = [f"Қаладағы өзгерістер туралы {number}-сөз." for number in range(TRIES)]
    assert fastest(lambda text: path.write_text(text, encoding="utf-8"), tab, texts) < limit()


def test_a_changed_table_is_shown_within_two_seconds(kazakh: Serving, visit) -> None:
    """The file is replaced whole by renaming, as careful editors do."""
    path = kazakh.folder / "indicators.csv"
    before = path.read_text(encoding="utf-8")
    row = next(line for line in before.splitlines() if line.startswith("global,1.2.1,"))
    tab = visit.goto(f"{kazakh.address}kk/indicators/1.2.1.html")
    names = [f"Кедейлік {number}" for number in range(TRIES)]
    kazakh_name = row.split(",")[2]

    def save(name: str) -> None:
        fresh = path.with_name("indicators.csv.tmp")
        fresh.write_text(before.replace(row, row.replace(kazakh_name, name)), encoding="utf-8")
        os.replace(fresh, path)

    took = fastest(save, tab, names)
    path.write_text(before, encoding="utf-8")
    assert took < limit()


def test_a_verdict_follows_the_table(example: Serving, visit) -> None:
    tab = visit.goto(f"{example.address}en/indicators/1.2.1.html")
    before = tab.inner_text(".lead .verdict")
    path = example.folder / "indicators.csv"
    row = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("global,1.2.1,"))
    replace_in(path, row, row.replace(",decrease,", ",increase,").replace(",0.5*base,2030,,relative,", ",,,,,"))
    tab.wait_for_function("before => document.querySelector('.lead .verdict').innerText !== before", arg=before)


def test_a_broken_table_is_told_with_place_and_remedy_and_the_page_comes_back(example: Serving, browser) -> None:
    with visiting(browser) as visit:
        path = example.folder / "indicators.csv"
        whole = path.read_text(encoding="utf-8")
        line = whole.splitlines().index(next(row for row in whole.splitlines() if row.startswith("global,1.2.1,"))) + 1
        tab = visit.goto(f"{example.address}ru/goals/1.html")
        heading = tab.inner_text("h1")
        replace_in(path, "global,1.2.1,People below the national poverty line,,decrease", "global,1.2.1,People below the national poverty line,,sideways")
        visible(tab, f"indicators.csv:{line}")
        told = tab.inner_text("main")
        assert "sideways" in told and "direction" in told
        assert tab.get_attribute("html", "lang") == "ru"
        assert example.get("ru/goals/1.html")[0] == 503
        path.write_text(whole, encoding="utf-8")
        visible(tab, heading)
        assert all("503" in fault for fault in visit.faults)
        visit.faults.clear()


@pytest.mark.parametrize(
    ("file", "content"),
    [("review.toml", b"title = ["), ("review.toml", b"\xff\xfe"), ("areas.csv", b""), ("breaks.csv", b"\x00\x00"), ("sources/sources.lock", b"[")],
    ids=["no toml", "no text", "empty table", "zeros", "broken lock"],
)  # fmt: skip
def test_whatever_is_broken_the_preview_goes_on(example: Serving, file: str, content: bytes) -> None:
    path = example.folder / file
    whole = path.read_bytes()
    path.write_bytes(content)
    until(lambda: example.get("en/index.html")[0] == 503)
    told = example.get("en/index.html")[2]
    assert Path(file).name in told and "Traceback" not in told
    path.unlink()
    time.sleep(0.3)
    path.write_bytes(whole)
    until(lambda: example.get("en/index.html")[0] == 200)


def test_a_language_that_goes_is_told_and_comes_back(example: Serving, browser) -> None:
    with visiting(browser) as visit:
        path = example.folder / "review.toml"
        whole = path.read_text(encoding="utf-8")
        tab = visit.goto(f"{example.address}kk/gaps.html")
        heading = tab.inner_text("h1")
        with_one = whole.replace('languages = ["en", "ru", "kk"]', 'languages = ["en"]')
        assert with_one != whole
        path.write_text("\n".join(line for line in with_one.splitlines() if not line.startswith(("ru = ", "kk = "))), encoding="utf-8")
        visible(tab, "/kk/gaps.html")
        assert example.get("kk/gaps.html")[0] == 404
        assert example.get("ru/index.html")[0] == 404
        assert "/kk/" not in example.get("en/index.html")[2]
        path.write_text(whole, encoding="utf-8")
        visible(tab, heading)
        visit.faults.clear()  # the browser tells that the page was not there


def test_the_place_on_the_page_and_what_is_opened_stay(example: Serving, browser) -> None:
    with visiting(browser, size=(390, 600)) as visit:
        tab = visit.goto(f"{example.address}en/indicators/1.2.1.html")
        assert tab.locator("details").count() > 0
        tab.locator("details > summary").last.click()
        opened = tab.eval_on_selector_all("details", "all => all.map(each => each.open)")
        tab.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
        tab.wait_for_timeout(500)
        place = tab.evaluate("scrollY")
        assert place > 300
        replace_in(example.folder / "review.toml", 'en = "', 'en = "Anew: ')
        visible(tab, "Anew:")
        tab.wait_for_function("place => Math.abs(scrollY - place) < 40", arg=place)
        assert tab.eval_on_selector_all("details", "all => all.map(each => each.open)") == opened


def test_two_browsers_follow_at_once(example: Serving, browser) -> None:
    """Another browser of its own process is opened from another thread: playwright wants one of its own there."""
    seen, ready = [], threading.Event()

    def other() -> None:
        with launched() as second, visiting(second) as visit:
            tab = visit.goto(f"{example.address}ru/index.html")
            ready.set()
            visible(tab, "Мотылёк")
            seen.append(tab.inner_text("h1"))

    thread = threading.Thread(target=other)
    thread.start()
    with visiting(browser) as visit:
        tab = visit.goto(f"{example.address}en/index.html")
        assert ready.wait(60)
        text = (example.folder / "review.toml").read_text(encoding="utf-8")
        lines = ['en = "Moth"' if line.startswith('en = "') else 'ru = "Мотылёк"' if line.startswith('ru = "') else line for line in text.splitlines()]
        (example.folder / "review.toml").write_text("\n".join(lines), encoding="utf-8")
        visible(tab, "Moth")
        thread.join(60)
    assert seen == ["Мотылёк"]


def test_ten_open_pages_leave_room_for_another(example: Serving, browser) -> None:
    """A browser has six connections to one host; pages that wait for a change must not hold them all."""
    context = browser.new_context()
    try:
        tabs = [context.new_page() for _ in range(10)]
        for tab in tabs:
            tab.goto(f"{example.address}en/goals.html", timeout=15000)
        replace_in(example.folder / "review.toml", 'en = "', 'en = "Tenfold: ')
        for tab in tabs:
            visible(tab, "Tenfold:")
    finally:
        context.close()


# Watching


def test_several_quick_saves_give_one_change(demo: Path, tmp_path: Path) -> None:
    folder = copy_of(demo, tmp_path / "review")
    calls, stop = [], threading.Event()
    thread = threading.Thread(target=watch_review, args=(folder, signature(folder), calls.append, stop), daemon=True)
    thread.start()
    time.sleep(0.5)
    for number in range(20):
        (folder / "text" / "opening.en.md").write_text(f"Version {number}", encoding="utf-8")
    until(lambda: bool(calls))
    time.sleep(1.0)
    stop.set()
    thread.join(5)
    assert calls[0] == ["text/opening.en.md"] and len(calls) <= 2  # a save may fall behind on a busy machine


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "build").mkdir() or (folder / "build" / "x.csv").write_text("1"),
        lambda folder: (folder / ".headway" / "x.csv").write_text("1"),
        lambda folder: (folder / "notes.txt").write_text("1"),
    ],
    ids=["build", "cache", "another file"],
)
def test_what_is_no_part_of_the_review_is_no_change(demo: Path, tmp_path: Path, change) -> None:
    folder = copy_of(demo, tmp_path / "review")
    before = signature(folder)
    change(folder)
    assert signature(folder) == before


def test_a_folder_that_is_made_later_is_followed(demo: Path, tmp_path: Path) -> None:
    folder = copy_of(demo, tmp_path / "review")
    aside = (folder / "text").rename(tmp_path / "aside")
    calls, stop = [], threading.Event()
    thread = threading.Thread(target=watch_review, args=(folder, signature(folder), calls.append, stop), daemon=True)
    thread.start()
    time.sleep(0.3)
    aside.rename(folder / "text")
    until(lambda: bool(calls))
    (folder / "text" / "opening.en.md").write_text("Later", encoding="utf-8")
    until(lambda: ["text/opening.en.md"] in calls)
    stop.set()
    thread.join(5)


# What it answers


HOSTILE = [
    "/../review.toml", "/../../../../etc/passwd", "/%2e%2e/review.toml", "/..%2freview.toml", "/%2e%2e%2f%2e%2e%2fetc/passwd",
    "/data/../../review.toml", "/data/%2e%2e/%2e%2e/review.toml", "/data/..%5c..%5creview.toml", "/data//etc/passwd", "/data/%2fetc%2fpasswd",
    "//etc/passwd", "///review.toml", "/etc/passwd", "http://127.0.0.1/../review.toml", "/data/C:%5cWindows%5cwin.ini",
    "/data/coverage.csv%00.html", "/%00", "/data/%00", "/data/.built", "/.live/../review.toml", "/.headway/", "/data/", "/%ff%fe", "*", "x",
    "/en/index.html%0d%0aSet-Cookie:%20a=b", "/" + "a" * 3000, "/data/" + "b" * 3000, "/" + "/".join("c" * 500), "/.live/wait.js%00", "/en/", "?",
]  # fmt: skip


@pytest.fixture(scope="module")
def steady(demo: Path, tmp_path_factory: pytest.TempPathFactory):
    """A preview that no test changes."""
    with serving(copy_of(demo, tmp_path_factory.mktemp("steady") / "review", built=True)) as found:
        yield found


@pytest.mark.parametrize("target", HOSTILE, ids=lambda target: target[:40])
def test_no_address_leads_out_of_the_site(steady: Serving, target: str) -> None:
    answered = steady.raw(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode("latin-1"))
    head, _, body = answered.partition(b"\r\n\r\n")
    status = int(head.split()[1])
    assert status in ((200,) if target == "/en/" else (400, 404))
    assert b"[[sources]]" not in body and b"root:" not in body and b"Directory listing" not in body
    assert b"Traceback" not in body and b"Set-Cookie" not in head


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW", "get", "G" * 2000])
def test_it_can_only_be_read(steady: Serving, method: str) -> None:
    answered = steady.raw(f"{method} / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\nabc".encode())
    assert int(answered.split()[1]) in (405, 501)


@pytest.mark.parametrize(
    "request_",
    [b"", b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00\x01\x02\r\n\r\n", b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n"],
    ids=["nothing", "blank", "no path", "version", "bytes", "too long", "many headers"],
)  # fmt: skip
def test_what_is_no_request_does_no_harm(steady: Serving, request_: bytes) -> None:
    try:
        answered = steady.raw(request_)
    except ConnectionError:
        answered = b""
    assert b"Traceback" not in answered and not answered.startswith(b"HTTP/1.1 200")
    assert steady.get("en/index.html")[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost:x"])
def test_a_name_bent_to_this_machine_is_refused(steady: Serving, host: str) -> None:
    assert steady.raw(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()).split()[1] == b"403"


def test_it_listens_on_this_machine_alone(steady: Serving) -> None:
    own = socket.gethostbyname_ex(socket.gethostname())[2]
    for address in [each for each in own if not each.startswith("127.")]:
        with pytest.raises(OSError):
            socket.create_connection((address, steady.port), timeout=2)
    assert steady.address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("en/index.html", "text/html; charset=utf-8"), ("", "text/html; charset=utf-8"), ("assets/style.css", "text/css; charset=utf-8"),
        ("assets/tables.js", "text/javascript; charset=utf-8"), ("data/coverage.csv", "text/csv; charset=utf-8"),
        ("data/problems.json", "application/json"), ("data/observations.parquet", "application/vnd.apache.parquet"),
    ],
)  # fmt: skip
def test_each_file_has_its_type_and_is_never_kept(steady: Serving, path: str, kind: str) -> None:
    status, headers, _ = steady.get(path)
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, kind, "no-store")
    asked = steady.get(path, "HEAD")
    assert asked[0] == 200 and asked[2] == ""
    assert {**asked[1], "Date": ""} == {**headers, "Date": ""}


def test_data_that_were_not_built_are_told_in_words(demo: Path, tmp_path: Path) -> None:
    with serving(copy_of(demo, tmp_path / "review")) as found:
        status, _, text = found.get("data/coverage.csv")
        assert status == 404 and "headway build" in text
        assert found.get("en/data.html")[0] == 200


def test_a_page_of_the_preview_is_the_page_of_the_build(steady: Serving) -> None:
    """But for the script that shows it anew."""
    for path in ("en/index.html", "kk/indicators/1.2.1.html", "ru/gaps.html"):
        shown = steady.get(path)[2]
        script = shown[shown.index('<script src="/.live/') : shown.index("</body>")]
        built = (steady.folder / "build" / "site" / path).read_text(encoding="utf-8")
        assert shown.replace(script, "") == built


# Beginning and ending


def test_an_interruption_ends_it_well(demo: Path, tmp_path: Path) -> None:
    with serving(copy_of(demo, tmp_path / "review")) as found:
        assert found.get("en/index.html")[0] == 200
        status, said = found.interrupt()
    assert status == 0
    assert found.address in said and "has ended" in said


def test_a_port_in_use_is_told(steady: Serving, demo: Path) -> None:
    command = [sys.executable, "-m", "headway.cli", "serve", str(demo), "--no-browser", "--port", str(steady.port)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Port {steady.port} is in use" in done.stderr and "--port" in done.stderr


@pytest.mark.parametrize("port", ["70000", "-5"])
def test_a_port_that_cannot_be_is_told(demo: Path, port: str) -> None:
    command = [sys.executable, "-m", "headway.cli", "serve", str(demo), "--no-browser", "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 2 and port in done.stderr and "Traceback" not in done.stderr


def test_the_next_free_port_is_taken_and_told(steady: Serving, demo: Path, tmp_path: Path) -> None:
    """`steady` has taken the first free one."""
    with serving(copy_of(demo, tmp_path / "review")) as found:
        assert found.port > steady.port
        assert f"takes {found.port}" in found.said


def test_a_folder_that_is_no_review_is_refused(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "headway.cli", "serve", str(tmp_path)], capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 2 and "is not a review" in done.stderr


def test_a_review_that_is_faulty_from_the_start_can_be_mended(demo: Path, tmp_path: Path) -> None:
    folder = copy_of(demo, tmp_path / "review")
    whole = (folder / "areas.csv").read_bytes()
    (folder / "areas.csv").unlink()
    with serving(folder) as found:
        status, _, text = found.get("en/index.html")
        assert status == 503 and "areas.csv" in text
        assert found.get("assets/style.css")[0] == 200
        (folder / "areas.csv").write_bytes(whole)
        until(lambda: found.get("en/index.html")[0] == 200)


def test_it_works_beside_a_build(example: Serving) -> None:
    """A build replaces its folders, and a change of the review makes both read it anew."""
    decisions = example.folder / "decisions.csv"
    before = decisions.read_text(encoding="utf-8")
    for number in range(3):
        decisions.write_text(before + ("" if number % 2 else "\n"), encoding="utf-8")
        replace_in(example.folder / "review.toml", 'en = "', f'en = "{number}')
        build = subprocess.Popen([sys.executable, "-m", "headway.cli", "build", str(example.folder)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        while build.poll() is None:
            assert example.get("en/index.html")[0] == 200
            assert example.get("data/coverage.csv")[0] in (200, 404)
        assert build.returncode == 0, build.stderr.read()
    until(lambda: ">210" in example.get("en/index.html")[2])
