"""The map layers of a repository, and whether their codes are those of the data."""

from headway.model.boundary import Boundary
from headway.model.series import Observation
from headway.sources.geojson import read_geojson
from headway.sources.open_sdg.areas import AreaResolver
from headway.sources.open_sdg.layout import Layout, MapLayer
from headway.sources.problems import ProblemLog


def read_boundaries(layout: Layout, log: ProblemLog) -> tuple[Boundary, ...]:
    """The outlines of every layer that lies in the repository; a layer that does not is a problem."""
    found: list[Boundary] = []
    for layer in layout.map_layers:
        found += _read_layer(layout, layer, log)
    return tuple(found)


def _read_layer(layout: Layout, layer: MapLayer, log: ProblemLog) -> tuple[Boundary, ...]:
    if "://" in layer.file:
        log.add("BOUNDARIES_REMOTE", "config_data.yml", found=layer.file)
        return ()
    try:
        path = (layout.root / layer.file).resolve()
        inside = path.is_relative_to(layout.root.resolve()) and path.is_file()
    except (OSError, ValueError):
        inside = False
    if not inside:
        log.add("BOUNDARIES_MISSING", layer.file)
        return ()
    return read_geojson(path, layer.file, layer.id_property, layer.name_property, log)


def check_boundaries(
    boundaries: tuple[Boundary, ...], areas: AreaResolver, observations: list[Observation], log: ProblemLog
) -> None:
    """A map whose codes match no data is reported with what joins by alias and what does not."""
    used = {observation.series.ref_area for observation in observations}
    for file in dict.fromkeys(boundary.file for boundary in boundaries):
        codes = {boundary.code for boundary in boundaries if boundary.file == file}
        joined = {areas.aliases[code] for code in codes if code in areas.aliases} | (codes & used)
        regions = {code for code in used if areas.areas[code].level == "region" or code in joined}
        if codes - used:
            log.add(
                "BOUNDARIES_NOT_MATCHED", file, found=", ".join(sorted(codes - used)[:20]),
                unmatched=len(codes - used), boundaries=len(codes), joined=len(joined & used),
                without=", ".join(sorted(regions - joined)) or "–",
            )  # fmt: skip
