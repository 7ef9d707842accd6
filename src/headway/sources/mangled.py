"""Indicator codes that a spreadsheet program took for dates: `1.2.1` became 01.02.2001."""

import re

DATE_DOTTED = re.compile(r"^0?(\d{1,2})[./]0?(\d{1,2})[./](?:20|19)?0?(\d{1,2})$")
DATE_ISO = re.compile(r"^(?:20|19)(\d\d)-(\d\d)-(\d\d)(?:[ T]00:00:00)?$")


def code_from_date(text: str) -> str:
    """The code a date stands for; blank where the text is no date."""
    if match := DATE_ISO.match(text):
        year, month, day = match.groups()
        return f"{int(day)}.{int(month)}.{int(year)}"
    if (match := DATE_DOTTED.match(text)) and (len(text) > 7 or "/" in text):
        return ".".join(str(int(part)) for part in match.groups())
    return ""
