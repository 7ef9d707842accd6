"""The charts of an indicator's page, each with the block of data that its script reads."""

from markupsafe import Markup

from headway.model.framework import Indicator
from headway.publish.site.chart_data.dots import dots_chart
from headway.publish.site.chart_data.multiples import multiples_chart
from headway.publish.site.chart_data.trend import trend_chart
from headway.publish.site.chunks import script_json
from headway.publish.site.context import Context


def charts_view(context: Context, indicator: Indicator) -> dict[str, dict | None]:
    """`trend`, `dots` and `multiples`: None where there is nothing to draw."""
    made = {"trend": trend_chart, "dots": dots_chart, "multiples": multiples_chart}
    return {name: _with_block(make(context, indicator)) for name, make in made.items()}


def _with_block(chart: dict | None) -> dict | None:
    if chart is None:
        return None
    block = {key: chart[key] for key in ("name", "tables", "options")}
    return chart | {"block": Markup(script_json(block))}
