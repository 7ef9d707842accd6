"""Bytes to text as offices save it: UTF-8 with or without a mark, UTF-16, Windows Cyrillic."""

from pathlib import Path

from headway.sources.problems import ProblemLog

CYRILLIC = "cp1251"
MOST_BYTES = 64_000_000
"""A text file of statistics is far smaller; what is larger would only fill the memory."""


def read_text(path: Path, file: str, log: ProblemLog, *, most: int = MOST_BYTES) -> str | None:
    """The text of a file; None, with a problem, where it is not text."""
    try:
        data = plain_bytes(path, most=most)
    except OSError as error:
        log.add("FILE_UNREADABLE", file, found=error.strerror or str(error))
        return None
    text = decode(data)
    if text is None:
        log.add("FILE_UNREADABLE", file, found=repr(data[:16])[2:-1])
        return None
    content, encoding = text
    if encoding == CYRILLIC:
        log.add("ENCODING_GUESSED", file, found=encoding)
    if content.startswith("\ufeff"):
        content = content[1:]
        log.add("BYTE_ORDER_MARK", file)
    _report_lines(data, content, file, log)
    return content


def plain_bytes(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """The content of a plain file; OSError for a pipe or device, which would never end, and for a file too large."""
    if not path.is_file():
        raise OSError("not a plain file" if path.exists() else "no such file")
    if (size := path.stat().st_size) > most:
        raise OSError(f"{size / 1e6:.0f} MB, more than {most / 1e6:.0f} MB")
    return path.read_bytes()


def _report_lines(data: bytes, content: str, file: str, log: ProblemLog) -> None:
    """Line ends that a careless reader would stumble over."""
    windows = data.count(b"\r\n")
    if windows:
        mixed = windows != data.count(b"\n")
        log.add("LINE_ENDS_MIXED" if mixed else "LINE_ENDS_WINDOWS", file, 1, found=str(windows))
    if content and not content.endswith("\n"):
        log.add("NO_FINAL_NEWLINE", file, content.count("\n") + 1)


def decode(data: bytes) -> tuple[str, str] | None:
    """Text and encoding; None where the bytes are no text in any of them."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        candidates = ("utf-16",)
    elif b"\0" in data:
        return None
    else:
        candidates = ("utf-8", CYRILLIC)
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != CYRILLIC or _reads_as_words(text):
            return text, encoding
    return None


def _reads_as_words(text: str) -> bool:
    """Whether text decoded as Windows Cyrillic is mostly letters, digits and spaces."""
    sample = text[:4000]
    odd = sum(1 for letter in sample if ord(letter) < 32 and letter not in "\t\r\n")
    wordlike = sum(letter.isalnum() or letter in " \t\r\n,;.:-–—«»\"'()%/_№" for letter in sample)
    return bool(sample) and odd == 0 and wordlike >= 0.9 * len(sample)
