"""The few texts a chart itself carries, in the language of its page."""

import msgspec


class ChartTexts(msgspec.Struct, frozen=True):
    """Headings of what is shown when a mark is pointed at, and a label within the picture."""

    line: str
    """`Series`: what a line stands for."""
    area: str
    group: str
    period: str
    value: str
    file: str
    row: str
    interval: str
    """`80 % interval`."""
    projection: str
    """What is expected in a year to come."""
    projected: str
    """Names the dashed line and the shading together."""
