"""Ways in which a file goes wrong: by hand, by a spreadsheet program, by a disk, by malice.

Every function takes (bytes, random generator) and returns bytes; the same seed
gives the same bytes.
"""

import csv
import io
from random import Random

CELLS = [
    "", " ", "\u00a0", "-", "–", "…", "n/a", "nan", "inf", "-inf", "1e309", "1e-400", "1E5", "1,5", "1 234,5", "1,234.5",
    "−5", "--5", "5%", "٣", "²", "½", "0x10", "1_000", "5.2.1", "=1+1", "=HYPERLINK(\"http://x\")", "+1", "@SUM(A1)", "＝1",
    "2019", "2019.0", "2019/20", "2019-13", "20l9", "01.02.2001", "2020-02-30", "9999", "0", "00000", "true", "null", "NaN",
    "<script>alert(1)</script>", "\u202eabc", "\u200b", "\u2028", "\ufeff", "a\nb", "a\rb", "a\"b", "\"", "'", "../../x",
    "CON", "a|b", "data.x", "global_indicators.1-2-1-title", "9" * 400, "9" * 25, "x" * 3000, "[" * 500, " " * 3000 + "x",
    "KZALA", "kzala", "KZ", "ZZZ", "\x00", "\x1b[2J", "{found}", "%s", "\\", "Ω" * 40, "1.2.1", "F", "sex=F;sex=M",
]  # fmt: skip
JUNK = [
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xc3", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n\n", b"\"", b"'", b",", b";", b"\t", b"\x1b", b"\x1a",
    "\u2028".encode(), "\u202e".encode(), b": ", b"- ", b"&a ", b"*a ", b"!!python/object/apply:os.system [x]", b"<<: *a", b"{", b"}", b"[", b"]",
    b"#", b"|", b">", b"---\n", b"...\n", b"%YAML 9\n", b"? ", b"= ", b"[[x]]\n", b"\"\"\"", b"1e999", b"2020-13-45", b"9" * 5000, b"-1",
]  # fmt: skip


def flip(data: bytes, chance: Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        if found:
            found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def cut(data: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.choice((1, 1, 3, 20, 200, len(data))) :]


def insert(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(JUNK) * chance.choice((1, 1, 1, 3, 300)) + data[at:]


def repeat(data: bytes, chance: Random) -> bytes:
    """A stretch given again, once or very often."""
    start = chance.randrange(len(data) + 1)
    part = data[start : start + chance.choice((1, 10, 80, 400))]
    return data[:start] + part * chance.choice((2, 2, 5, max(1, 20_000 // max(1, len(part))))) + data[start:]


def swap_lines(data: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    if len(lines) > 1:
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def drop_or_double_line(data: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at : at + 1] = [lines[at]] * chance.choice((0, 2, 2, 4))
    return b"\n".join(lines)


def indent(data: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((b" ", b"  ", b"\t", b"        ")) + lines[at]
    return b"\n".join(lines)


def encoding(data: bytes, chance: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    name = chance.choice(("utf-16", "utf-16-le", "utf-8-sig", "cp1251", "latin-1", "utf-32", "utf-7", "cp866"))
    return text.encode(name, "replace")


def line_ends(data: bytes, chance: Random) -> bytes:
    ends = chance.choice((b"\r\n", b"\r", b"\n\r", b"\r\r\n", b"\x0b", b"\xe2\x80\xa8"))
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    if chance.random() < 0.3:
        at = chance.randrange(len(lines))
        return b"\n".join(lines[:at]) + ends + b"\n".join(lines[at:])
    return ends.join(lines)


def delimiter(data: bytes, chance: Random) -> bytes:
    return data.replace(b",", chance.choice((b";", b"\t", b"|", b", ", b",,", b"")))


def digits(data: bytes, chance: Random) -> bytes:
    """One run of digits replaced: sizes, dates and numbers out of range."""
    runs = [i for i, byte in enumerate(data) if chr(byte).isdigit() and not (i and chr(data[i - 1]).isdigit())]
    if not runs:
        return data
    start = chance.choice(runs)
    end = start
    while end < len(data) and chr(data[end]).isdigit():
        end += 1
    new = chance.choice((b"0", b"-1", b"1e400", b"9" * 30, b"9" * 5000, b"20266", b"1.5", b"", b"true", b"\"x\"", b"[1]", b"{}", b"1799", b"2201"))
    return data[:start] + new + data[end:]


def cells(data: bytes, chance: Random) -> bytes:
    """One cell, header cell, row or column of a table changed, and the table written again."""
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return flip(data, chance)
    rows = [row for row in rows if row]
    if not rows:
        return data
    kind = chance.randrange(9)
    at = 0 if kind in (1, 2) else chance.randrange(len(rows))
    column = chance.randrange(len(rows[at]))
    if kind <= 1:
        rows[at][column] = chance.choice(CELLS)
    elif kind == 2:
        rows[0][column] = chance.choice((rows[0][chance.randrange(len(rows[0]))], rows[0][column].upper(), "Value", "Year", "Origin", "mark", "***"))
    elif kind == 3:
        rows = [[cell for index, cell in enumerate(row) if index != column] for row in rows]
    elif kind == 4:
        rows = [row[:column] + [row[column] if column < len(row) else ""] + row[column:] for row in rows]
    elif kind == 5:
        rows[at] = rows[at][:column] + [chance.choice(CELLS)] * chance.choice((0, 2, 50)) + rows[at][column + 1 :]
    elif kind == 6:
        rows[1:] = chance.sample(rows[1:], len(rows) - 1)
    elif kind == 7:
        rows.insert(chance.randrange(len(rows) + 1), [chance.choice(CELLS)] * chance.choice((0, 1, 3)))
    else:
        for row in rows[1:]:
            if column < len(row):
                row[column] = chance.choice(CELLS)
    text = io.StringIO()
    csv.writer(text, lineterminator=chance.choice(("\n", "\n", "\r\n"))).writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def nest(data: bytes, chance: Random) -> bytes:
    """Depth and repetition, for files that know levels."""
    depth = chance.choice((5, 60, 5000))
    bomb = "".join(f"b{i}: &b{i} [{', '.join([f'*b{i - 1}'] * 9)}]\n" for i in range(1, 12))
    parts = [
        "x: " + "[" * depth + "]" * depth + "\n", "x: " + "{a: " * depth + "1" + "}" * depth + "\n", "b0: &b0 [1, 2]\n" + bomb,
        "x = " + "[" * depth + "]" * depth + "\n", "x: &x [*x]\n", "".join("  " * i + f"k{i}:\n" for i in range(min(depth, 300))),
        "[" + "a." * depth + "b]\nc = 1\n", "languages: {en: [ru]}\n", "map_layers: [[[1]]]\n", "src_dir: ../..\n", "graph_series_breaks: [value: 1e300]\n",
        "progress_calculation_options: [{target: 1e300, target_year: 1e300, direction: [x]}]\n", "data_start_values: {field: [1], value: {}}\n",
    ]  # fmt: skip
    part, lines = chance.choice(parts).encode(), data.split(b"\n")
    at = chance.choice((0, len(lines), chance.randrange(len(lines) + 1)))
    return b"\n".join([*lines[:at], part.rstrip(b"\n"), *lines[at:]])


ANY = (flip, cut, insert, repeat, swap_lines, drop_or_double_line, encoding, line_ends, digits)
TABLE = (*ANY, cells, cells, cells, cells, delimiter)
NESTED = (*ANY, nest, nest, indent, digits)


def mutate(name: str, data: bytes, chance: Random) -> bytes:
    """One to three mutations that fit the kind of file."""
    kinds = TABLE if name.endswith(".csv") else NESTED if name.endswith((".yml", ".md", ".toml", ".lock")) else ANY
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(kinds)(data, chance)
    return data[:2_000_000]
